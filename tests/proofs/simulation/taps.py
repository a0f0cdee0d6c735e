"""What people tap: the product's verbs, each with the event that has to be in the log after it."""

import functools
from collections.abc import Callable
from random import Random
from typing import Any

from tests.proofs.simulation.truth import Rights
from trips import membership, planning, polls
from trips.forms import Guest, PollTerms, Vote
from trips.idempotency import IdempotencyKey
from trips.models import Poll
from trips.wire import events

Act = Callable[[], str]
NAMES = ("Dev", "李小龍", "Zoë", "عائشة", "O'Brien", "Mallory")


UNSURE = ""  # it may be as it was; then no answer is kept, and a repeat counts as new


class Taps:
    """Everything that can be tapped on one trip; each act returns the type of its event."""

    def __init__(self, trip_id: str, rights: Callable[[], Rights], random: Random) -> None:
        self.trip_id, self._rights, self._random = trip_id, rights, random
        self._count = 0
        self.done: list[tuple[Callable[[], Any], Any]] = []  # each call, and its first answer

    def any_act(self) -> Act:
        """Choose an act; those of members come most often."""
        acts: dict[Act, int] = {
            self.join: 6,
            self.leave: 1,
            self.remove: 2,
            self.restore: 2,
            self.rename: 3,
            self.retitle: 2,
            self.rotate: 1,
            self.rekey: 1,
            self.ask: 1,
            self.open_poll: 1,
            self.vote: 3,
            self.withdraw: 1,
            self.extend: 1,
            self.end_poll: 1,
        }
        return self._random.choices(list(acts), list(acts.values()))[0]

    def again(self) -> bool:
        """Call once more what was done last; return whether an answer gave another new key."""
        return any(_given(call()) != _given(first) for call, first in self.done)

    def _do(self, verb: Callable[..., Any], *args: Any) -> Any:
        """Call a verb with an idempotency key, and note it for `again`."""
        self._count += 1
        key = IdempotencyKey.of(f"tap-{self._count:016}", verb.__name__, args)
        call = functools.partial(verb, self.trip_id, key, *args)
        answer = call()
        self.done.append((call, answer))
        return answer

    def join(self) -> str:
        answer = self._do(membership.join, Guest(self._name()))
        self._rights().keys[answer["memberId"]] = answer["memberKey"]
        return events.MEMBER_JOINED

    def leave(self) -> str:
        member = self._somebody()
        self._do(membership.leave, member)
        del self._rights().keys[member]
        return events.MEMBER_LEFT

    def remove(self) -> str:
        member = self._somebody()
        self._do(membership.remove, member)
        self._rights().removed[member] = self._rights().keys.pop(member)
        return events.MEMBER_REMOVED

    def restore(self) -> str:
        member = self._one_of(sorted(self._rights().removed))
        self._do(membership.restore, member)
        self._rights().keys[member] = self._rights().removed.pop(member)
        return events.MEMBER_RESTORED

    def rename(self) -> str:
        self._do(membership.rename, self._somebody(), self._name())
        return events.MEMBER_RENAMED

    def retitle(self) -> str:
        self._count += 1
        self._do(planning.update, {"tripName": f"Goa {self._count}"})
        return events.TRIP_UPDATED

    def rotate(self) -> str:
        answer = self._do(planning.replace_invitation)
        self._rights().invitations.clear()
        self._rights().invitations.add(answer["tripId"])
        return events.INVITATION_REPLACED

    def rekey(self) -> str:
        member = self._somebody()
        answer = self._do(membership.replace_key, member)
        self._rights().keys[member] = answer["memberKey"]
        return events.TRIP_UPDATED

    def ask(self) -> str:
        self._do(membership.ask, "Asha")
        return events.TRIP_UPDATED

    def open_poll(self) -> str:
        self._do(polls.open_poll, PollTerms("Which dates?", ("5–7 Dec", "12–14 Dec")))
        return events.POLL_OPENED

    def vote(self) -> str:
        poll = self._poll()
        option = self._random.choice(sorted(poll.options.values_list("id", flat=True)))
        vote = Vote((option,), poll.options_version)
        polls.vote(self.trip_id, None, self._somebody(), poll.id, vote)
        return UNSURE

    def withdraw(self) -> str:
        polls.withdraw_vote(self.trip_id, None, self._somebody(), self._poll().id)
        return UNSURE

    def extend(self) -> str:
        self._count += 1
        self._do(polls.add_option, self._poll().id, f"{self._count} Dec")
        return events.POLL_CHANGED

    def end_poll(self) -> str:
        polls.close_poll(self.trip_id, None, self._poll().id)
        return UNSURE

    def _name(self) -> str:
        self._count += 1
        return f"{self._random.choice(NAMES)} {self._count}"

    def _somebody(self) -> str:
        member: str = self._one_of(list(self._rights().keys)[1:])  # but the organiser
        return member

    def _poll(self) -> Poll:
        poll: Poll = self._one_of(
            list(Poll.objects.filter(trip=self.trip_id).order_by("opened_at"))
        )
        return poll

    def _one_of(self, choice: list[Any]) -> Any:
        if not choice:
            raise Nothing
        return self._random.choice(choice)


def _given(answer: Any) -> list[Any]:
    """Take from an answer what is made only once; the rest is as it is by now."""
    return [answer.get(name) for name in ("memberId", "memberKey", "tripId")]


class Nothing(Exception):
    """There is nothing to tap at the moment."""
