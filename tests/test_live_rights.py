"""Whoever may no longer watch a trip: their sockets and streams end, and nobody else's."""

import asyncio
from typing import Any

import pytest
import websockets

from tests.server import Server
from tests.watching import close_code, event_source, frame_of, news_of, socket_url


async def test_a_removed_members_connections_close(server: Server) -> None:
    trip = server.plan()
    asha = server.join(trip, "Asha")
    trip_id = trip["trip"]["id"]
    cookie = {"Cookie": f"trip-{trip_id}={asha['memberKey']}"}
    url = socket_url(server, f"/ws/trips/{trip_id}")
    watching = asyncio.create_task(close_code(url, additional_headers=cookie))
    await asyncio.sleep(0.3)
    who = {"adminId": trip["adminId"], "memberId": asha["memberId"]}
    server.call("remove-member", tripId=trip["tripId"], **who)
    assert await watching == 4403
    assert await close_code(url, additional_headers=cookie) == 4403


def watching(server: Server, trip: dict[str, Any], who: dict[str, Any]) -> websockets.connect:
    """The socket of a page of ours, of a member or of who waits."""
    url = socket_url(server, f"/ws/trips/{trip['trip']['id']}?frames=3")
    cookie = {"Cookie": f"trip-{trip['trip']['id']}={who['memberKey']}"}
    return websockets.connect(url, additional_headers=cookie)


@pytest.mark.parametrize("verb", ["take-off-line", "leave-line"])
async def test_who_waits_no_longer_watches_no_longer_and_others_in_line_do(
    server: Server, verb: str
) -> None:
    trip = server.plan(2, capacity=2)
    server.join(trip, "Asha")
    chloe, dev = (server.join(trip, name, wait=True) for name in ("Chloé", "Dev"))
    by_ben = {"adminId": trip["adminId"], "memberId": chloe["memberId"]}
    by = by_ben if verb == "take-off-line" else {"memberKey": chloe["memberKey"]}
    async with watching(server, trip, chloe) as of_chloe, watching(server, trip, dev) as of_dev:
        assert [(await frame_of(each))["type"] for each in (of_chloe, of_dev)] == ["HEARTBEAT"] * 2
        server.call(verb, tripId=trip["tripId"], **by).raise_for_status()
        await asyncio.wait_for(of_chloe.wait_closed(), 5)
        assert of_chloe.close_code == 4403
        assert (await news_of(of_dev))["type"] == "WAITLIST_CHANGED"
        await of_dev.ping()


async def test_who_has_got_a_place_watches_as_a_member_until_they_are_removed(
    server: Server,
) -> None:
    trip = server.plan(2, capacity=2)
    asha, chloe = server.join(trip, "Asha"), server.join(trip, "Chloé", wait=True)
    ben = {"tripId": trip["tripId"], "adminId": trip["adminId"]}
    async with watching(server, trip, chloe) as of_chloe:
        await frame_of(of_chloe)
        for who in (asha, chloe):
            server.call("remove-member", **ben, memberId=who["memberId"]).raise_for_status()
        await asyncio.wait_for(of_chloe.wait_closed(), 5)
    assert of_chloe.close_code == 4403


async def test_a_replaced_key_closes_what_it_opened_and_a_new_one_opens(server: Server) -> None:
    trip = server.plan()
    asha = server.join(trip, "Asha")
    trip_id = trip["trip"]["id"]
    url = socket_url(server, f"/ws/trips/{trip_id}")
    cookie = {"Cookie": f"trip-{trip_id}={asha['memberKey']}"}
    watching = asyncio.create_task(close_code(url, additional_headers=cookie))
    await asyncio.sleep(0.3)
    renewed = server.call("replace-key", tripId=trip_id, memberKey=asha["memberKey"]).json()
    assert await watching == 4403
    cookie = {"Cookie": f"trip-{trip_id}={renewed['memberKey']}"}
    async with websockets.connect(url, additional_headers=cookie) as connection:
        assert (await frame_of(connection))["type"] == "HEARTBEAT"


async def test_a_replaced_key_ends_the_stream_that_its_token_opened(server: Server) -> None:
    trip = server.plan()
    asha, trip_id = server.join(trip, "Asha"), trip["trip"]["id"]
    bearer = {"Authorization": f"Bearer {asha['token']}"}
    async with event_source(server, trip_id, **bearer) as source:
        server.call("replace-key", tripId=trip_id, memberKey=asha["memberKey"])
        async with asyncio.timeout(5):
            lines = [line async for line in source.lines]
    assert ": closed 4404" in lines


async def test_a_used_recovery_code_closes_what_the_old_organiser_key_opened(
    server: Server,
) -> None:
    trip = server.plan()
    trip_id, ben = trip["trip"]["id"], {"tripId": trip["tripId"], "adminId": trip["adminId"]}
    code = server.call("make-recovery-code", **ben).json()["recoveryCode"]
    url = socket_url(server, f"/ws/trips/{trip_id}")
    cookie = {"Cookie": f"trip-{trip_id}={trip['adminId']}"}
    bearer = {"Authorization": f"Bearer {trip['token']}"}
    async with (
        websockets.connect(url, additional_headers=cookie) as by_cookie,
        websockets.connect(url, additional_headers=bearer) as by_token,
    ):
        stolen = (by_cookie, by_token)
        assert [(await frame_of(each))["type"] for each in stolen] == ["HEARTBEAT"] * 2
        server.call("recover", recoveryCode=code).raise_for_status()
        await asyncio.wait_for(asyncio.gather(*(each.wait_closed() for each in stolen)), 5)
    assert server.call("close", **ben).status_code == 403


async def test_a_replaced_invitation_closes_the_guests_connections_and_not_the_members(
    server: Server,
) -> None:
    trip = server.plan()
    trip_id = trip["trip"]["id"]
    guest_url = socket_url(server, f"/ws/trips/{trip['tripId']}")
    guest = asyncio.create_task(close_code(guest_url))
    cookie = {"Cookie": f"trip-{trip_id}={trip['adminId']}"}
    url = socket_url(server, f"/ws/trips/{trip_id}")
    async with websockets.connect(url, additional_headers=cookie) as ben:
        await frame_of(ben)
        server.call("rotate-invitation", tripId=trip_id, adminId=trip["adminId"])
        assert (await news_of(ben))["type"] == "INVITATION_REPLACED"
        assert await guest == 4410
        await ben.ping()
    assert await close_code(guest_url) == 4410
