"""The threads that run requests: a few, each request whole, and what is too much is told so."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from django.http import HttpRequest, StreamingHttpResponse

from socialcart import threads as rooms
from socialcart.threads import Answer, Handler, Threads
from trips.contention import named_by

DONE: Answer = (200, [], b"done")
LETS_GO_WITHIN_S = 5


class Door:
    """Where requests are held up until it opens, in place of Django."""

    def __init__(self) -> None:
        self.opens = threading.Event()
        self.came: list[str] = []

    def answer(self, scope: Any, body: bytes) -> Answer:
        self.came.append(scope["path"])
        assert self.opens.wait(LETS_GO_WITHIN_S)
        return DONE


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
async def app(door: Door) -> AsyncIterator[Threads]:
    app = Threads(door, named_by)  # type: ignore[arg-type]
    yield app
    door.opens.set()
    await asyncio.to_thread(app.stop)


async def ask(
    app: Threads, path: str = "/", method: str = "GET", query: bytes = b"", *messages: Any
) -> tuple[int, bytes]:
    """Sends these messages, by default a request without a body; gives status and body."""
    said: list[Any] = []
    come = iter(messages or [{"type": "http.request"}])

    async def receive() -> Any:
        return next(come)

    async def send(message: Any) -> None:
        said.append(message)

    headers = [(b"host", b"localhost")]
    about = {"type": "http", "method": method, "path": path, "query_string": query}
    await app(about | {"headers": headers}, receive, send)  # type: ignore[arg-type]
    return (said[0]["status"], said[1]["body"]) if said else (0, b"")


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(LETS_GO_WITHIN_S):
        while not is_so():
            await asyncio.sleep(0.01)


async def test_a_request_that_has_come_whole_is_handled_though_its_client_is_gone(
    app: Threads, door: Door
) -> None:
    door.opens.set()
    half = {"type": "http.request", "body": b"{", "more_body": True}
    gone = {"type": "http.disconnect"}
    await ask(app, "/half", "POST", b"", half, gone)
    await ask(app, "/whole", "POST", b"", half, {"type": "http.request", "body": b"}"}, gone)
    assert door.came == ["/whole"]


async def test_of_one_trip_a_few_are_run_and_others_need_not_wait_for_them(
    app: Threads, door: Door
) -> None:
    taps = [asyncio.create_task(ask(app, "/join/goa", "POST")) for _ in range(20)]
    await until(lambda: len(door.came) == rooms.OF_ONE_TRIP)
    other = asyncio.create_task(ask(app, "/join/hampi", "POST"))
    page = asyncio.create_task(ask(app, "/join/goa"))
    await until(lambda: len(door.came) == rooms.OF_ONE_TRIP + 2)
    assert door.came[rooms.OF_ONE_TRIP :] == ["/join/hampi", "/join/goa"]
    door.opens.set()
    assert {await each for each in (*taps, other, page)} == {(200, b"done")}


@pytest.mark.parametrize("bound", ["MOST_UNFINISHED", "CHANGE_WAITS_S"])
async def test_what_is_too_much_is_told_so_and_never_begun(
    app: Threads, door: Door, bound: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By their number, or because they would have to wait for too long: of one trip or of many."""
    held_up = [asyncio.create_task(ask(app)) for _ in range(rooms.THREADS)]
    await until(lambda: len(door.came) == rooms.THREADS)
    monkeypatch.setattr(rooms, bound, {"MOST_UNFINISHED": rooms.THREADS}.get(bound, 0.05))
    paths = ("/enter", *["/api/social-cart/close"] * 6)
    late = [asyncio.create_task(ask(app, path, "POST")) for path in paths]
    await asyncio.sleep(0.1)
    door.opens.set()
    answers = [await each for each in late]
    assert {status for status, _ in answers} == {503}
    assert answers[0][1] == rooms.BUSY
    assert json.loads(answers[1][1])["error"] == "busy"
    assert {await each for each in held_up} == {(200, b"done")}
    assert len(door.came) == rooms.THREADS


async def test_who_waits_behind_others_of_the_trip_waits_no_longer_than_that(
    app: Threads, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "CHANGE_WAITS_S", 0.05)
    taps = [asyncio.create_task(ask(app, "/join/goa", "POST")) for _ in range(8)]
    await asyncio.sleep(0.1)
    assert [each.done() for each in taps] == [False] * 4 + [True] * 4
    assert {(await each)[0] for each in taps[4:]} == {503}


async def test_what_it_was_handed_is_done_before_it_ends(app: Threads, door: Door) -> None:
    taps = [asyncio.create_task(ask(app)) for _ in range(2 * rooms.THREADS)]
    await until(lambda: len(door.came) == rooms.THREADS)
    ends = asyncio.create_task(asyncio.to_thread(app.stop))
    await asyncio.sleep(0.05)
    assert not ends.done()
    door.opens.set()
    await ends
    assert [await each for each in taps] == [(200, b"done")] * 2 * rooms.THREADS


async def test_a_fault_is_raised_where_it_is_told(app: Threads, door: Door) -> None:
    door.answer = lambda scope, body: 1 / 0  # type: ignore[assignment, return-value]
    with pytest.raises(ZeroDivisionError):
        await ask(app)


async def test_a_query_that_is_no_text_is_a_bad_request_and_a_stream_is_sent_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stream(handler: Handler, request: HttpRequest) -> StreamingHttpResponse:
        return StreamingHttpResponse(iter([b"a", b"b"]))

    monkeypatch.setattr(Handler, "get_response", stream)
    app = Threads(Handler(), named_by)
    assert (await ask(app, query=b"\xff"))[0] == 400
    assert await ask(app) == (200, b"ab")
    await asyncio.to_thread(app.stop)


@pytest.mark.parametrize(
    ("path", "body", "name"),
    [
        ("/join/aB3-_x/claim", b"guest_name=Asha", "aB3-_x"),
        ("/trips/t1/polls/p1", b"", "t1"),
        ("/api/social-cart/join", b'{"guest_name": "A", "invitation_token" : "aB3-_x"}', "aB3-_x"),
        ("/api/social-cart/leave", b'{"tripId":"t1","memberKey":"k"}', "t1"),
        ("/api/social-cart/create", b'{"tripName": "Goa"}', ""),
        ("/enter", b"\xff\x00", ""),
    ],
)
def test_what_names_a_trip(path: str, body: bytes, name: str) -> None:
    assert named_by(path, body) == name
