"""The feed tells the whole truth: an old state and the frames after it are the fresh state."""

import functools
import json
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, settings, strategies
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.fold import fold
from trips import (
    access,
    deadlines,
    log,
    membership,
    messages,
    planning,
    polls,
    reports,
    snapshots,
    wire,
)
from trips.forms import DateTerms, Guest, PollTerms, Terms, Vote
from trips.models import Event, Member, Message, Poll, Trip
from trips.wire import events, rights

NAMES = ["Asha", "Chloé", "李小龍", "Dev", "عائشة", "Zoë"]
some_name = strategies.sampled_from(NAMES)
DATES = PollTerms("Which dates?", ("5–7 Dec", "12–14 Dec"))
RESULTS = ["always", "voted", "closed"]
pick = strategies.randoms(use_true_random=False)
ROLES = [
    membership.make_organiser,
    membership.step_down,
    membership.take_role,
    membership.hand_over,
]


def renewed(trip_id: str, key: None, member_id: str, by_id: str) -> Any:
    return membership.make_link(trip_id, key, member_id, by_id, "/enter")


class Followed(RuleBasedStateMachine):
    """A trip, somebody who follows it by its frames alone, and what must hold after every step."""

    def __init__(self) -> None:
        super().__init__()
        planned = planning.plan(None, Terms("Goa", 3, capacity=5), Guest("Ben"))
        self.trip_id = planned["trip"]["id"]
        self.client: dict[str, Any] = dict(planned["trip"])
        self.results: dict[str, list[int]] = {}
        self.line: list[str] = []  # before a step, and who was in
        self.before: set[str] = set()

    def members(self, state: str) -> list[str]:
        rows = Member.objects.filter(trip=self.trip_id, state=state, is_founder=False)
        return list(rows.order_by("joined_at").values_list("id", flat=True))

    def try_verb(self, verb: Any, *args: Any, **options: Any) -> Any:
        before = Trip.objects.values().get(pk=self.trip_id)
        try:
            return verb(self.trip_id, None, *args, **options)
        except wire.Refusal:
            assert Trip.objects.values().get(pk=self.trip_id) == before
            return None

    def polls(self) -> list[Poll]:
        return list(Poll.objects.filter(trip=self.trip_id))

    @invariant()
    def frames_add_up_to_the_fresh_state(self) -> None:
        if log.position(self.trip_id)[0] != self.client["epoch"]:  # somebody has erased themself
            self.client = json.loads(snapshots.whole(self.trip_id).text)["data"]["trip"]
        for frame in log.after(self.trip_id, self.client["seq"], 100):
            if frame["type"] == events.TRIP_UPDATED and "trip" in frame["data"]:
                changed = frame["data"]["before"]
                assert changed
                assert changed.items() <= self.client.items()
                assert changed.items().isdisjoint(frame["data"]["trip"].items())
            self.client = fold(self.client, dict(frame))
        assert self.client == snapshots.state_of(self.trip_id).shape()

    @invariant()
    def the_row_and_the_log_are_whole(self) -> None:
        trip = Trip.objects.get(pk=self.trip_id)
        assert trip.member_count == len(self.members("in")) + 1
        assert trip.is_unlocked == (trip.member_count >= trip.required_members)
        seqs = Event.objects.filter(trip=trip).values_list("seq", flat=True)
        assert list(seqs) == list(range(1, trip.seq + 1))

    @invariant()
    def free_places_go_to_who_waits_longest(self) -> None:
        trip = Trip.objects.get(pk=self.trip_id)
        line = self.members("waiting")
        assert trip.waiting_count == len(line)
        assert not (line and trip.has_line and not trip.is_full)
        stay, promoted = [], set(self.members("in")) - self.before
        for each in self.line:
            stay += [each] if each in line else []
            assert each not in promoted or not stay
        assert [each for each in line if each in self.line] == stay
        self.line, self.before = line, set(self.members("in"))

    @invariant()
    def one_of_those_who_are_in_is_the_founder(self) -> None:
        founders = Member.objects.filter(trip=self.trip_id, state="in", is_founder=True)
        assert [founder.id for founder in founders] == [self.client["founderId"]]

    @invariant()
    def the_counts_are_those_of_the_ballots(self) -> None:
        for poll in self.polls():
            assert poll.voted_count == poll.ballots.filter(counts=True).count()
            for option in poll.options.all():
                choices = option.choices.filter(ballot__counts=True)
                assert option.votes == choices.filter(is_maybe=False).count()
                assert option.maybes == choices.filter(is_maybe=True).count()
            in_now = set(poll.ballots.filter(member__state="in").values_list("id", flat=True))
            counted = set(poll.ballots.filter(counts=True).values_list("id", flat=True))
            assert poll.closed_since(timezone.now()) or counted == in_now

    @invariant()
    def what_closed_stands(self) -> None:
        for poll in self.polls():
            if poll.closed_since(timezone.now()):
                counts = [option.votes for option in poll.options.all()]
                assert self.results.setdefault(poll.id, counts) == counts


class Group(Followed):
    """Every verb on the trip and its members in any order; refusals change nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[str] = []
        self.keys: list[str] = []
        self.code = ""

    @rule(name=some_name, another=strategies.booleans(), wait=strategies.booleans())
    def join(self, name: str, another: bool, wait: bool) -> None:
        self.try_verb(membership.join, Guest(name), another=another, wait=wait)

    @rule(names=strategies.permutations(NAMES))
    def fill_and_wait(self, names: list[str]) -> None:
        for name in names:
            self.try_verb(membership.join, Guest(name), another=True, wait=True)

    @rule(random=pick)
    @precondition(lambda self: self.members("waiting"))
    def leave_line(self, random: Any) -> None:
        somebody = random.choice([*self.members("waiting"), *self.members("in")])
        self.try_verb(membership.leave_line, somebody)

    @rule(random=pick, name=some_name, another=strategies.booleans())
    def bring(self, random: Any, name: str, another: bool) -> None:
        """By anybody, also by somebody who has gone."""
        somebody = random.choice(list(Member.objects.filter(trip=self.trip_id)))
        self.try_verb(membership.bring, somebody.id, name, "/enter", another=another)

    @rule(random=pick, verb=strategies.sampled_from([membership.take_out, renewed]))
    def take_out(self, random: Any, verb: Any) -> None:
        if brought := Member.objects.filter(trip=self.trip_id).exclude(brought_by=""):
            member = random.choice(list(brought))
            self.try_verb(verb, member.id, member.brought_by)

    @rule(random=pick)
    @precondition(lambda self: self.members("in"))
    def leave(self, random: Any) -> None:
        self.try_verb(membership.leave, random.choice(self.members("in")))

    @rule(random=pick)
    @precondition(lambda self: self.members("in"))
    def erase(self, random: Any) -> None:
        member = random.choice(self.members("in"))
        self.try_verb(membership.erase, member)
        for event in Event.objects.filter(trip=self.trip_id, data__member__id=member):
            assert event.data["member"]["name"] == ""

    @rule(random=pick)
    @precondition(lambda self: self.members("in"))
    def remove(self, random: Any) -> None:
        self.try_verb(membership.remove, random.choice(self.members("in")))

    @rule(random=pick, name=some_name)
    def rename(self, random: Any, name: str) -> None:
        states = ("in", "removed", "left", "waiting")
        anybody = [each for state in states for each in self.members(state)]
        if anybody:
            self.try_verb(membership.rename, random.choice(anybody), name)

    @rule(random=pick)
    @precondition(lambda self: self.members("removed"))
    def restore(self, random: Any) -> None:
        self.try_verb(membership.restore, random.choice(self.members("removed")))

    @rule(random=pick, verb=strategies.sampled_from(ROLES))
    @precondition(lambda self: self.members("in"))
    def change_a_role(self, random: Any, verb: Any) -> None:
        self.try_verb(verb, random.choice(self.members("in")))

    @rule(name=some_name)
    def ask(self, name: str) -> None:
        if asked := self.try_verb(membership.ask, name):
            self.waiting.append(asked["requestId"])
            self.keys.append(asked["requestKey"])

    @rule()
    @precondition(lambda self: self.keys)
    def withdraw(self) -> None:
        self.try_verb(membership.withdraw_request, self.keys.pop())

    @rule(let_in=strategies.booleans())
    @precondition(lambda self: self.waiting)
    def answer(self, let_in: bool) -> None:
        self.try_verb(membership.answer_request, self.waiting.pop(), let_in=let_in)

    @rule()
    def refuse(self) -> None:
        self.try_verb(membership.refuse_requests)

    @rule(random=pick)
    @precondition(lambda self: self.members("in"))
    def replace_key(self, random: Any) -> None:
        self.try_verb(membership.replace_key, random.choice(self.members("in")))

    @rule()
    def make_code(self) -> None:
        self.code = self.try_verb(membership.make_code)["recoveryCode"]

    @rule()
    def recover(self) -> None:
        with suppress(wire.Refusal):
            membership.recover(None, self.code)

    @rule(
        required=strategies.integers(2, 5),
        capacity=strategies.none() | strategies.integers(5, 8),
        closes=strategies.booleans(),
        begins=strategies.sampled_from([None, 0, 9]),
        steps=strategies.sampled_from([[], [[4, 10]], [[3, 8], [5, 20]]]),
    )
    def update(
        self,
        required: int,
        capacity: int | None,
        closes: bool,
        begins: int | None,
        steps: list[list[int]],
    ) -> None:
        join_by = timezone.now() + timedelta(days=1) if closes else None
        day = None if begins is None else timezone.now().date() + timedelta(days=begins)
        given = {"requiredMembers": required, "capacity": capacity, "joinBy": join_by}
        given |= {"startDate": day and day.isoformat(), "endDate": None, "timeZone": "UTC"}  # type: ignore[dict-item]
        given |= {"discountPercent": 5, "discountSteps": steps}  # type: ignore[dict-item]
        price = {"pricePerPerson": Decimal("1e2"), "currency": "EUR"} if closes else {}
        self.try_verb(planning.update, given | price)

    @rule(
        days=strategies.sampled_from([None, ("2030-10-27", None), ("2030-10-26", "2030-10-27")]),
        start=strategies.sampled_from([None, "02:30", "21:00"]),
        end=strategies.sampled_from([None, "07:30"]),
        keeps=strategies.booleans(),
    )
    def reschedule(
        self, days: tuple[str, str | None] | None, start: str | None, end: str | None, keeps: bool
    ) -> None:
        first, last = days or (None, None)
        times = {} if keeps else {"startTime": start, "endTime": end}
        self.try_verb(planning.update, {"startDate": first, "endDate": last, **times})

    @rule(verb=strategies.sampled_from([planning.close, planning.reopen]))
    def open_or_close(self, verb: Any) -> None:
        self.try_verb(verb)

    @rule()
    def let_the_deadline_pass(self) -> None:
        minute = timedelta(minutes=1)
        with time_machine.travel(timezone.now() - minute, tick=False):  # it is ahead, for certain
            self.try_verb(planning.update, {"joinBy": timezone.now() + minute / 2})
        deadlines.write_due()

    @rule()
    def replace_invitation(self) -> None:
        self.try_verb(planning.replace_invitation)

    @rule(text=some_name)
    def post_message(self, text: str) -> None:
        organiser = Member.objects.get(trip=self.trip_id, is_founder=True)
        self.try_verb(messages.post_message, organiser.id, text)

    @rule(random=pick)
    def delete_message(self, random: Any) -> None:
        if numbers := Message.objects.filter(trip=self.trip_id).values_list("number", flat=True):
            self.try_verb(messages.delete_message, random.choice(list(numbers)))

    @rule(verb=strategies.sampled_from([reports.hide, reports.show]))
    def hide_or_show(self, verb: Any) -> None:
        """By staff, who may also change what is hidden, with every other rule here."""
        self.try_verb(verb)

    @rule(really=strategies.integers(0, 9))
    def cancel(self, really: int) -> None:
        if really == 0:
            self.try_verb(planning.cancel)


class Voters(Followed):
    """Every verb on polls in any order, while people come and go."""

    def __init__(self) -> None:
        super().__init__()
        for name in NAMES[:3]:
            membership.join(self.trip_id, None, Guest(name))
        polls.open_poll(self.trip_id, None, DATES)

    def somebody(self, random: Any) -> str:
        """Mostly somebody who is in."""
        rows = Member.objects.filter(trip=self.trip_id).order_by("state", "joined_at")
        return str(random.choice([*rows.filter(state="in")] * 4 + [*rows]).id)

    @rule(
        results=strategies.sampled_from(["always", "voted", "closed"]),
        most=strategies.integers(1, 2),
    )
    def open_poll(self, results: str, most: int) -> None:
        terms = replace(DATES, most_choices=most, results=results)
        self.try_verb(polls.open_poll, terms)

    @rule(random=pick, stale=strategies.integers(0, 9))
    @precondition(lambda self: self.polls())
    def vote(self, random: Any, stale: int) -> None:
        poll = random.choice([poll for poll in self.polls() if not poll.closed_at] or self.polls())
        options = [option.id for option in poll.options.all()]
        chosen = random.sample(options, random.randint(1, poll.most_choices))
        vote = Vote(tuple(chosen), poll.options_version - (stale == 1))
        self.try_verb(polls.vote, self.somebody(random), poll.id, vote)

    @rule(random=pick)
    @precondition(lambda self: self.polls())
    def change_a_vote(self, random: Any) -> None:
        self.vote(random, 0)

    @rule(random=pick)
    @precondition(lambda self: self.polls())
    def withdraw_vote(self, random: Any) -> None:
        self.try_verb(polls.withdraw_vote, self.somebody(random), random.choice(self.polls()).id)

    @rule(random=pick, text=strategies.sampled_from(["New Year", "Easter", "Never"]))
    @precondition(lambda self: self.polls())
    def add_option(self, random: Any, text: str) -> None:
        self.try_verb(polls.add_option, random.choice(self.polls()).id, text)

    @rule(random=pick, really=strategies.booleans())
    @precondition(lambda self: self.polls())
    def close_poll(self, random: Any, really: bool) -> None:
        if really:
            self.try_verb(polls.close_poll, random.choice(self.polls()).id)

    @rule(random=pick)
    @precondition(lambda self: self.polls())
    def let_the_time_of_a_poll_pass(self, random: Any) -> None:
        poll = random.choice(self.polls())
        if not poll.closed_since(timezone.now()):
            Poll.objects.filter(pk=poll.pk).update(closes_at=timezone.now())
            deadlines.write_due()

    @rule(random=pick, most=strategies.none() | strategies.integers(1, 3), hotel=some_name)
    @precondition(lambda self: self.polls())
    def edit_poll(self, random: Any, most: int | None, hotel: str) -> None:
        given = {"options": random.sample(["5–7 Dec", "12–14 Dec", hotel], 2)} if most == 1 else {}
        given |= {"mostChoices": most} if most else {"results": random.choice(["voted", "closed"])}
        self.try_verb(polls.edit_poll, random.choice(self.polls()).id, given)

    @rule(random=pick)
    @precondition(lambda self: len(self.polls()) > 1)
    def delete_poll(self, random: Any) -> None:
        self.try_verb(polls.delete_poll, random.choice(self.polls()).id)

    @rule(random=pick)
    @precondition(lambda self: self.polls())
    def reopen_poll(self, random: Any) -> None:
        poll = random.choice(self.polls())
        if self.try_verb(polls.reopen_poll, poll.id):
            self.results.pop(poll.id, None)

    @rule(random=pick)
    @precondition(lambda self: self.polls())
    def pick_option(self, random: Any) -> None:
        poll = random.choice(self.polls())
        option = random.choice(list(poll.options.all()))
        self.try_verb(polls.pick, poll.id, option.id)

    @rule(random=pick, late=strategies.booleans(), results=strategies.sampled_from(RESULTS))
    def ask_for_dates(self, random: Any, late: bool, results: str) -> None:
        first = timezone.localdate() + timedelta(days=90 + 7 * late)
        spans = tuple((first + timedelta(days=n), first + timedelta(days=n + 1)) for n in (1, 7))
        self.try_verb(polls.ask_for_dates, DateTerms("When?", spans, results))

    @rule(random=pick)
    @precondition(lambda self: self.polls() and self.members("in"))
    def answer_dates(self, random: Any) -> None:
        poll, member = random.choice(self.polls()), random.choice(self.members("in"))
        one, other, *_ = random.sample(list(poll.options.values_list("id", flat=True)), 2)
        vote = Vote((one,), poll.options_version, (other,) if random.random() < 0.5 else ())
        self.try_verb(polls.vote, member, poll.id, vote)

    @rule(random=pick, late=strategies.booleans())
    @precondition(lambda self: self.polls())
    def undo_pick(self, random: Any, late: bool) -> None:
        poll = random.choice(self.polls())
        with time_machine.travel(timezone.now() + timedelta(minutes=11 * late), tick=False):
            self.try_verb(polls.undo_pick, poll.id)

    @rule(random=pick, verb=strategies.sampled_from([membership.leave, membership.remove]))
    @precondition(lambda self: len(self.members("in")) > 1)
    def go(self, random: Any, verb: Any) -> None:
        self.try_verb(verb, random.choice(self.members("in")))

    @rule(random=pick)
    @precondition(lambda self: self.members("removed"))
    def restore(self, random: Any) -> None:
        self.try_verb(membership.restore, random.choice(self.members("removed")))

    @rule(name=some_name)
    def join(self, name: str) -> None:
        self.try_verb(membership.join, Guest(name), another=True)


@pytest.mark.parametrize("machine", [Group, Voters])
def test_frames_add_up_to_the_fresh_state_for_every_verb_in_any_order(
    db: None, machine: type[Followed]
) -> None:
    steps = settings(
        max_examples=20 if connection.vendor == "sqlite" else 10,  # of 3,000 round trips each
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=steps)


def let_in(watcher: access.Watcher) -> str:
    """As whom somebody may watch, or why not."""
    try:
        return access.admit(watcher).revalidated_on
    except wire.Refusal as refusal:
        return refusal.code


def test_hidden_and_shown_again_a_trip_has_no_gap_and_whoever_watched_may_watch_again(
    planned: wire.CreateResponse, trip: Trip, asha: wire.JoinResponse
) -> None:
    planning.update(trip.id, None, {"requiredMembers": 2, "capacity": 2})
    chloe = membership.join(trip.id, None, Guest("Chloé"), wait=True)
    bearers = [f"Bearer {each['token']}" for each in (asha, chloe)]
    people = [access.Watcher(planned["tripId"], {}, "")]
    people += [access.Watcher(trip.id, {}, bearer) for bearer in bearers]
    before, seen = snapshots.state_of(trip.id).shape(), [*map(let_in, people)]
    assert seen == ["guests", asha["memberId"], "who waits"]
    reports.hide(trip.id, None)
    assert [*map(let_in, people)] == ["trip_hidden"] * 3
    membership.rename(trip.id, None, asha["memberId"], "Asha K.")
    reports.show(trip.id, None)
    hid, *changed, shown = log.after(trip.id, before["seq"], 100)
    assert (hid["data"], shown["data"]) == ({"isHidden": True}, {"isHidden": False})
    assert {rights.revalidates(each["type"], each["data"]) for each in (hid, shown)} == {
        "everybody"
    }
    state = functools.reduce(fold, map(dict, [hid, *changed, shown]), dict(before))
    assert state == snapshots.state_of(trip.id).shape()
    assert [*map(let_in, people)] == seen


def test_python_folds_the_frames_that_the_browser_folds(root: Path) -> None:
    golden = json.loads((root / "tests/frames.json").read_text())
    state = golden["start"]
    for frame in golden["frames"]:
        state = fold(state, frame)
    assert state == golden["end"]
