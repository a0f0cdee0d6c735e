"""Names on a trip: who has one, which one is free, and the columns that hold it."""

import functools
import operator
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from trips import names, wire
from trips.models import Member, Trip
from trips.statements import Param, compiled

LEFT = Member.State.LEFT


Wanted = Sequence[str | Param]


def _named(trip: str | Param, wanted: Wanted, keys: Wanted, before: Wanted) -> list[Q]:
    """List the ways in which a member's name may count as one that is wanted.

    `keys` are those of the wanted names, `before` those that release 1 gives them.
    """
    return [
        Q(trip=trip, folded_name__in=["", *keys]),  # "": release 1 wrote the row
        # While servers of two releases run, two members can get names with the same key: one's
        # then has a suffix after a line end (give_name).
        Q(trip=trip, folded_name__contains="\n"),
        Q(trip=trip, state=Member.State.IN, name_key__in=before),
        Q(trip=trip, name__in=wanted),  # release 1 may have numbered one: "Asha (2)"
    ]


def _any_of(*ways: Q) -> QuerySet[Member]:
    """Select the members for whom one of these holds.

    Each names the trip, and has an index then: with the trip named once, SQLite reads all members.
    Parts of a union, PostgreSQL would plan each for itself, which takes four times as long.
    """
    return Member.objects.filter(functools.reduce(operator.or_, ways))


def near(trip: Trip, *wanted: str) -> list[Member]:
    """Fetch all members, in any state, whose name may count as one of `wanted`.

    By the keys of this release and of release 1; `namesakes` chooses among them.
    """
    keys = [names.key(name) for name in wanted]
    before = [names.release_1_key(name) for name in wanted]
    if len(wanted) == 1:
        return _near.all(trip=trip.id, name=wanted[0], key=keys[0], before=before[0])
    return list(_any_of(*_named(trip.id, wanted, keys, before)))


def concerned(trip: Trip, name: str, phone_digest: str, now: datetime) -> list[Member]:
    """Fetch by one statement all members who matter to somebody who joins.

    Those that `near` gives, the present one with this number, and those who have joined after
    `now`, before the clock was set back.
    """
    key, before = names.key(name), names.release_1_key(name)
    return _concerned.all(
        trip=trip.id, name=name, key=key, before=before, phone=phone_digest, now=now
    )


_of_one = _named(Param("trip"), [Param("name")], [Param("key")], [Param("before")])
_present = Q(trip=Param("trip"), state=Member.State.IN)
_near = compiled(_any_of(*_of_one))
_concerned = compiled(
    _any_of(
        *_of_one,
        _present & Q(phone_digest=Param("phone")) & ~Q(phone_digest=""),
        _present & Q(joined_at__gte=Param("now")),
    )
)


def namesakes(name: str, nearby: list[Member]) -> list[Member]:
    """Return those of `nearby`, the result of `near`, whose name counts as this one."""
    key = names.key(name)
    folded = {member: member.folded_name.partition("\n")[0] for member in nearby}
    return [
        member
        for member in nearby
        if member.name == name or key == (folded[member] or names.key(member.name))
    ]


def states_of(trip: Trip, name: str) -> set[str]:
    """Return the states of the trip's members, present and past, who have this name."""
    return {member.state for member in namesakes(name, near(trip, name))}


def free_name(trip: Trip, name: str, own_state: str = "") -> str:
    """Return the name if it is free, or else the first free one like "Asha (2)", "Asha (3)".

    Names of removed members are not free, except in `own_state`: the state of the member for whom
    the name is. Raises Refusal `name_taken` if all up to (99) are taken.
    """
    numbered = [name, *filter(None, (names.numbered(name, number) for number in range(2, 100)))]
    nearby = [member for member in near(trip, *numbered) if member.state not in (LEFT, own_state)]
    free = (candidate for candidate in numbered if not namesakes(candidate, nearby))
    if found := next(free, None):
        return found
    raise wire.Refusal("name_taken")


def give_name(member: Member, name: str, nearby: list[Member]) -> None:
    """Set the name and its keys on a member, under the trip's lock; the caller saves it.

    The name is free; `nearby` is the result of `near` for it, whose rows may be changed.
    """
    member.name = name
    member.folded_name = names.key(name)
    member.name_key = before = names.release_1_key(name)
    for other in nearby:
        if other == member:
            continue
        if other.folded_name == member.folded_name:
            # `other` is not in. A server of release 1, which does not know this key, may restore
            # them: with the suffix it stays unique.
            other.folded_name += f"\n{other.id}"
            other.save(update_fields=["folded_name"])
        if other.is_in and other.name_key == before:  # in release 1 Erna and Ema were one name
            member.name_key = f"{before}\n{member.id}"
