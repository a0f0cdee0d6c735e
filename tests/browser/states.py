"""Trips and polls in every state, planned with the verbs beside a running server.

`manage.py shell -c "from tests.browser import states; states.print_states()"` prints them as JSON.
"""

import json
from collections.abc import Callable
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils import timezone

from trips import deadlines, keys, membership, messages, planning, polls, reports
from trips.forms import DateTerms, Guest, PollTerms, Terms, Vote
from trips.models import Member, Message, Poll, Receiver, Trip

FRIENDS = ("Asha", "Chloé", "Dev")
TERMS = {
    "discount_percent": 12,
    "price_per_person": Decimal("18500.50"),
    "currency": "INR",
    "time_zone": "Asia/Kolkata",
}
ABOUT = {
    "description": "Sun.\nhttps://example.com/house\nعند https://example.com",
    "place": "Baga",
    "cover": "⛵",
    "start_time": time(7, 30),
    "end_time": time(21),
}
LONG_TITLE = "رحلة العائلة الكبيرة السنوية إلى أقصى شمال بلادنا وجبالها 30"
Row = dict[str, Any]


def a_trip(title: str, required: int, friends: int, **more: Any) -> Row:
    """Ben's trip with so many of his friends on it, and everybody's keys."""
    planned = planning.plan(None, Terms(title, required, **{**TERMS, **more}), Guest("Ben"))
    trip_id = planned["trip"]["id"]
    joined = [membership.join(trip_id, None, Guest(name)) for name in FRIENDS[:friends]]
    keys = {"Ben": planned["adminId"]}
    keys |= {each["member"]["name"]: each["memberKey"] for each in joined}
    ids = {each["member"]["name"]: each["memberId"] for each in joined}
    return {"id": trip_id, "tripId": planned["tripId"], "keys": keys, "ids": ids, "polls": {}}


def lets_the_deadline_pass(row: Row) -> None:
    Trip.objects.filter(pk=row["id"]).update(join_by=timezone.now() - timedelta(hours=2))
    deadlines.write_due()


def lets_the_trip_pass(row: Row) -> None:
    today = timezone.now().date()
    days = {"starts_on": today - timedelta(days=9), "ends_on": today - timedelta(days=5)}
    Trip.objects.filter(pk=row["id"]).update(**days)


def is_due_at_midnight(row: Row) -> None:
    trip = Trip.objects.get(pk=row["id"])
    day = timezone.localdate(timezone=trip.zone) + timedelta(days=9)
    Trip.objects.filter(pk=trip.pk).update(join_by=datetime.combine(day, time.min, trip.zone))


def asks(
    row: Row, name: str, *votes: int, most: int = 1, results: str = "always", **more: Any
) -> str:
    """A poll on three places; Ben, Chloé and Dev vote for the options of these numbers."""
    terms = PollTerms(f"Where, {name}?", ("Hotel", "Hostel", "<Tent>"), most, results, **more)
    poll_id = polls.open_poll(row["id"], None, terms)["poll"]["id"]
    row["polls"][name] = poll_id
    for voter, number in zip(("Dev", "Chloé", "Asha"), votes, strict=False):
        votes_for(row, poll_id, voter, number)
    return poll_id


def votes_for(row: Row, poll_id: str, voter: str, number: int) -> None:
    option = Poll.objects.get(pk=poll_id).options.all()[number]
    polls.vote(row["id"], None, row["ids"][voter], poll_id, Vote((option.id,), 1))


def closes(row: Row, poll_id: str) -> None:
    polls.close_poll(row["id"], None, poll_id)


def lets_a_poll_end(poll_id: str) -> None:
    Poll.objects.filter(pk=poll_id).update(closes_at=timezone.now() - timedelta(minutes=1))
    deadlines.write_due()


def with_every_poll(row: Row) -> None:
    soon = timezone.now() + timedelta(days=3)
    asks(row, "open", links={"Hotel": "https://example.com/hotel"})
    asks(row, "voted", 0, 1, 1, shows_voters=True)
    asks(row, "until a time", 2, closes_at=soon, most=2)
    asks(row, "hidden until voted", 0, 1, results="voted")
    asks(row, "hidden, voted", 0, 1, 1, results="voted")
    asks(row, "hidden until closed", 0, 1, 1, results="closed", shows_voters=True)
    closes(row, asks(row, "closed", 0, 1, 1, shows_voters=True))
    closes(row, asks(row, "closed and hidden", 0, 0, results="closed"))
    lets_a_poll_end(asks(row, "ended", 0, 0))
    closes(row, asks(row, "tie", 0, 1))
    closes(row, asks(row, "silent"))
    lets_a_poll_end(asks(row, "silent and ended"))
    picked = asks(row, "picked", 0, 1)
    closes(row, picked)
    polls.pick(row["id"], None, picked, Poll.objects.get(pk=picked).options.all()[1].id)
    asks_for_dates(row)


def asks_for_dates(row: Row) -> None:
    """Three weekends; the second suits Asha, and the third if need be."""
    first = timezone.localdate() + timedelta(days=60)
    spans = tuple((first + timedelta(days=n), first + timedelta(days=n + 2)) for n in (0, 7, 14))
    terms = DateTerms("When?", spans, shows_voters=True)
    poll = polls.ask_for_dates(row["id"], None, terms)["poll"]
    row["polls"]["dates"] = poll["id"]
    _first, second, third = (option["id"] for option in poll["options"])
    polls.vote(row["id"], None, row["ids"]["Asha"], poll["id"], Vote((second,), 1, (third,)))


def paused(row: Row) -> None:
    with_every_poll(row)
    membership.leave(row["id"], None, row["ids"]["Dev"])


def cancelled(row: Row) -> None:
    with_every_poll(row)
    called_off(row)


def called_off(row: Row) -> None:
    planning.cancel(row["id"], None)


def closed(row: Row) -> None:
    planning.close(row["id"], None)


def reopened(row: Row) -> None:
    lets_the_deadline_pass(row)
    planning.reopen(row["id"], None)
    planning.update(row["id"], None, {"pricePerPerson": Decimal("17000"), "requiredMembers": 3})


def crowded(row: Row) -> None:
    for number in range(105):
        membership.join(row["id"], None, Guest(f"Friend {number}"))


def told(row: Row) -> None:
    ben = Trip.objects.get(pk=row["id"]).members.get(is_founder=True).id
    for text in ("Bring passports.", "We meet at 9:\nat the <station>"):
        messages.post_message(row["id"], None, ben, text)
    membership.bring(row["id"], None, row["ids"]["Asha"], "Zain", "/enter")
    earlier = F("posted_at") - timedelta(minutes=150)  # what is told of it stays the same meanwhile
    Message.objects.filter(trip=row["id"]).update(posted_at=earlier)


def waited_for(row: Row) -> None:
    for name in ("Zoë", "李小龍"):
        waits = membership.join(row["id"], None, Guest(name), wait=True)
        row["keys"][name] = waits["memberKey"]


def asked(row: Row) -> None:
    """Somebody says they are Asha; another one cannot come."""
    membership.ask(row["id"], None, "Asha")
    membership.decline(row["id"], None, "Zoë")


def nothing(row: Row) -> None:
    """It stays as it was planned."""


STATES: dict[str, tuple[Row, Callable[[Row], None]]] = {
    "begun": ({"required": 5, "friends": 0, "currency": "", "price_per_person": None}, nothing),
    "crowded": ({"required": 5, "friends": 1}, crowded),
    "almost": ({"required": 4, "friends": 2, "capacity": 5}, nothing),
    "due": ({"required": 5, "friends": 1, "join_by": timedelta(days=4), **ABOUT}, nothing),
    "due at midnight": (
        {
            "required": 5,
            "friends": 1,
            "time_zone": "Asia/Calcutta",
            "currency": "KWD",
            "price_per_person": Decimal("1234.500"),
        },
        is_due_at_midnight,
    ),
    "unlocked": ({"required": 3, "friends": 3}, with_every_poll),
    "exactly unlocked": ({"required": 2, "friends": 1, "discount_percent": None}, nothing),
    "more than enough": ({"required": 2, "friends": 3}, told),
    "between steps": (
        {"required": 2, "friends": 2, "further_steps": [[4, 15], [7, 20]]},
        nothing,
    ),
    "full": ({"required": 2, "friends": 2, "capacity": 3}, nothing),
    "waited for": ({"required": 2, "friends": 2, "capacity": 3}, waited_for),
    "asked": ({"required": 4, "friends": 2}, asked),
    "closed short": ({"required": 5, "friends": 2}, closed),
    "closed unlocked": ({"required": 2, "friends": 2}, closed),
    "passed short": ({"required": 3, "friends": 0}, lets_the_deadline_pass),
    "passed unlocked": ({"required": 2, "friends": 2, "capacity": 3}, lets_the_deadline_pass),
    "reopened": ({"required": 2, "friends": 1}, reopened),
    "over": ({"required": 2, "friends": 1}, lets_the_trip_pass),
    "paused": ({"required": 4, "friends": 3}, paused),
    "cancelled short": (
        {"required": 5, "friends": 1},
        called_off,
    ),
    "cancelled": ({"required": 4, "friends": 3}, cancelled),
}


def print_a_crowd() -> None:
    """Plans a trip of 200 under a title of 60 characters, from right to left; prints it as JSON."""
    row = a_trip(LONG_TITLE, 150, 1, starts_on=timezone.now().date() + timedelta(days=30))
    for number in range(2, 200):
        membership.join(row["id"], None, Guest(f"عائشة {number}"))
    options = tuple(f"Place {number}" for number in range(12))
    polls.open_poll(row["id"], None, PollTerms("Where?", options, 2, "always"))
    row["polls"]["Where?"] = Poll.objects.get(trip=row["id"]).id
    print(json.dumps(row))


def print_states() -> None:
    """Plans a trip in each state and prints them by name."""
    print(json.dumps({name: planned(name) for name in STATES}))


def print_pictured() -> None:
    """Prints those of `print_states`, and one of which each other page has something to show."""
    print(json.dumps({**{name: planned(name) for name in STATES}, "other pages": other_pages()}))


def other_pages() -> Row:
    """Chloé is an organiser too, Asha has brought Zain, Dev was removed, Zoë waits, 李小龍 asks."""
    row = a_trip("Goa, other pages", 2, 3, capacity=4)
    trip_id, ids = row["id"], row["ids"]
    membership.make_organiser(trip_id, None, ids["Chloé"])
    membership.remove(trip_id, None, ids["Dev"])
    brought = membership.bring(trip_id, None, ids["Asha"], "Zain", "/enter")
    waits = membership.join(trip_id, None, Guest("Zoë"), wait=True)
    row["keys"]["李小龍"] = membership.ask(trip_id, None, "Zain")["requestKey"]
    row["keys"]["Zoë"] = waits["memberKey"]
    ids |= {"Zain": brought["member"]["id"], "Zoë": waits["memberId"]}
    ben = Trip.objects.get(pk=trip_id).members.get(is_founder=True)
    messages.post_message(trip_id, None, ben.id, "Bring passports.")
    asks(row, "silent")
    closes(row, asks(row, "closed"))
    tied = asks(row, "tie")
    for name, number in (("Chloé", 1), ("Asha", 0)):
        votes_for(row, tied, name, number)
    closes(row, tied)
    ids["Hotel"] = Poll.objects.get(pk=tied).options.all()[0].id
    ids |= {"asked": is_mailed(ben, has_confirmed=False), "mailed": is_mailed(ben)}
    hidden = a_trip("Goa, hidden", 2, 1)
    reports.hide(hidden["id"], None)
    ids |= {"hidden": hidden["tripId"], "tripId": row["tripId"]}
    return row


def is_mailed(member: Member, has_confirmed: bool = True) -> str:
    """Sends a member the news; gives the secret of the links in the mails."""
    secret = keys.new_key()
    Receiver.objects.create(
        kind=Receiver.Kind.EMAIL,
        trip=member.trip,
        member=member,
        address_encrypted=keys.encrypt("ben@example.com"),
        secret_encrypted=keys.encrypt(secret),
        secret_digest=keys.digest(secret),
        created_at=timezone.now(),
        confirmed_at=timezone.now() if has_confirmed else None,
    )
    return secret


def planned(name: str) -> Row:
    how, becomes = STATES[name]
    if "join_by" in how:
        how = how | {"join_by": timezone.now() + how["join_by"]}
    first = timezone.now().date() + timedelta(days=30)
    how = how | {"starts_on": first, "ends_on": first + timedelta(days=3)}
    row = a_trip(f"Goa, {name}", **how)
    becomes(row)
    return row
