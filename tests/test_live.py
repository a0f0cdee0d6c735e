"""The live doors on a real server: the original's walk-throughs, and what the doors withstand."""

import asyncio
import json
import re
import socket
import time
from typing import Any
from unittest.mock import AsyncMock, Mock

import httpx
import pytest
import websockets
from django.utils import timezone
from uvicorn.protocols.utils import ClientDisconnected
from websockets.exceptions import ConnectionClosed, InvalidStatus

from socialcart.protocols import Sockets
from tests.server import Server, until
from tests.watching import UPGRADE, close_code, event_source, frame_of, news_of, socket_url
from trips import wire
from trips.feed.limits import Limits
from trips.live import sockets
from trips.live.stream import Stream

NOT_LENT: Any = {"extensions": {}}  # as by a server that keeps its connections to itself
STREAM = "/api/social-cart/events?tripId="
IDLE_S = 6.5  # redis-py gives up on a silent connection after 5 s, unless it is told otherwise


async def test_join_synchronisation(server: Server) -> None:
    trip = server.plan()
    async with event_source(server, trip["tripId"]) as source:
        joined = server.join(trip, "Asha")
        event = await source.message()
    assert event["type"] == "MEMBER_JOINED"
    assert event["data"]["member"] == joined["member"]
    assert event["data"]["memberCount"] == 2
    assert source.last_id == f"{event['epoch']}.{event['seq']}"


async def test_discount_unlock(server: Server) -> None:
    trip = server.plan(required=3)
    async with event_source(server, trip["tripId"]) as source:
        for name in ("Asha", "Chloé", "李小龍"):
            server.join(trip, name)
        flags = [(await source.message())["data"]["isDiscountUnlocked"] for _ in range(3)]
    assert flags == [False, True, True]


async def test_member_removal(server: Server) -> None:
    trip = server.plan(required=2)
    asha = server.join(trip, "Asha")
    async with event_source(server, trip["tripId"]) as source:
        who = {"adminId": trip["adminId"], "memberId": asha["memberId"]}
        answer = server.call("remove-member", tripId=trip["tripId"], **who)
        event = await source.message()
    assert answer.json() == {"success": True, "memberCount": 1, "isDiscountUnlocked": False}
    assert event["type"] == "MEMBER_REMOVED"
    assert event["data"]["memberId"] == asha["memberId"]
    assert event["data"]["isDiscountUnlocked"] is False


async def test_both_doors_send_the_same_frames(server: Server) -> None:
    trip = server.plan()
    url = socket_url(server, f"/ws/trips/{trip['tripId']}")
    async with websockets.connect(url) as connection:
        assert (await frame_of(connection))["type"] == "HEARTBEAT"
        async with event_source(server, trip["tripId"]) as source:
            server.join(trip, "Asha")
            assert await news_of(connection) == await source.message()


async def test_a_reconnect_gets_exactly_what_it_missed(server: Server) -> None:
    trip = server.plan()
    for name in ("Asha", "Chloé", "Dev"):
        server.join(trip, name)
    last_id = f"{trip['trip']['epoch']}.2"
    async with event_source(server, trip["tripId"], Last_Event_ID=last_id) as source:
        assert [(await source.message())["seq"] for _ in range(2)] == [3, 4]
    url = socket_url(server, f"/ws/trips/{trip['tripId']}?after={last_id}")
    async with websockets.connect(url) as connection:
        frames = [await frame_of(connection) for _ in range(3)]
    assert [(frame["type"], frame["seq"]) for frame in frames] == [
        ("HEARTBEAT", 4),
        ("MEMBER_JOINED", 3),
        ("MEMBER_JOINED", 4),
    ]


async def test_who_polls_gets_the_same_frames(server: Server) -> None:
    trip = server.plan()
    server.join(trip, "Asha")
    address = f"{server.url}/api/social-cart/events"
    query = {"tripId": trip["tripId"], "after": f"{trip['trip']['epoch']}.1"}
    answer = httpx.get(address, params=query, headers={"Accept": "application/json"}).json()
    assert [frame["type"] for frame in answer["frames"]] == ["HEARTBEAT", "MEMBER_JOINED"]


async def test_a_client_that_hangs_up_after_sending_is_a_member_and_every_hub_is_told(
    server: Server,
) -> None:
    trip = server.plan()
    body = json.dumps({"invitation_token": trip["tripId"], "guest_name": "Asha"})
    head = (
        "POST /api/social-cart/join HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json"
    )
    async with event_source(server, trip["tripId"]) as source:
        with socket.create_connection(("127.0.0.1", server.port)) as hasty:
            hasty.sendall(f"{head}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
        assert (await source.message())["data"]["member"]["name"] == "Asha"


async def test_a_process_killed_and_restarted_costs_nobody_an_event(tmp_path: Any) -> None:
    with Server(tmp_path) as server:
        trip = server.plan()
        async with event_source(server, trip["tripId"]) as source:
            server.join(trip, "Asha")
            await source.message()
            last_id = source.last_id
        server.join(trip, "Chloé")
        server.restart()
        server.join(trip, "Dev")
        async with event_source(server, trip["tripId"], Last_Event_ID=last_id) as source:
            names = [(await source.message())["data"]["member"]["name"] for _ in range(2)]
    assert names == ["Chloé", "Dev"]


async def test_a_hub_that_was_idle_is_still_notified(server: Server) -> None:
    trip = server.plan()
    logged = server.log.stat().st_size
    async with event_source(server, trip["tripId"]) as source:
        await asyncio.sleep(IDLE_S)
        begun = time.monotonic()
        for name in ("Asha", "Chloé", "李小龍", "Dev"):
            server.join(trip, name)
            await source.message()
        assert (
            time.monotonic() - begun < 2 * Limits.check_every_s
        )  # without a notification it takes three checks
    assert "failed" not in server.log.read_bytes()[logged:].decode()


async def test_a_stream_that_ends_before_it_has_begun_is_refused() -> None:
    answer = AsyncMock()
    stream = Stream(NOT_LENT, answer)
    await stream.close(None)
    with pytest.raises(wire.Refusal, match="busy"):
        await stream.opened
    assert not answer.called


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (wire.Refusal("not_a_member"), rb": closed 4403\nretry: \d{5,6}\n\n"),
        (wire.Refusal("busy"), rb": closed 4503\nretry: \d{3,4}\n\n"),
        (None, rb"retry: \d{3,4}\n\n"),
        (RuntimeError("a bug"), rb"retry: \d{3,4}\n\n"),
    ],
    ids=repr,
)
async def test_a_stream_says_why_it_ends_and_a_bug_is_told_to_us(
    failure: Exception | None, words: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    send = AsyncMock()
    stream = Stream(NOT_LENT, send)
    await stream.send([wire.heartbeat("0a", 1, timezone.now())])
    await stream.close(failure)
    assert re.fullmatch(words, send.call_args.args[0]["body"])
    assert ("a bug" in caplog.text) == isinstance(failure, RuntimeError)


@pytest.mark.parametrize("garbage_came", [False, True])
async def test_a_socket_that_breaks_is_told_to_us_unless_we_had_closed_it(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, garbage_came: bool
) -> None:
    async def follow(*args: Any) -> None:
        if garbage_came:
            await asyncio.sleep(5)
        raise RuntimeError("a bug")

    monkeypatch.setattr("trips.live.socket.follow", follow)
    scope: Any = {"path": "/ws/trips/x", "scheme": "ws", "headers": [], "query_string": b""}
    came = [{"type": "websocket.connect"}, {"type": "websocket.receive", "text": "garbage"}]
    send = AsyncMock()

    async def receive() -> Any:
        return came.pop(0) if garbage_came or len(came) == 2 else await asyncio.sleep(5)

    await sockets(scope, receive, send)
    code = 4400 if garbage_came else 1012
    assert send.call_args.args[0] == {"type": "websocket.close", "code": code, "reason": None}
    assert ("a bug" in caplog.text) != garbage_came


async def test_who_leaves_before_the_handshake_is_answered_is_gone() -> None:
    """uvicorn would ignore the accept, and call the first frame a mistake of ours."""
    own = Sockets.__new__(Sockets)
    own.transport, own.handshake_complete = Mock(), False
    own.transport.is_closing.return_value = True
    with pytest.raises(ClientDisconnected):
        await own.send({"type": "websocket.accept", "subprotocol": None, "headers": []})


@pytest.mark.parametrize(
    "door", ["stream", "stream, with another request", "stream, body", "socket"]
)
def test_who_hangs_up_at_any_door_watches_no_more(server: Server, door: str) -> None:
    trip = server.plan()
    path = f"/ws/trips/{trip['tripId']}" if door == "socket" else f"{STREAM}{trip['tripId']}"
    more, after = {
        "socket": (UPGRADE, ""),
        "stream, with another request": ("", "GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"),
        "stream, body": ("Content-Length: 9\r\n", "half"),
    }.get(door, ("", ""))
    until(lambda: watchers(server) == 0)
    with socket.create_connection(("127.0.0.1", server.port), 5) as client:
        head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n{more}\r\n"
        client.sendall((head + after).encode())
        until(lambda: watchers(server) == 1)
        server.join(trip, "Asha")
        came = b""
        while b"MEMBER_JOINED" not in came:
            came += client.recv(65_536)
    until(lambda: watchers(server) == 0, 5)  # and not with the next heartbeat


def watchers(server: Server) -> int:
    exported = httpx.get(f"{server.url}/metrics", timeout=30).text
    return int(re.findall(r"^socialcart_watchers (\d+)", exported, re.MULTILINE)[0])


@pytest.mark.parametrize(
    "position", ["x", "7f3a", "7f3a.-1", "7f3a." + "9" * 400, "..", "7f3a.1\x00", "é.1", "7f3a.1.2"]
)
async def test_an_absurd_position_is_refused_at_both_doors(server: Server, position: str) -> None:
    trip = server.plan()
    address = f"{server.url}/api/social-cart/events"
    query = {"tripId": trip["tripId"], "after": position}
    answer = httpx.get(address, params=query)
    assert (answer.status_code, answer.json()["error"]) == (400, "bad_position")
    after = str(httpx.QueryParams({"after": position}))
    url = socket_url(server, f"/ws/trips/{trip['tripId']}?{after}")
    assert await close_code(url) == 4400


@pytest.mark.parametrize("number", ["0", "-1", "2.0", "two", "٢", "9" * 400])
async def test_frames_that_are_no_number_are_refused_at_both_doors(
    server: Server, number: str
) -> None:
    trip = server.plan()
    query = {"tripId": trip["tripId"], "frames": number}
    answer = httpx.get(f"{server.url}/api/social-cart/events", params=query)
    assert (answer.status_code, answer.json()["error"]) == (400, "bad_request")
    path = f"/ws/trips/{trip['tripId']}?{httpx.QueryParams(query)}"
    assert await close_code(socket_url(server, path)) == 4400


@pytest.mark.parametrize(("frames", "expected"), [("", "RESET"), ("2", "MEMBER_RENAMED")])
async def test_every_door_tells_a_watcher_what_they_know(
    server: Server, frames: str, expected: str
) -> None:
    trip = server.plan()
    ref, position = trip["tripId"], f"{trip['trip']['epoch']}.{trip['trip']['seq'] + 1}"
    member = server.join(trip, "Ahsa")
    query = {"tripId": ref, "after": position, "frames": frames}
    params = str(httpx.QueryParams(query))
    socket = websockets.connect(socket_url(server, f"/ws/trips/{ref}?{params}"))
    async with socket as connection, event_source(server, f"{ref}&frames={frames}") as source:
        body = {"tripId": ref, "memberKey": member["memberKey"], "name": "Asha"}
        assert server.call("rename-member", **body).status_code == 200
        polled = httpx.get(
            f"{server.url}/api/social-cart/events",
            params=query,
            headers={"Accept": "application/json"},
        )
        news = [await news_of(connection), await source.message(), polled.json()["frames"][1]]
    assert [frame["type"] for frame in news] == [expected] * 3
    assert [frame["seq"] for frame in news] == [trip["trip"]["seq"] + 2] * 3


async def test_an_unknown_position_gets_one_whole_state(server: Server) -> None:
    trip = server.plan()
    async with event_source(server, trip["tripId"], Last_Event_ID="00.99999") as source:
        event = await source.message()
    assert event["type"] == "RESET"
    assert event["data"]["trip"] == trip["trip"]


@pytest.mark.parametrize(
    "path", ["/ws/", "/ws/trips/", "/ws/trips/a/b", "/", "/api/social-cart/events"]
)
async def test_an_unknown_socket_address_is_refused(server: Server, path: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await websockets.connect(socket_url(server, path))
    assert 400 <= refused.value.response.status_code < 500


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "http://127.0.0.1:1",
        "https://127.0.0.1:{port}",
        "http://127.0.0.1:{port}.evil.example",
        "http://localhost:{port}",
        "http://[",
        "é",
    ],
)
async def test_a_page_of_another_site_opens_no_socket(server: Server, origin: str) -> None:
    trip = server.plan()
    url = socket_url(server, f"/ws/trips/{trip['tripId']}")
    header = {"Origin": origin.format(port=server.port)}
    with pytest.raises(InvalidStatus) as refused:
        await websockets.connect(url, additional_headers=header)
    assert refused.value.response.status_code == 403


async def test_our_own_page_does(server: Server) -> None:
    trip = server.plan()
    url = socket_url(server, f"/ws/trips/{trip['tripId']}")
    async with websockets.connect(url, additional_headers={"Origin": server.url}) as connection:
        assert (await frame_of(connection))["type"] == "HEARTBEAT"


@pytest.mark.parametrize("as_text", [True, False])
@pytest.mark.parametrize("garbage", [b"{}", b"x" * 4_000, b"\x00\xff", b""], ids=len)
async def test_a_watcher_only_listens_and_garbage_fills_no_log(
    server: Server, garbage: bytes, as_text: bool
) -> None:
    trip = server.plan()
    logged = server.log.stat().st_size
    async with websockets.connect(socket_url(server, f"/ws/trips/{trip['tripId']}")) as connection:
        await connection.send(garbage, text=as_text)
        with pytest.raises(ConnectionClosed) as closed:
            while True:
                await asyncio.wait_for(connection.recv(), 5)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4400
    assert server.log.stat().st_size == logged


@pytest.mark.parametrize("method", ["POST", "HEAD", "PUT", "OPTIONS"])
def test_the_stream_is_only_read(server: Server, method: str) -> None:
    answer = httpx.request(method, f"{server.url}/api/social-cart/events?tripId=x")
    assert answer.status_code == 405


def test_the_server_never_told_a_traceback(server: Server) -> None:
    logged = server.log.read_text()
    assert "Traceback" not in logged, logged[logged.find("Traceback") - 500 :]
