"""Who of a trip is called so, which name is free, and what a row holds of a name."""

from django.db.models import Q

from trips import names, wire
from trips.models import Member, Trip

LEFT = Member.State.LEFT


def near(trip: Trip, *wanted: str) -> list[Member]:
    """Everybody whose name counts as one of these, or did in release 1, whatever their state."""
    keys = {names.key(name) for name in wanted}
    before = {names.release_1_key(name) for name in wanted}
    # Of two that count as one, which only a roll-out can bring about, one has more than the key.
    found = Q(folded_name__in={"", *keys}) | Q(folded_name__contains="\n") | Q(name__in=wanted)
    return list(trip.members.filter(found | Q(name_key__in=before)))


def namesakes(name: str, nearby: list[Member]) -> list[Member]:
    """Those of the `nearby` whose name counts as this one."""
    key = names.key(name)
    folded = {member: member.folded_name.partition("\n")[0] for member in nearby}
    return [
        member
        for member in nearby
        if member.name == name or key == (folded[member] or names.key(member.name))
    ]


def states_of(trip: Trip, name: str) -> set[str]:
    """In which states somebody of this name is known on the trip."""
    return {member.state for member in namesakes(name, near(trip, name))}


def free_name(trip: Trip, name: str, own_state: str = "") -> str:
    """The name, or the first of "Asha (2)", "Asha (3)" … that is free.

    Raises Refusal `name_taken`.
    """
    numbered = [name, *filter(None, (names.numbered(name, number) for number in range(2, 100)))]
    nearby = [member for member in near(trip, *numbered) if member.state not in (LEFT, own_state)]
    free = (candidate for candidate in numbered if not namesakes(candidate, nearby))
    if found := next(free, None):
        return found
    raise wire.Refusal("name_taken")


def give_name(member: Member, name: str, nearby: list[Member]) -> None:
    """Sets all that the row holds of a free name; to be saved under the trip's lock."""
    member.name = name
    member.folded_name = names.key(name)
    member.name_key = before = names.release_1_key(name)
    for other in nearby:
        if other == member:
            continue
        if other.folded_name == member.folded_name:  # who is out, and may come back at release 1
            other.folded_name += f"\n{other.id}"
            other.save(update_fields=["folded_name"])
        if other.is_in and other.name_key == before:  # Erna and Ema were one there
            member.name_key = f"{before}\n{member.id}"
