"""The largest trip that there can be: 4,999 members, 50 polls of 20 options of 80 emoji.

`manage.py shell -c "from tests.bench import large; large.print_trip()"` prints it as JSON.
"""

import json
from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.bench.costs import EMOJI, NAME
from trips import keys, membership, names, planning, snapshots
from trips.forms import Guest, Terms
from trips.models import Member, Option, Poll, Trip

MEMBERS, POLLS, OPTIONS = 4_999, 50, 20


def plan(members: int = MEMBERS, polls: int = POLLS) -> dict[str, Any]:
    """Ben's and Asha's trip with that many others on it: as it was planned, and her key."""
    planned = planning.plan(None, Terms("Goa", 2), Guest("Ben"))
    asha = membership.join(planned["trip"]["id"], None, Guest("Asha"))
    trip = Trip.objects.get(pk=planned["trip"]["id"])
    since = timezone.now() - timedelta(hours=members + 1)
    trip.members.update(joined_at=since)
    Member.objects.bulk_create(_friend(trip, number, since) for number in range(members - 2))
    trip.adjust_count(members - 2)
    trip.save()
    for number in range(polls):
        _ask(trip, number)
    polls_of = snapshots.state_of(trip.id).shape()["polls"]
    return {**planned, "memberKey": asha["memberKey"], "polls": polls_of}


def print_trip() -> None:
    """Plans it and prints it as JSON."""
    print(json.dumps(plan()))


def _friend(trip: Trip, number: int, since: Any) -> Member:
    name = NAME.format(number)
    return Member(
        trip=trip,
        name=name,
        folded_name=names.key(name),
        name_key=f"{number}",
        key_digest=keys.digest(f"{trip.id} {number}"),
        joined_at=since + timedelta(hours=number + 1),
    )


def _ask(trip: Trip, number: int) -> None:
    poll = Poll.objects.create(trip=trip, question=f"{number} {EMOJI * 13}")
    texts = [f"{option:02}{EMOJI * 8}"[:80] for option in range(OPTIONS)]
    Option.objects.bulk_create(
        Option(poll=poll, number=number, text=text, folded_text=names.key(text), text_key=text)
        for number, text in enumerate(texts, 1)
    )
