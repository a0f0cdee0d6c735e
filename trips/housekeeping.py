"""Delete what is too old, repair after a restore, and fill in what an older release left empty.

Events, kept answers, log-ins, answered requests, handled reports, browsers' keys, phone numbers and
trips have an age at which they go. Everything here may run twice, and while people join.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from axes.models import AccessAttempt, AccessLog
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from trips import keys, log, names, wire
from trips.browsers import COOKIE_LIFE
from trips.feed.limits import Limits
from trips.models import (
    DeliveryCursor,
    Event,
    FirstAnswer,
    HeldKey,
    JoinRequest,
    Member,
    Option,
    Receiver,
    Reminder,
    Report,
    Trip,
)
from trips.slices import slices

EVENTS_KEPT_FOR = timedelta(days=30)
ANSWERS_KEPT_FOR = timedelta(days=7)
LOGINS_KEPT_FOR = timedelta(days=90)
REQUESTS_KEPT_FOR = timedelta(days=30)  # once they are answered
REPORTS_KEPT_FOR = timedelta(days=90)  # once staff have dealt with them
PHONES_KEPT_FOR = timedelta(days=30)  # after the trip; e-mail addresses, too
UNCONFIRMED_KEPT_FOR = timedelta(days=2)
TRIPS_KEPT_FOR = timedelta(days=365)  # after the trip
KEPT_FOR: wire.KeptForShape = {  # in days, as members are told
    "events": EVENTS_KEPT_FOR.days,
    "answers": ANSWERS_KEPT_FOR.days,
    "mobile": PHONES_KEPT_FOR.days,
    "trip": TRIPS_KEPT_FOR.days,
}
UNDATED_IS_OVER_AFTER = timedelta(days=180)  # without a change


def prune_events(now: datetime) -> int:
    """Delete old events that no live connection can ask for and no page shows; return how many."""
    old = Event.objects.filter(at__lt=now - EVENTS_KEPT_FOR)
    pruned = 0
    for trip in _each(Trip.objects.filter(seq__gt=Limits.kept_frames)):
        shown = [event.pk for event in log.news(trip)]
        unneeded = old.filter(trip=trip, seq__lte=trip.seq - Limits.kept_frames).exclude(
            pk__in=shown
        )
        pruned += unneeded.delete()[0]
    return pruned


def forget_answers(now: datetime) -> int:
    """Delete old answers that were kept for repeated calls; return how many."""
    return _delete(FirstAnswer.objects.filter(at__lt=now - ANSWERS_KEPT_FOR))


def forget_logins(now: datetime) -> int:
    """Delete old records of staff's log-ins and failed tries; return how many."""
    old = {"attempt_time__lt": now - LOGINS_KEPT_FOR}
    return sum(_delete(model.objects.filter(**old)) for model in (AccessLog, AccessAttempt))


def forget_requests(now: datetime) -> int:
    """Delete requests that an organiser answered long ago; return how many."""
    return _delete(JoinRequest.objects.filter(answered_at__lt=now - REQUESTS_KEPT_FOR))


def forget_reports(now: datetime) -> int:
    """Delete reports that staff dealt with long ago; return how many."""
    return _delete(Report.objects.filter(handled_at__lt=now - REPORTS_KEPT_FOR))


def forget_browsers(now: datetime) -> int:
    """Delete browsers' keys that open nothing, or whose cookie has expired; return how many."""
    members, requests = (
        Exists(model.objects.filter(key_digest=OuterRef("key_digest")))
        for model in (Member, JoinRequest)
    )
    is_over = Q(seen_at__lt=now - COOKIE_LIFE)
    return _delete(HeldKey.objects.filter(is_over | ~(members | requests)))


def erase_phones(now: datetime) -> int:
    """Erase the phone numbers of trips that are over; return how many."""
    numbered = Member.objects.exclude(phone_encrypted="", phone_digest="")
    of_trip = Exists(numbered.filter(trip=OuterRef("pk")))
    over = _over_since(now - PHONES_KEPT_FOR).filter(of_trip)
    return sum(
        numbered.filter(trip=trip).update(phone_encrypted="", phone_digest="")
        for trip in _each_locked(over)
    )


def forget_receivers(now: datetime) -> int:
    """Delete where members are told the news, once they have gone or the trip is over.

    So are e-mail addresses that nobody confirmed. Return how many.
    """
    to_members = Receiver.objects.exclude(kind=Receiver.Kind.WEBHOOK)
    is_mail = Q(kind=Receiver.Kind.EMAIL)
    late = is_mail & Q(confirmed_at=None, created_at__lt=now - UNCONFIRMED_KEPT_FOR)
    present = Member.objects.filter(state__in=[Member.State.IN, Member.State.WAITING])
    forgotten = _delete(to_members.filter(late | ~Q(member__in=present)))
    of_trip = Exists(to_members.filter(trip=OuterRef("pk")))
    over = _over_since(now - PHONES_KEPT_FOR).filter(of_trip)
    return forgotten + sum(_delete(to_members.filter(trip=trip)) for trip in _each_locked(over))


def delete_trips(now: datetime) -> int:
    """Delete trips that are long over, with all that belongs to them; return how many."""
    dead = _over_since(now - TRIPS_KEPT_FOR)
    return sum(bool(trip.delete()) for trip in _each_locked(dead))


def forget_deliveries(now: datetime) -> int:
    """Delete what a server of release 1 left of a trip that it deleted; return how many."""
    is_kept = Exists(Trip.objects.filter(pk=OuterRef("trip")))
    gone = (
        model.objects.filter(~is_kept, trip__isnull=False)
        for model in (DeliveryCursor, Receiver, Reminder)
    )
    return sum(map(_delete, gone))


def begin_new_epochs() -> int:
    """Give each trip a new epoch, after a restore of the database; return how many there are.

    Open pages may have seen events that the backup lacks, and whose seq will be used again. By the
    new epoch they know that, and get the whole state in a RESET.
    """
    begun = 0
    for trip in _each_locked(Trip.objects.all()):
        trip.epoch = keys.new_epoch()
        trip.save(update_fields=["epoch"])
        begun += 1
    return begun


def fold_names() -> int:
    """Fill `folded_name` and `folded_text` where release 1 left them empty; return how many."""
    nameless = Exists(Member.objects.filter(folded_name="", trip=OuterRef("pk")))
    textless = Exists(Option.objects.filter(folded_text="", poll__trip=OuterRef("pk")))
    folded = 0
    for each in _each_locked(Trip.objects.filter(nameless | textless)):
        # Present members come first: of two whose names have one key, they get it.
        folded += _fold(each.members.order_by("state", "joined_at"), "name")
        folded += sum(_fold(poll.options.all(), "text") for poll in each.polls.all())
    return folded


def _fold(rows: Iterable[Any], field: str) -> int:
    """Give each row without a key its own; if another row has that one, with a suffix."""
    rows, column, folded = list(rows), f"folded_{field}", 0
    taken = {getattr(row, column) for row in rows}
    for row in rows:
        if not getattr(row, column):
            key = names.key(getattr(row, field))
            setattr(row, column, f"{key}\n{row.pk}" if key in taken else key)
            taken.add(getattr(row, column))
            row.save(update_fields=[column])
            folded += 1
    return folded


def _each_locked(trips: QuerySet[Trip]) -> Iterator[Trip]:
    """Lock and yield each of these trips in a transaction, if it is still among them then."""
    for trip in _each(trips.only("pk")):
        with transaction.atomic():
            yield from trips.select_for_update().filter(pk=trip.pk)


def _each(trips: QuerySet[Trip]) -> Iterator[Trip]:
    for some in slices(trips):
        yield from some


def _delete(rows: QuerySet[Any]) -> int:
    """Delete rows of one table, slice by slice; return how many."""
    return sum(some.delete()[0] for some in slices(rows))


def _over_since(moment: datetime) -> QuerySet[Trip]:
    """Select trips that had ended or were cancelled before `moment`.

    A trip without dates has ended if nothing has changed for UNDATED_IS_OVER_AFTER.
    """
    day = moment.date()
    last = Event.objects.filter(trip=OuterRef("pk"), seq=OuterRef("seq")).values("at")
    silent = Q(ends_on=None, starts_on=None, last_event_at__lt=moment - UNDATED_IS_OVER_AFTER)
    dated = Q(ends_on__lt=day) | Q(ends_on=None, starts_on__lt=day)
    off = Q(cancelled_at__lt=moment)
    return Trip.objects.alias(last_event_at=Subquery(last)).filter(dated | silent | off)
