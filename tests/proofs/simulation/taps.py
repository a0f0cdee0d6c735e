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
            self.join: 4,
            self.wait: 3,
            self.bring: 1,
            self.leave_line: 1,
            self.resize: 1,
            self.make_organiser: 1,
            self.step_down: 1,
            self.take_role: 1,
            self.hand_over: 1,
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

    def _do(self, verb: Callable[..., Any], *args: Any, **options: Any) -> Any:
        """Call a verb with an idempotency key, and note it for `again`."""
        self._count += 1
        key = IdempotencyKey.of(f"tap-{self._count:016}", verb.__name__, args)
        call = functools.partial(verb, self.trip_id, key, *args, **options)
        answer = call()
        self.done.append((call, answer))
        return answer

    def join(self) -> str:
        answer = self._do(membership.join, Guest(self._name()))
        self._rights().keys[answer["memberId"]] = answer["memberKey"]
        return events.MEMBER_JOINED

    def wait(self) -> str:
        """Join, or wait for a place where there is none."""
        answer = self._do(membership.join, Guest(self._name()), wait=True)
        if "placeInLine" not in answer:
            self._rights().keys[answer["memberId"]] = answer["memberKey"]
            return events.MEMBER_JOINED
        self._rights().line[answer["memberId"]] = answer["memberKey"]
        return events.WAITLIST_CHANGED

    def leave_line(self) -> str:
        member = self._one_of(list(self._rights().line))
        self._do(membership.leave_line, member)
        del self._rights().line[member]
        return events.WAITLIST_CHANGED

    def bring(self) -> str:
        answer = self._do(membership.bring, self._somebody(), self._name(), "/enter")
        self._rights().keys[answer["memberId"]] = answer["memberKey"]
        return events.MEMBER_JOINED

    def resize(self) -> str:
        """Let the trip take more or fewer, but all who are in."""
        rights = self._rights()
        least = max(3, len(rights.keys))
        takes = self._one_of([each for each in range(least, least + 3) if each != rights.takes])
        self._do(planning.update, {"capacity": takes})
        rights.takes = takes
        rights.fill_places()
        return events.TRIP_UPDATED

    def leave(self) -> str:
        member = self._somebody()
        self._do(membership.leave, member)
        rights = self._rights()
        del rights.keys[member]
        rights.organisers.discard(member)
        rights.fill_places()
        return events.MEMBER_LEFT

    def remove(self) -> str:
        member = self._somebody()
        self._do(membership.remove, member)
        rights = self._rights()
        rights.removed[member] = rights.keys.pop(member)
        rights.fill_places()
        return events.MEMBER_REMOVED

    def make_organiser(self) -> str:
        rights = self._rights()
        member = self._one_of([each for each in rights.keys if each not in rights.organisers])
        self._do(membership.make_organiser, member)
        rights.organisers.add(member)
        return events.MEMBER_ROLE_CHANGED

    def step_down(self) -> str:
        return self._end_role(membership.step_down)

    def take_role(self) -> str:
        return self._end_role(membership.take_role, self._rights().founder)

    def _end_role(self, verb: Callable[..., Any], *by: str) -> str:
        organiser = self._one_of(sorted(self._rights().organisers))  # refused for the founder
        self._do(verb, organiser, *by)
        self._rights().organisers.remove(organiser)
        return events.MEMBER_ROLE_CHANGED

    def hand_over(self) -> str:
        rights, member = self._rights(), self._somebody()
        self._do(membership.hand_over, member, rights.founder)
        rights.founder = member
        rights.organisers.add(member)
        return events.MEMBER_ROLE_CHANGED

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
        rights = self._rights()
        member: str = self._one_of([each for each in rights.keys if each != rights.founder])
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
