"""Members are reminded once of what ends soon, by day, while there is something left to do."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models import F

from tests.entering import delivers, follows
from tests.post_office import PostOffice
from tests.post_office import text_of as text_of_mail
from trips import clock, membership, messages, planning, polls
from trips.deliveries import deliverer, member_news, reminders
from trips.forms import Guest, PollTerms, Vote
from trips.models import DeliveryCursor, Poll, Receiver, Reminder, Trip
from trips.wire import JoinResponse
from trips.words import text_of

pytestmark = pytest.mark.django_db
in_threads = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)
DAY = 24 * HOUR


@pytest.fixture
def reader(trip: Trip, asha: JoinResponse) -> Receiver:
    """Asha's address, on a trip where it is noon."""
    Trip.objects.filter(pk=trip.pk).update(time_zone=zone_where_it_is(12))
    return follows(trip.members.get(pk=asha["memberId"]))


def zone_where_it_is(hour: int) -> str:
    ahead = (hour - clock.ask().astimezone(UTC).hour + 12) % 24 - 12
    return f"Etc/GMT{-ahead:+d}" if ahead else "UTC"


def ends_in(trip: Trip, left: timedelta) -> datetime:
    """The time is near at which nobody can join any more."""
    at = clock.ask() + left
    Trip.objects.filter(pk=trip.pk).update(join_by=at)
    return at


def opens(trip: Trip, closes_in: timedelta, opened_ago: timedelta = DAY) -> Poll:
    """Ben opened a poll a while ago."""
    terms = PollTerms("Which dates?", ("5 Dec", "12 Dec"))
    poll_id = polls.open_poll(trip.id, None, terms)["poll"]["id"]
    now = clock.ask()
    Poll.objects.filter(pk=poll_id).update(opened_at=now - opened_ago, closes_at=now + closes_in)
    return Poll.objects.get(pk=poll_id)


def unlock(trip: Trip) -> None:
    for name in ("Chloé", "李小龍", "Dev"):
        membership.join(trip.id, None, Guest(name))


def said(receiver: Receiver) -> list[str]:
    """What a member reads of the reminders."""
    return [text_of(line) for line in member_news.reminded(receiver, list(Reminder.objects.all()))]


def test_a_deadline_is_near_a_day_before_if_somebody_is_missing(reader: Receiver) -> None:
    assert reader.trip
    ends_in(reader.trip, DAY + HOUR)
    assert reminders.write_due(clock.ask()) == []
    ends_in(reader.trip, DAY - HOUR)
    assert reminders.write_due(clock.ask()) == [reader.trip_id]
    [line] = said(reader)
    assert line.startswith("Soon nobody can join any more. 3 more unlock ")
    assert " Join by " in line


def test_a_poll_waits_for_who_has_not_voted(trip: Trip, reader: Receiver) -> None:
    unlock(trip)
    ben = follows(trip.members.get(is_founder=True))
    poll = opens(trip, HOUR / 2)
    vote = Vote((poll.options.all()[0].pk,), poll.options_version)
    polls.vote(trip.id, None, str(reader.member_id), poll.pk, vote)
    assert reminders.write_due(clock.ask()) == [trip.id]
    assert said(reader) == []
    [line] = said(ben)
    assert line.startswith("“Which dates?” is waiting for your vote. Closes ")


def test_each_end_is_written_once_and_a_later_one_again(trip: Trip, reader: Receiver) -> None:
    ends_in(trip, HOUR * 20)
    found = list(reminders.due(clock.ask()))
    assert reminders.write_due(clock.ask()) == [trip.id]
    Reminder.objects.bulk_create(found, ignore_conflicts=True)  # by another process
    assert reminders.write_due(clock.ask()) == []
    assert trip.reminders.count() == 1
    ends_in(trip, HOUR * 22)
    assert reminders.write_due(clock.ask()) == [trip.id]
    assert len(said(reader)) == 1


def test_what_was_due_while_nothing_ran_is_told_until_its_end(trip: Trip, reader: Receiver) -> None:
    at = ends_in(trip, HOUR)
    assert len(list(reminders.due(clock.ask()))) == 1
    assert list(reminders.due(at + HOUR)) == []
    unlock(trip)
    opens(trip, HOUR / 10)
    assert len(list(reminders.due(clock.ask()))) == 1
    assert list(reminders.due(at + HOUR)) == []


def test_of_an_unlocked_trip_only_a_further_step_is_missed(trip: Trip, reader: Receiver) -> None:
    unlock(trip)
    ends_in(trip, HOUR * 20)
    assert reminders.write_due(clock.ask()) == []
    steps = [{"members": 8, "percent": 15}]
    planning.update(trip.id, None, {"discountPercent": 10, "discountSteps": steps})
    assert reminders.write_due(clock.ask()) == [trip.id]
    assert "3 more unlock 15 % off." in said(reader)[0]


@pytest.mark.parametrize(("hour", "left", "waits"), [
    (23, 20 * HOUR, True), (3, 20 * HOUR, True), (3, 4 * HOUR, False), (21, 20 * HOUR, False),
    (8, 20 * HOUR, False), (22, 12 * HOUR, True), (22, 10 * HOUR, False),
])  # fmt: skip
def test_nobody_is_woken_unless_the_morning_is_too_late(
    trip: Trip, reader: Receiver, hour: int, left: timedelta, waits: bool
) -> None:
    Trip.objects.filter(pk=trip.pk).update(time_zone=zone_where_it_is(hour))
    ends_in(trip, left)
    assert reminders.write_due(clock.ask()) == ([] if waits else [trip.id])


@pytest.mark.parametrize("change", [
    lambda trip: unlock(trip),
    lambda trip: planning.close(trip.id, None),
    lambda trip: planning.cancel(trip.id, None),
    lambda trip: ends_in(trip, 3 * DAY),
], ids=["unlocked", "closed", "cancelled", "moved"])  # fmt: skip
def test_nothing_is_said_once_there_is_nothing_left_to_do(
    trip: Trip, reader: Receiver, change: Callable[[Trip], object]
) -> None:
    ends_in(trip, HOUR * 20)
    reminders.write_due(clock.ask())
    assert len(said(reader)) == 1
    change(trip)
    assert said(Receiver.objects.get(pk=reader.pk)) == []


def test_who_asked_for_the_news_later_than_it_was_due_has_seen_it(
    trip: Trip, reader: Receiver
) -> None:
    Receiver.objects.update(created_at=clock.ask() - HOUR)
    ends_in(trip, HOUR * 20)
    reminders.write_due(clock.ask())
    assert said(Receiver.objects.get()) == []


@pytest.mark.parametrize("change", [
    lambda trip: Trip.objects.update(hidden_at=clock.ask()),
    lambda trip: Receiver.objects.update(kind=Receiver.Kind.WEBHOOK),
    lambda trip: Receiver.objects.all().delete(),
    lambda trip: Poll.objects.update(opened_at=clock.ask()),
], ids=["hidden", "only a shop listens", "nobody listens", "just opened"])  # fmt: skip
def test_nothing_is_written_that_nobody_is_to_be_told(
    trip: Trip, reader: Receiver, change: Callable[[Trip], object]
) -> None:
    unlock(trip)
    opens(trip, HOUR / 2)
    assert len(list(reminders.due(clock.ask()))) == 1
    change(trip)
    assert reminders.write_due(clock.ask()) == []


@pytest.fixture
def office(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostOffice]:
    monkeypatch.setattr(deliverer, "LOOKS_EVERY_S", 0.02)
    with PostOffice() as opened:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", opened.port
        yield opened


@in_threads
def test_a_reminder_comes_by_mail_once(trip: Trip, reader: Receiver, office: PostOffice) -> None:
    ends_in(trip, HOUR * 20)
    delivers(lambda: len(office.came) == 1 and is_delivered())
    assert "* Soon nobody can join any more. 3 more unlock " in text_of_mail(office.came[0])
    founder = trip.members.get(is_founder=True)
    messages.post_message(founder, None, founder.id, "Bring passports")
    DeliveryCursor.objects.update(next_try_at=clock.ask())  # the rest is over
    delivers(lambda: len(office.came) == 2 and is_delivered())
    assert "Bring passports" in text_of_mail(office.came[1])
    assert "Soon nobody" not in text_of_mail(office.came[1])


@in_threads
def test_a_reminder_that_another_process_wrote_is_found_by_the_sweep(
    trip: Trip, reader: Receiver, office: PostOffice
) -> None:
    ends_in(trip, HOUR * 20)
    reminders.write_due(clock.ask())
    delivers(lambda: len(office.came) == 1 and is_delivered())


def is_delivered() -> bool:
    is_behind = DeliveryCursor.objects.exclude(seq=F("trip__seq"))
    newest = Reminder.objects.latest("pk").pk if Reminder.objects.exists() else 0
    return newest > 0 and not (
        is_behind.exists() or DeliveryCursor.objects.exclude(reminder=newest).exists()
    )
