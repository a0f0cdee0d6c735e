"""The verb that asks for dates, and what a picked one does to the trip."""

from datetime import date

from trips import clock, feed, names, wire
from trips.change import verb
from trips.forms import DateTerms, SettingsForm, validated
from trips.models import Option, Poll, Trip
from trips.polls.asking import refuse_another
from trips.polls.finding import answer
from trips.wire import events


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
    """Give the trip the days of an option, and let the poll remember those before.

    Raises Refusal `invalid` where the trip cannot have them, as of days that are over.
    """
    poll.starts_on_before, poll.ends_on_before = trip.starts_on, trip.ends_on
    days = {"startDate": f"{option.starts_on}", "endDate": f"{option.ends_on}"}
    form = validated(SettingsForm(trip, days))
    _change(trip, form.cleaned_data["startDate"], form.cleaned_data["endDate"])


def put_dates_back(trip: Trip, poll: Poll, option: Option) -> None:
    """Give the trip the days from before a pick, unless they were changed meanwhile."""
    if (trip.starts_on, trip.ends_on) == (option.starts_on, option.ends_on):
        _change(trip, poll.starts_on_before, poll.ends_on_before)


def _change(trip: Trip, first: date | None, last: date | None) -> None:
    before = wire.trip_fields(trip, now := clock.now())
    trip.starts_on, trip.ends_on = first, last
    if event := events.updated(before, wire.trip_fields(trip, now)):
        feed.announce(trip, event)
