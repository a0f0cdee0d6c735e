"""The verb that asks for dates, and what a picked one does to the trip."""

from datetime import date, time

from trips import clock, feed, names, wire
from trips.change import verb
from trips.forms import DateTerms, SettingsForm, possible, validated
from trips.models import Option, Poll, Trip
from trips.polls.asking import refuse_another
from trips.polls.finding import answer
from trips.wire import events

Times = tuple[time | None, time | None]


@verb
def ask_for_dates(trip: Trip, terms: DateTerms) -> wire.PollResponse:
    """Open a poll about dates, also before the discount is unlocked.

    Raises Refusal `trip_cancelled`, `too_many_polls`.
    """
    if trip.cancelled_at:
        raise wire.Refusal("trip_cancelled")
    refuse_another(trip)
    poll = trip.polls.create(
        kind=Poll.Kind.DATES,
        question=terms.question,
        results=terms.results,
        shows_voters=terms.shows_voters,
        closes_at=terms.closes_at,
        opened_at=(now := clock.now()),
    )
    dates = enumerate(terms.dates, start=1)
    Option.objects.bulk_create(_date(poll, number, *span) for number, span in dates)
    feed.announce(trip, events.poll_opened(poll, now))
    return answer(poll)


def _date(poll: Poll, number: int, first: date, last: date) -> Option:
    """Make an unsaved option out of a first and a last day."""
    text = f"{first}/{last}" if last > first else f"{first}"
    return Option(
        poll=poll,
        number=number,
        text=text,
        starts_on=first,
        ends_on=last,
        folded_text=names.key(text),
        text_key=text,
    )


def set_dates(trip: Trip, poll: Poll, option: Option) -> None:
    """Give the trip the days of an option, and let the poll remember what was before.

    The times of day stay, but for those that cannot be on these days. Raises Refusal `invalid`
    where the trip cannot have the days, as of days that are over.
    """
    poll.starts_on_before, poll.ends_on_before = trip.starts_on, trip.ends_on
    poll.start_time_before, poll.end_time_before = times = trip.start_time, trip.end_time
    start, end = possible(option.starts_on, option.ends_on, *times, trip.zone)
    days = {"startDate": f"{option.starts_on}", "endDate": f"{option.ends_on}"}
    form = validated(SettingsForm(trip, {**days, "startTime": start, "endTime": end}))
    _change(trip, form.cleaned_data["startDate"], form.cleaned_data["endDate"], (start, end))


def put_dates_back(trip: Trip, poll: Poll, option: Option) -> None:
    """Give the trip the days and times from before a pick, unless they were changed meanwhile."""
    if (trip.starts_on, trip.ends_on) != (option.starts_on, option.ends_on):
        return
    before = poll.start_time_before, poll.end_time_before
    picked = possible(option.starts_on, option.ends_on, *before, trip.zone)
    now = trip.start_time, trip.end_time
    first, last = poll.starts_on_before, poll.ends_on_before
    times = before if now == picked else now
    _change(trip, first, last, possible(first, last, *times, trip.zone))


def _change(trip: Trip, first: date | None, last: date | None, times: Times) -> None:
    before = wire.trip_fields(trip, now := clock.now())
    trip.starts_on, trip.ends_on = first, last
    trip.start_time, trip.end_time = times
    if event := events.updated(before, wire.trip_fields(trip, now)):
        feed.announce(trip, event)
