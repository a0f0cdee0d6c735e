"""A right that ended while its call waited for the trip's row moves nothing, on any database."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db.models import F
from django.utils import timezone

from tests.proofs.test_matrix import BY_LINK, VERBS, Row, filled, request, tries, written
from tests.roles import World, undone
from trips import change
from trips.models import Invitation, Member

pytestmark = pytest.mark.django_db
OF_RIGHTS, OF_LINKS = (
    [
        row for row in rows if not row.address.endswith(("/report", "/news"))
    ]  # move nothing of the trip
    for rows in (VERBS, BY_LINK)
)


@pytest.mark.parametrize("row", OF_RIGHTS, ids=str)
def test_what_waits_ends_with_the_key_it_came_with(
    world: World, row: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or whoever has stolen a key could still act with it once it is replaced."""
    monkeypatch.setattr(change, "unless_stuck", while_keys_are_replaced)
    roles = ["waits"] if row.address.endswith("/waiting/leave") else ["member", "organiser"]
    assert outcomes(world, row, roles) == {(403, 1)}


@pytest.mark.parametrize("row", OF_LINKS, ids=str)
def test_what_waits_ends_with_the_link_it_came_by(
    world: World, row: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(change, "unless_stuck", while_the_link_is_replaced)
    roles = ["asks"] if "withdraw" in row.address else ["guest", "old-key"]
    assert outcomes(world, row, roles) == {(410, 1)}


@contextmanager
def while_keys_are_replaced(trip_id: str) -> Iterator[None]:
    """A lock of the trip that is taken only after this one change."""
    Member.objects.filter(trip=trip_id).update(key_version=F("key_version") + 1)
    yield


@contextmanager
def while_the_link_is_replaced(trip_id: str) -> Iterator[None]:
    """A lock of the trip that is taken only after this one change."""
    current = Invitation.objects.filter(trip=trip_id, replaced_at=None)
    current.update(replaced_at=timezone.now())
    yield


def outcomes(world: World, row: Row, roles: list[str]) -> set[tuple[int, int]]:
    """Status and number of changes of each try of those of these roles who may."""
    found = set()
    for person in (world.roles[role] for role in roles if row.expected[role] == "yes"):
        for address in filled(world, person, row):
            for attempt in tries(world, person, row):
                with undone(), written() as changes:
                    answer = request(world, person, row.method, address, row, attempt)
                found.add((answer.status_code, len(changes)))
    return found
