"""How many may watch, and how often they may come: an address, and a member."""

import asyncio
import threading
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock, Mock

import httpx
import pytest
import websockets
from django.db import OperationalError

from tests.server import Server
from tests.watching import close_code, event_source, frame_of, news_of, socket_url
from trips import access, throttle, wire
from trips.live import events
from trips.live.follow import MOST_OF_A_MEMBER, _slot


async def test_an_address_has_so_many_places_and_no_more(tmp_path: Any) -> None:
    with Server(tmp_path, STREAM_LIMIT="2") as server:
        trip = server.plan()
        address = f"{server.url}/api/social-cart/events?tripId={trip['tripId']}"
        async with (
            event_source(server, trip["tripId"]),
            event_source(server, trip["tripId"]),
        ):
            refused = httpx.get(address)
            assert (refused.status_code, refused.headers["Retry-After"]) == (429, "10")
            url = socket_url(server, f"/ws/trips/{trip['tripId']}")
            assert await close_code(url) == 4429
        async with event_source(server, trip["tripId"]):
            pass


def test_an_address_has_two_hundred_places_where_nobody_says_otherwise() -> None:
    with ExitStack() as taken:
        for _ in range(200):
            taken.enter_context(_slot("10.0.0.1"))
        with pytest.raises(wire.Refusal, match="too_many"), _slot("10.0.0.1"):
            pass
        with _slot("10.0.0.2"):
            pass


async def answered(
    monkeypatch: pytest.MonkeyPatch, failure: Exception, accept: bytes = b"application/json"
) -> tuple[int, Any]:
    """Status and Retry-After of a stream or a poll, while this happens behind the door."""
    monkeypatch.setattr(access, "trip_id_of", Mock(side_effect=failure))
    head = {"method": "GET", "query_string": b"tripId=x", "client": ("10.0.0.1", 1)}
    send = AsyncMock()
    scope: Any = {**head, "headers": [(b"accept", accept)]}
    await events(scope, AsyncMock(side_effect=asyncio.Event().wait), send)
    start = send.call_args_list[0].args[0]
    return start["status"], dict(start["headers"]).get(b"retry-after")


async def test_a_stream_says_when_to_come_back_while_the_database_is_away(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert await answered(monkeypatch, OperationalError("no database here")) == (503, b"2")
    assert "no database here" in caplog.text


@pytest.mark.parametrize("accept", [b"application/json", b"text/event-stream"])
async def test_an_address_comes_ten_times_as_often_as_it_calls_whatever_it_asks_for(
    monkeypatch: pytest.MonkeyPatch, settings: Any, accept: bytes
) -> None:
    settings.API_RATE_LIMIT = 2
    answers = [await answered(monkeypatch, wire.Refusal("not_found"), accept) for _ in range(21)]
    *let_in, (status, retry_after_s) = answers
    assert (let_in, status) == ([(404, None)] * 20, 429)
    assert 0 < int(retry_after_s) <= 60


async def test_friends_on_one_address_who_all_poll_are_counted_each_alone(tmp_path: Path) -> None:
    with Server(tmp_path, API_RATE_LIMIT="4") as server:
        trip = server.plan()
        trip_id = trip["trip"]["id"]
        answers: list[list[int]] = []

        async def poll(ref: str, often: int, **headers: str) -> list[int]:
            address = f"{server.url}/api/social-cart/events?tripId={ref}"
            headers["Accept"] = "application/json"
            async with httpx.AsyncClient() as browser:
                return [
                    (await browser.get(address, headers=headers)).status_code for _ in range(often)
                ]

        for name in ("Asha", "Chloé", "Dev"):
            joined = server.join(trip, name)  # each is a call as well
            answers.append(await poll(trip_id, 4, Cookie=f"trip-{trip_id}={joined['memberKey']}"))
            token = f"Bearer {joined['token']}"
            answers.append(await poll(trip_id, 1, Authorization=token))
        assert answers == [[200] * 4, [429]] * 3
        assert await poll(trip["tripId"], 13) == [200] * 12 + [429]
        forged = [await poll(trip_id, 1, Cookie=f"trip-{trip_id}=forged-{n}") for n in range(15)]
        assert forged == [[403]] * 12 + [[429]] * 3


async def test_a_limit_that_waits_for_redis_stops_no_watcher(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1"
    asked_in: list[threading.Thread] = []
    monkeypatch.setattr(
        throttle, "watching", lambda who: asked_in.append(threading.current_thread())
    )
    await answered(monkeypatch, wire.Refusal("not_found"))
    assert len(asked_in) == 1
    assert asked_in != [threading.current_thread()]


def member_of(trip: dict[str, Any], key: str) -> tuple[str, dict[str, str]]:
    """The trip's own id, and the cookie that watches by it."""
    trip_id = trip["trip"]["id"]
    return trip_id, {"Cookie": f"trip-{trip_id}={key}"}


async def test_of_too_many_sockets_of_a_member_the_oldest_close(server: Server) -> None:
    trip = server.plan()
    trip_id, cookie = member_of(trip, trip["adminId"])
    url = socket_url(server, f"/ws/trips/{trip_id}")
    async with AsyncExitStack() as stack:
        sockets = []
        for _ in range(MOST_OF_A_MEMBER + 2):
            connection = websockets.connect(url, additional_headers=cookie)
            sockets.append(await stack.enter_async_context(connection))
            await frame_of(sockets[-1])
        server.join(trip, "Asha")
        for kept in sockets[2:]:
            assert (await news_of(kept))["type"] == "MEMBER_JOINED"
        for oldest in sockets[:2]:
            await asyncio.wait_for(oldest.wait_closed(), 5)
        assert [each.close_code for each in sockets] == [4409, 4409] + [None] * MOST_OF_A_MEMBER


async def test_four_pages_of_a_member_stay_while_each_tries_a_better_way(server: Server) -> None:
    trip = server.plan()
    trip_id, cookie = member_of(trip, trip["adminId"])
    url = socket_url(server, f"/ws/trips/{trip_id}")
    async with AsyncExitStack() as stack:
        streams = [
            await stack.enter_async_context(event_source(server, trip_id, **cookie))
            for _ in range(4)
        ]
        for _ in streams:
            on_trial = websockets.connect(url, additional_headers=cookie)
            await frame_of(await stack.enter_async_context(on_trial))
        server.join(trip, "Asha")
        for each in streams:
            assert (await each.message())["type"] == "MEMBER_JOINED"


async def test_of_too_many_streams_of_a_member_the_oldest_ends_and_says_why(
    server: Server,
) -> None:
    trip = server.plan()
    trip_id, cookie = member_of(trip, trip["adminId"])
    async with AsyncExitStack() as stack:
        streams = [
            await stack.enter_async_context(event_source(server, trip_id, **cookie))
            for _ in range(MOST_OF_A_MEMBER + 1)
        ]
        lines = [line async for line in streams[0].lines]
        server.join(trip, "Asha")
        for kept in streams[1:]:
            assert (await kept.message())["type"] == "MEMBER_JOINED"
    assert ": closed 4409" in lines


async def test_neither_guests_nor_a_poll_close_anybodys_streams(server: Server) -> None:
    trip = server.plan()
    trip_id, cookie = member_of(trip, trip["adminId"])
    ways: list[tuple[str, dict[str, str]]] = [(trip_id, cookie)] * MOST_OF_A_MEMBER
    ways += [(trip["tripId"], {})] * 5
    async with AsyncExitStack() as stack:
        streams = [
            await stack.enter_async_context(event_source(server, ref, **headers))
            for ref, headers in ways
        ]
        poll = f"{server.url}/api/social-cart/events?tripId={trip_id}"
        for _ in range(5):
            httpx.get(poll, headers={"Accept": "application/json", **cookie}).raise_for_status()
        server.join(trip, "Asha")
        for each in streams:
            assert (await each.message())["type"] == "MEMBER_JOINED"
