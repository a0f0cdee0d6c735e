"""A hidden trip is behind every door: each row of matrix.txt is played on it, by every role."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.proofs.test_matrix import (  # noqa: F401
    IN_PROCESS,
    LIVE,
    METHODS,
    Row,
    by_poll,
    by_socket,
    by_stream,
    filled,
    live,
    live_cookies,
    live_world,
    request,
    tries,
    written,
)
from tests.roles import World, undone
from tests.server import Server
from tests.test_hiding import hide_beside
from trips import reports

pytestmark = [pytest.mark.once, pytest.mark.django_db]
ALIKE_FOR_ALL = [row for row in IN_PROCESS if len({*row.expected.values()} - {"-"}) == 1]
OF_A_TRIP = [row for row in IN_PROCESS if row not in ALIKE_FOR_ALL and row.method != "ANY"]
LIVE_OF_A_TRIP = [row for row in LIVE if row.method in ("WS", "SSE", "ONCE")]


def says_so(answer: Any) -> bool:
    text = answer.content.decode()
    return answer.status_code == 403 and ("trip_hidden" in text or "put this trip out of" in text)


@pytest.mark.parametrize("row", OF_A_TRIP, ids=str)
def test_who_could_see_or_do_something_is_told_that_it_is_hidden(world: World, row: Row) -> None:
    with undone():
        reports.hide(world.trip_id, None)
        for role, before in [*row.expected.items(), ("second", row.expected["organiser"])]:
            person = world.roles[role]
            is_elsewhere = before in ("-", "login", "own") or role == "staff"
            for address in filled(world, person, row) if not is_elsewhere else ():
                for attempt in tries(world, person, row):
                    for method in METHODS.get(row.method, (row.method,)):
                        with undone(), written() as changes:
                            answer = request(world, person, method, address, row, attempt)
                        said = (role, address, answer.status_code)
                        assert (changes, answer.status_code >= 400) == ([], True), said
                        assert says_so(answer) or before != "yes", said


@pytest.fixture(scope="module")
def hidden_world(server: Server, live_world: World) -> Iterator[World]:  # noqa: F811
    hide_beside(server, live_world.trip_id)
    yield live_world
    hide_beside(server, live_world.trip_id, "show")


@pytest.mark.parametrize("row", LIVE_OF_A_TRIP, ids=str)
def test_nobody_watches_it(
    server: Server,
    hidden_world: World,
    live_cookies: dict[str, dict[str, str]],  # noqa: F811
    row: Row,
) -> None:
    knock = {"WS": by_socket, "SSE": by_stream, "ONCE": by_poll}[row.method]
    for role, before in row.expected.items():
        after = live(server, hidden_world, live_cookies, row, role, knock)
        assert "yes" not in after, role
        assert after == "403" or before != "yes", role
