"""Many at once, on a real database: nobody is lost, nobody is one too many."""

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from tests.at_once import all_at_once
from tests.roles import cookie_of
from trips import (
    access,
    browsers,
    change,
    keys,
    log,
    membership,
    messages,
    planning,
    polls,
    snapshots,
    wire,
)
from trips.forms import DateTerms, Guest, PollTerms, Terms, Vote
from trips.idempotency import IdempotencyKey
from trips.models import (
    Ballot,
    Choice,
    Event,
    FirstAnswer,
    Invitation,
    JoinRequest,
    Member,
    Message,
    Poll,
    Trip,
)

pytestmark = pytest.mark.django_db(transaction=True)
ASKED = "the key that came with the request"
Act = Callable[[Invitation], object]


def test_fifty_at_once_for_five_places() -> None:
    planned = planning.plan(None, Terms("Goa", 2, capacity=6), Guest("Ben"))
    trip_id = planned["trip"]["id"]
    outcomes = all_at_once(50, lambda n: membership.join(trip_id, None, Guest(f"Friend {n}")))
    trip = Trip.objects.get()
    assert outcomes == {"done": 5, "trip_full": 45}
    assert trip.member_count == trip.members.filter(state="in").count() == 6
    assert list(Event.objects.values_list("seq", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_of_places_that_get_free_while_others_come_each_goes_to_who_waits_longest() -> None:
    planned = planning.plan(None, Terms("Goa", 2, capacity=6), Guest("Ben"))
    trip_id, seen = planned["trip"]["id"], planned["trip"]["seq"]
    come = [
        membership.join(trip_id, None, Guest(f"Friend {n}"), wait=True)["memberId"]
        for n in range(12)
    ]
    acts: list[Callable[[int], object]] = [
        lambda n: membership.leave(trip_id, None, come[n // 3]),
        lambda n: membership.join(trip_id, None, Guest(f"Guest {n}"), wait=True),
        lambda n: membership.join(trip_id, None, Guest(f"Late {n}")),
    ]
    outcomes = all_at_once(15, lambda n: acts[n % 3](n))
    assert outcomes == {"done": 10, "trip_full": 5}
    trip = Trip.objects.get()
    assert (trip.member_count, trip.waiting_count) == (6, 7)
    joined = [
        frame["data"]["member"]["id"]
        for frame in log.after(trip_id, seen, 100)
        if frame["type"] == "MEMBER_JOINED"
    ]
    assert joined == come[:10]
    line = trip.members.filter(state="waiting").values_list("id", flat=True)
    assert list(line)[:2] == come[10:]


def test_of_a_place_and_who_gives_up_waiting_for_it_one_comes_first() -> None:
    planned = planning.plan(None, Terms("Goa", 2, capacity=2), Guest("Ben"))
    trip_id = planned["trip"]["id"]
    asha, chloe, dev = (
        membership.join(trip_id, None, Guest(name), wait=True)["memberId"]
        for name in ("Asha", "Chloé", "Dev")
    )
    acts = [
        lambda: membership.leave(trip_id, None, asha),
        lambda: membership.leave_line(trip_id, None, chloe),
    ]
    outcomes = all_at_once(2, lambda n: acts[n]())
    [second] = Trip.objects.get().members.filter(state="in", is_founder=False)
    gave_up = outcomes == {"done": 2}
    assert second.id == (dev if gave_up else chloe)
    assert gave_up or outcomes == {"done": 1, "not_in_line": 1}


def test_of_ten_who_use_a_recovery_code_at_once_one_gets_the_trip() -> None:
    code = recovery_code()
    outcomes = all_at_once(10, lambda n: membership.recover(None, code))
    assert outcomes == {"done": 1, "unknown_code": 9}


def test_ten_taps_at_once_with_one_recovery_code_get_the_same_key() -> None:
    code = recovery_code()
    idempotency_key = IdempotencyKey.of("0123456789abcdef", "recover", code)
    found: set[str] = set()
    outcomes = all_at_once(
        10, lambda n: found.add(membership.recover(idempotency_key, code)["memberKey"])
    )
    assert (outcomes, len(found)) == ({"done": 10}, 1)


def recovery_code() -> str:
    trip_id = planning.plan(None, Terms("Goa", 5), Guest("Ben"))["trip"]["id"]
    return membership.make_code(trip_id, None)["recoveryCode"]


def test_ten_taps_at_once_with_one_key_are_one_member() -> None:
    planned = planning.plan(None, Terms("Goa", 5), Guest("Ben"))
    trip_id = planned["trip"]["id"]
    idempotency_key = IdempotencyKey.of("0123456789abcdef", "join", "Asha")
    outcomes = all_at_once(10, lambda n: membership.join(trip_id, idempotency_key, Guest("Asha")))
    assert outcomes == {"done": 10}
    assert Trip.objects.get().member_count == 2


def test_ten_tabs_of_one_browser_keep_ten_keys() -> None:
    planned = [planning.plan(None, Terms("Goa", 5), Guest("Ben")) for _ in range(11)]
    held = {each["trip"]["id"]: each["adminId"] for each in planned}
    (first, key), *others = held.items()
    cookie = cookie_of({first: key})
    outcomes = all_at_once(10, lambda n: browsers.Held(cookie).keep(dict([others[n]])))
    after = browsers.Held(cookie)
    assert outcomes == {"done": 10}
    assert {trip_id: after.key(trip_id, keys.digest(key)) for trip_id, key in held.items()} == held


def test_ten_plans_at_once_with_one_key_are_one_trip() -> None:
    idempotency_key = IdempotencyKey.of("0123456789abcdef", "create", {"tripName": "Goa"})
    outcomes = all_at_once(
        10, lambda n: planning.plan(idempotency_key, Terms("Goa", 5), Guest("Ben"))
    )
    assert outcomes == {"done": 10}
    assert (Trip.objects.count(), FirstAnswer.objects.count()) == (1, 1)


def test_one_key_at_two_trips_at_once_is_refused_at_one(monkeypatch: pytest.MonkeyPatch) -> None:
    goa, rome = (planning.plan(None, Terms(each, 5), Guest("Ben")) for each in ("Goa", "Rome"))
    # Neither sees the other's.
    monkeypatch.setattr(change, "first_answer", lambda idempotency_key: None)
    idempotency_key = IdempotencyKey("one key", "of one call")
    membership.join(goa["trip"]["id"], idempotency_key, Guest("Asha"))
    with pytest.raises(wire.Refusal, match="key_reused"):
        membership.join(rome["trip"]["id"], idempotency_key, Guest("Asha"))
    assert [trip.member_count for trip in Trip.objects.order_by("title")] == [2, 1]


def test_two_of_one_name_at_once_are_a_member_and_a_fork() -> None:
    planned = planning.plan(None, Terms("Goa", 5), Guest("Ben"))
    trip_id = planned["trip"]["id"]
    outcomes = all_at_once(8, lambda n: membership.join(trip_id, None, Guest("Asha")))
    assert outcomes == {"done": 1, "name_taken": 7}


def test_of_six_who_take_one_name_at_once_one_gets_it() -> None:
    trip_id, members = a_group(6)
    outcomes = all_at_once(6, lambda n: membership.rename(trip_id, None, members[n], "Zoë"))
    assert outcomes == {"done": 1, "name_taken": 5}


def test_of_a_first_vote_and_a_deletion_at_once_one_comes_first() -> None:
    trip_id, (asha, *_) = a_group(3)
    poll = polls.open_poll(trip_id, None, PollTerms("When?", ("June", "July")))["poll"]
    vote = Vote((poll["options"][0]["id"],), 1)
    acts = [
        lambda: polls.vote(trip_id, None, asha, poll["id"], vote),
        lambda: polls.delete_poll(trip_id, None, poll["id"]),
    ]
    outcomes = all_at_once(2, lambda n: acts[n]())
    assert outcomes["done"] == 1
    assert outcomes["poll_voted"] + outcomes["poll_not_found"] == 1
    assert Poll.objects.count() == Ballot.objects.count()


@pytest.mark.parametrize(
    "act",
    [
        lambda link: membership.join(link, None, Guest("Chloé")),
        lambda link: membership.ask(link, None, "Asha"),
        lambda link: membership.withdraw_request(link, None, ASKED),
    ],
    ids=["join", "claim", "withdraw"],
)
def test_who_waits_behind_a_new_link_for_the_row_itself_is_told_so(act: Act) -> None:
    planned = planning.plan(None, Terms("Goa", 5), Guest("Ben"))
    trip_id = planned["trip"]["id"]
    membership.join(trip_id, None, Guest("Asha"))
    membership.ask(trip_id, None, "Asha")
    JoinRequest.objects.update(key_digest=keys.digest(ASKED))
    link, before, is_replaced = (
        access.invitation_by(planned["tripId"]),
        recorded(),
        threading.Event(),
    )

    def replace(number: int) -> None:
        with transaction.atomic():
            planning.replace_invitation(trip_id, None)
            is_replaced.set()
            time.sleep(0.3)  # so that the other waits for the row

    def act_behind(number: int) -> None:
        is_replaced.wait(10)
        act(link)

    outcome = all_at_once(2, lambda number: (replace, act_behind)[number](number))
    assert outcome == {"done": 1, "invitation_replaced": 1}
    assert recorded() == [*before, "INVITATION_REPLACED"]


def test_of_ten_brought_at_once_by_one_member_five_are_in() -> None:
    trip_id, (asha,) = a_group(1)
    outcomes = all_at_once(10, lambda n: membership.bring(trip_id, None, asha, f"Child {n}", "/"))
    assert outcomes == {"done": 5, "too_many_brought": 5}
    trip = Trip.objects.get()
    assert trip.member_count == 2 + trip.members.filter(brought_by=asha, state="in").count() == 7


def test_who_is_brought_and_who_joins_at_once_are_never_one_too_many() -> None:
    planned = planning.plan(None, Terms("Goa", 2, capacity=5), Guest("Ben"))
    trip_id = planned["trip"]["id"]
    asha = membership.join(trip_id, None, Guest("Asha"))["memberId"]

    def act(number: int) -> object:
        if number % 2:
            return membership.join(trip_id, None, Guest(f"Friend {number}"))
        return membership.bring(trip_id, None, asha, f"Child {number}", "/")

    outcomes = all_at_once(10, act)
    assert outcomes == {"done": 3, "trip_full": 7}
    assert Trip.objects.get().member_count == 5


def test_of_a_link_used_and_its_owner_taken_out_at_once_one_comes_first() -> None:
    trip_id, (asha,) = a_group(1)
    brought = membership.bring(trip_id, None, asha, "Zain", "/")
    zain = Member.objects.get(pk=brought["memberId"])
    acts = [
        lambda: membership.note_entry(zain),
        lambda: membership.take_out(trip_id, None, zain.id, asha),
    ]
    outcomes = all_at_once(2, lambda n: acts[n]())
    is_in = Member.objects.get(pk=zain.id).is_in
    assert outcomes == ({"done": 1, "link_used": 1} if is_in else {"done": 2})


def test_of_organisers_who_all_step_down_at_once_one_remains() -> None:
    """Ben, who cannot, hands the trip over to one of them meanwhile."""
    trip_id, members = a_group(4)
    for member in members:
        membership.make_organiser(trip_id, None, member)

    def act(number: int) -> object:
        if number == 4:
            return membership.hand_over(trip_id, None, members[0])
        return membership.step_down(trip_id, None, members[number])

    outcomes = all_at_once(5, act)
    assert outcomes["done"] + outcomes["hand_over_first"] == 5
    state = snapshots.state_of(trip_id).shape()
    assert state["founderId"] == members[0]
    organisers = [each["name"] for each in state["members"] if each["isAdmin"]]
    assert organisers == ["Ben", "Friend 0"]


@pytest.mark.parametrize("goes", [membership.leave, membership.remove])
def test_a_trip_is_handed_to_somebody_who_goes_or_they_stay(goes: Any) -> None:
    trip_id, (asha,) = a_group(1)
    acts = [
        lambda: goes(trip_id, None, asha),
        lambda: membership.hand_over(trip_id, None, asha),
    ]
    outcomes = all_at_once(2, lambda n: acts[n]())
    state = snapshots.state_of(trip_id).shape()
    assert state["founderId"] in [each["id"] for each in state["members"]]
    refused = "cannot_remove_admin" if state["founderId"] == asha else "member_not_found"
    assert outcomes == {"done": 1, refused: 1}


def test_of_two_handovers_at_once_by_one_founder_one_comes_first() -> None:
    trip_id, (asha, dev) = a_group(2)
    ben = Trip.objects.get().members.get(is_founder=True).id
    outcomes = all_at_once(2, lambda n: membership.hand_over(trip_id, None, (asha, dev)[n], ben))
    assert outcomes == {"done": 1, "not_the_founder": 1}
    assert Event.objects.filter(type="MEMBER_ROLE_CHANGED").count() == 1


def recorded() -> list[str]:
    return list(Event.objects.values_list("type", flat=True))


def a_group(how_many: int) -> tuple[str, list[str]]:
    """A trip that is unlocked, and the ids of its guests."""
    planned = planning.plan(None, Terms("Goa", 2), Guest("Ben"))
    trip_id = planned["trip"]["id"]
    joined = [membership.join(trip_id, None, Guest(f"Friend {n}")) for n in range(how_many)]
    return trip_id, [each["memberId"] for each in joined]


def a_poll(trip_id: str) -> tuple[str, list[str]]:
    poll = polls.open_poll(trip_id, None, PollTerms("Where?", ("Here", "There")))["poll"]
    return poll["id"], [option["id"] for option in poll["options"]]


def poll_by_rows_and_log(trip_id: str) -> Poll:
    """The poll, after rows, ballots and the folded log were seen to tell the same."""
    poll = Poll.objects.get()
    counted = Choice.objects.filter(ballot__counts=True).values_list("option", flat=True)
    tally = {option.id: option.votes for option in poll.options.all()}
    assert tally == {option: list(counted).count(option) for option in tally}
    assert poll.voted_count == Ballot.objects.filter(counts=True).count()
    last = Event.objects.filter(trip=trip_id, type__startswith="POLL").latest("seq")
    assert (last.data["poll"]["tally"], last.data["poll"]["version"]) == (tally, poll.version)
    trip = Trip.objects.get()
    seqs = Event.objects.filter(trip=trip).values_list("seq", flat=True)
    assert list(seqs) == list(range(1, trip.seq + 1))
    return poll


def test_two_hundred_voters_at_once_all_count() -> None:
    trip_id, members = a_group(200)
    poll_id, options = a_poll(trip_id)
    outcomes = all_at_once(
        200,
        lambda n: polls.vote(trip_id, None, members[n], poll_id, Vote((options[n % 2],), 1)),
    )
    assert outcomes == {"done": 200}
    poll = poll_by_rows_and_log(trip_id)
    assert [option.votes for option in poll.options.all()] == [100, 100]


def test_ten_taps_of_one_voter_are_one_ballot() -> None:
    trip_id, (asha,) = a_group(1)
    poll_id, options = a_poll(trip_id)
    outcomes = all_at_once(
        10, lambda n: polls.vote(trip_id, None, asha, poll_id, Vote((options[n % 2],), 1))
    )
    assert outcomes == {"done": 10}
    assert poll_by_rows_and_log(trip_id).voted_count == 1


def test_of_a_vote_and_the_closing_exactly_one_side_wins() -> None:
    trip_id, members = a_group(8)
    poll_id, options = a_poll(trip_id)

    def act(number: int) -> object:
        if number == 4:
            return polls.close_poll(trip_id, None, poll_id)
        return polls.vote(trip_id, None, members[number % 8], poll_id, Vote((options[0],), 1))

    outcomes = all_at_once(9, act)
    assert outcomes["done"] - 1 + outcomes["poll_closed"] == 8
    poll = poll_by_rows_and_log(trip_id)
    assert poll.voted_count == Event.objects.filter(type="POLL_CHANGED").count()
    assert Event.objects.filter(type__startswith="POLL").latest("seq").type == "POLL_CLOSED"


def test_of_votes_and_the_pick_of_a_date_exactly_one_side_wins() -> None:
    planned = planning.plan(None, Terms("Goa", 5), Guest("Ben"))
    trip_id = planned["trip"]["id"]
    who = [membership.join(trip_id, None, Guest(f"{n}"))["memberId"] for n in range(8)]
    first = timezone.localdate() + timedelta(days=60)
    spans = tuple((first + timedelta(days=n), first + timedelta(days=n)) for n in (0, 7))
    poll = polls.ask_for_dates(trip_id, None, DateTerms("When?", spans))["poll"]
    one, other = (option["id"] for option in poll["options"])

    def act(n: int) -> None:
        if n % 2:
            polls.vote(trip_id, None, who[n], poll["id"], Vote((one,), 1, (other,)))
        else:
            polls.pick(trip_id, None, poll["id"], (one, other)[n // 2 % 2])

    outcomes = all_at_once(8, act)
    voted, row, trip = Ballot.objects.count(), Poll.objects.get(), Trip.objects.get()
    assert outcomes["done"] == 4 + voted
    assert outcomes.get("poll_closed", 0) == 4 - voted
    assert list(row.options.values_list("votes", "maybes")) == [(voted, 0), (0, voted)]
    closed, *_ = Event.objects.filter(type="POLL_CLOSED").values_list("seq", flat=True)
    ballots = Event.objects.filter(type="POLL_CHANGED").exclude(data__poll__has_key="pickedAt")
    assert all(seq < closed for seq in ballots.values_list("seq", flat=True))
    assert row.picked
    assert (trip.starts_on, row.starts_on_before) == (row.picked.starts_on, None)
    assert list(Event.objects.values_list("seq", flat=True)) == [*range(1, trip.seq + 1)]


def test_of_votes_and_removals_only_who_is_in_counts() -> None:
    trip_id, members = a_group(20)
    poll_id, options = a_poll(trip_id)

    def act(number: int) -> object:
        member = members[number // 2]
        if number % 2:
            return membership.remove(trip_id, None, member)
        return polls.vote(trip_id, None, member, poll_id, Vote((options[0],), 1))

    outcomes = all_at_once(20, act)
    assert outcomes["done"] + outcomes["not_a_member"] == 20
    assert poll_by_rows_and_log(trip_id).voted_count == 0


def test_a_result_read_at_the_deadline_waits_for_a_vote_that_was_in_time() -> None:
    trip_id, (asha,) = a_group(1)
    poll_id, options = a_poll(trip_id)
    deadline = timezone.now() + timedelta(seconds=0.5)
    Poll.objects.update(closes_at=deadline)
    seen: list[wire.Snapshot] = []

    def act(number: int) -> None:
        if number == 0:
            with transaction.atomic():
                polls.vote(trip_id, None, asha, poll_id, Vote((options[0],), 1))
                sleep_until(deadline + timedelta(seconds=0.5))
        else:
            sleep_until(deadline + timedelta(seconds=0.1))
            seen.append(snapshots.state_of(trip_id).shape())

    assert all_at_once(2, act) == {"done": 2}
    assert seen[0]["polls"][0]["tally"] == {options[0]: 1, options[1]: 0}


def sleep_until(moment: datetime) -> None:
    time.sleep(max(0.0, (moment - timezone.now()).total_seconds()))


def test_of_fifteen_messages_at_once_ten_are_sent_numbered_without_a_gap() -> None:
    trip_id = planning.plan(None, Terms("Goa", 5), Guest("Ben"))["trip"]["id"]
    ben = Trip.objects.get().members.get().id
    outcomes = all_at_once(15, lambda n: messages.post_message(trip_id, None, ben, f"Text {n}"))
    assert outcomes == {"done": 10, "too_many_messages": 5}
    numbers = Message.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 11))
