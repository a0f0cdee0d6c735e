"""What a server tells of itself at /metrics: the truth, to few, and no secret."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from socialcart import probes
from tests.server import Server, until
from tests.watching import event_source

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One whose counts began at nothing; no two tests count the same."""
    with Server(tmp_path_factory.mktemp("fresh")) as running:
        yield running


def metric(server: Server, name: str, **labels: str) -> float:
    """A sample's value; 0 while nothing was counted."""
    for family in text_string_to_metric_families(text(server)):
        for sample in family.samples:
            if (sample.name, sample.labels) == (f"socialcart_{name}", labels):
                return sample.value
    return 0


def text(server: Server) -> str:
    answer = httpx.get(f"{server.url}/metrics", timeout=30)  # a worker may just be starting
    answer.raise_for_status()
    return answer.text


async def test_watchers_frames_and_joins_are_counted(fresh: Server) -> None:
    trip = fresh.plan()
    async with event_source(fresh, trip["tripId"]) as one, event_source(fresh, trip["tripId"]):
        until(lambda: metric(fresh, "watchers") == 2)
        hellos = metric(fresh, "frames_sent_total")
        fresh.join(trip, "Asha")
        await one.message()
        until(lambda: metric(fresh, "frames_sent_total") >= hellos + 2)
        until(lambda: metric(fresh, "position_check_cpu_seconds_count") >= 1)
    assert 0 < metric(fresh, "position_check_cpu_seconds_sum") < 1
    fresh.call("join", invitation_token=trip["tripId"], guest_name="Asha")
    assert metric(fresh, "joins_total", outcome="joined") == 1
    assert metric(fresh, "joins_total", outcome="name_taken") == 1
    assert metric(fresh, "feed_lag_seconds_count") == 1
    assert metric(fresh, "feed_lag_seconds_bucket", le="2.0") == 1
    until(lambda: metric(fresh, "watchers") == 0)


async def test_a_reader_that_cannot_be_bridged_counts_as_a_reset(fresh: Server) -> None:
    trip = fresh.plan()
    async with event_source(fresh, trip["tripId"], Last_Event_ID="00.7") as source:
        assert (await source.message())["type"] == "RESET"
    assert metric(fresh, "resets_total") == 1


async def test_a_notification_that_nobody_sends_is_counted_and_the_gap_healed(
    tmp_path: Path,
) -> None:
    with Server(tmp_path, REDIS_URL="redis://127.0.0.1:1") as server:
        trip = server.plan()
        elsewhere = f"membership.join({trip['trip']['id']!r}, None, Guest('Asha'))"
        imports = "from trips import membership; from trips.forms import Guest"
        async with event_source(server, trip["tripId"]) as source:
            await asyncio.to_thread(
                server.manage, "shell", "--no-imports", "-c", f"{imports}; {elsewhere}"
            )
            assert (await source.message())["type"] == "MEMBER_JOINED"
        assert metric(server, "gaps_healed_total") == 1
        server.join(trip, "Chloé")
        until(lambda: metric(server, "announce_failures_total") >= 1)


def test_no_metric_names_a_trip_or_a_member(server: Server) -> None:
    trip = server.plan()
    asha = server.join(trip, "Asha")
    exported = text(server)
    for secret in (trip["tripId"], trip["trip"]["id"], asha["memberId"], asha["memberKey"], "Asha"):
        assert secret not in exported


@pytest.mark.parametrize("header", [b"Accept", b"Accept-Encoding"])
def test_bytes_that_are_no_text_keep_nobody_from_reading_it(server: Server, header: bytes) -> None:
    address = f"{server.url}/metrics?name[]=\xff"
    assert httpx.get(address, headers={header: b"\xff"}).status_code == 200


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded"])
def test_nobody_reads_it_through_a_proxy(server: Server, header: str) -> None:
    answer = httpx.get(f"{server.url}/metrics", headers={header: "127.0.0.1"})
    assert answer.status_code == 404
    assert "socialcart_" not in answer.text


@pytest.mark.parametrize(
    ("peer", "may"), [("::ffff:127.0.0.1", True), ("0:0::1", True), ("::ffff:10.0.0.9", False)]
)
def test_who_reads_it_is_the_same_however_a_socket_writes_it(peer: str, may: bool) -> None:
    scope: Any = {"client": (peer, 1), "headers": [], "method": "GET"}
    assert probes._may_read(scope) is may


def test_only_named_addresses_read_it(tmp_path: Path) -> None:
    with Server(tmp_path, METRICS_READERS="10.0.0.9") as server:
        assert httpx.get(f"{server.url}/metrics").status_code == 404


def test_workers_count_together_and_a_dead_ones_joins_stay(pair: Server) -> None:
    trip = pair.plan(required=9)
    before = metric(pair, "joins_total", outcome="joined")
    for number in range(6):
        pair.join(trip, f"Friend {number}")
    killed = pair.workers().pop()
    killed.kill()
    until(lambda: killed not in pair.workers() and len(pair.workers()) == 2)
    for _ in range(5):
        assert metric(pair, "joins_total", outcome="joined") == before + 6


async def test_a_dead_workers_watchers_are_gone(pair: Server) -> None:
    trip = pair.plan()
    async with AsyncExitStack() as stack:
        for _ in range(10):
            await stack.enter_async_context(event_source(pair, trip["tripId"]))
        until(lambda: metric(pair, "watchers") == 10)
        max(pair.workers(), key=lambda worker: len(worker.net_connections())).kill()
        until(lambda: metric(pair, "watchers") < 10)
    until(lambda: metric(pair, "watchers") == 0)
