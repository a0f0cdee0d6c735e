"""The feed tells the whole truth: an old state and the frames after it are the fresh state."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

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
from trips import log, membership, planning, wire
from trips.forms import Guest, Terms
from trips.models import Event, Member, Trip

NAMES = ["Asha", "Chloé", "李小龍", "Dev", "عائشة", "Zoë"]
some_name = strategies.sampled_from(NAMES)
pick = strategies.randoms(use_true_random=False)


class Group(RuleBasedStateMachine):
    """Every verb in any order; refusals change nothing."""

    def __init__(self) -> None:
        super().__init__()
        planned = planning.plan(None, Terms("Goa", 3, capacity=5), Guest("Ben"))
        self.trip_id = planned["trip"]["id"]
        self.client: dict[str, Any] = dict(planned["trip"])
        self.waiting: list[str] = []

    def members(self, state: str) -> list[str]:
        rows = Member.objects.filter(trip=self.trip_id, state=state, is_admin=False)
        return list(rows.order_by("joined_at").values_list("id", flat=True))

    def try_verb(self, verb: Any, *args: Any, **options: Any) -> Any:
        before = Trip.objects.values().get(pk=self.trip_id)
        try:
            return verb(self.trip_id, None, *args, **options)
        except wire.Refusal:
            assert Trip.objects.values().get(pk=self.trip_id) == before
            return None

    @rule(name=some_name, another=strategies.booleans())
    def join(self, name: str, another: bool) -> None:
        self.try_verb(membership.join, Guest(name), another=another)

    @rule(random=pick)
    @precondition(lambda self: self.members("in"))
    def leave(self, random: Any) -> None:
        self.try_verb(membership.leave, random.choice(self.members("in")))

    @rule(random=pick)
    @precondition(lambda self: self.members("in"))
    def remove(self, random: Any) -> None:
        self.try_verb(membership.remove, random.choice(self.members("in")))

    @rule(random=pick)
    @precondition(lambda self: self.members("removed"))
    def restore(self, random: Any) -> None:
        self.try_verb(membership.restore, random.choice(self.members("removed")))

    @rule(name=some_name)
    def ask(self, name: str) -> None:
        if asked := self.try_verb(membership.ask, name):
            self.waiting.append(asked["requestId"])

    @rule(let_in=strategies.booleans())
    @precondition(lambda self: self.waiting)
    def answer(self, let_in: bool) -> None:
        self.try_verb(membership.answer_request, self.waiting.pop(), let_in=let_in)

    @rule(random=pick)
    @precondition(lambda self: self.members("in"))
    def replace_key(self, random: Any) -> None:
        self.try_verb(membership.replace_key, random.choice(self.members("in")))

    @rule(
        required=strategies.integers(2, 5),
        capacity=strategies.none() | strategies.integers(5, 8),
        closes=strategies.booleans(),
    )
    def update(self, required: int, capacity: int | None, closes: bool) -> None:
        join_by = timezone.now() + timedelta(days=1) if closes else None
        given = {"requiredMembers": required, "capacity": capacity, "joinBy": join_by}
        price = {"pricePerPerson": "1e2", "currency": "EUR"} if closes else {}
        self.try_verb(planning.update, given | price)

    @rule(verb=strategies.sampled_from([planning.close, planning.reopen]))
    def open_or_close(self, verb: Any) -> None:
        self.try_verb(verb)

    @rule()
    def replace_invitation(self) -> None:
        self.try_verb(planning.replace_invitation)

    @rule(really=strategies.integers(0, 9))
    def cancel(self, really: int) -> None:
        if really == 0:
            self.try_verb(planning.cancel)

    @invariant()
    def frames_add_up_to_the_fresh_state(self) -> None:
        for frame in log.after(self.trip_id, self.client["seq"], 100):
            self.client = fold(self.client, dict(frame))
        assert self.client == log.snapshot(self.trip_id)

    @invariant()
    def the_row_and_the_log_are_whole(self) -> None:
        trip = Trip.objects.get(pk=self.trip_id)
        assert trip.member_count == len(self.members("in")) + 1
        assert trip.is_unlocked == (trip.member_count >= trip.required_members)
        seqs = Event.objects.filter(trip=trip).values_list("seq", flat=True)
        assert list(seqs) == list(range(1, trip.seq + 1))


def test_frames_add_up_to_the_fresh_state_for_every_verb_in_any_order(db: None) -> None:
    steps = settings(
        max_examples=40,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Group, settings=steps)


def test_python_folds_the_frames_that_the_browser_folds(root: Path) -> None:
    golden = json.loads((root / "tests/frames.json").read_text())
    state = golden["start"]
    for frame in golden["frames"]:
        state = fold(state, frame)
    assert state == golden["end"]
