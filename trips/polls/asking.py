"""The verbs that start a poll, add an option, and edit or delete one without ballots."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trips import ballots, clock, feed, names, wire
from trips.change import verb
from trips.forms import UNSEEN, EditPollForm, OptionTerms, PollTerms, Seen, validated
from trips.models import MOST_OPTIONS, Option, Poll, Trip
from trips.polls.finding import answer, find, find_open
from trips.wire import events

MOST_POLLS = 50


@verb
def open_poll(trip: Trip, terms: PollTerms) -> wire.PollResponse:
    """Start a poll. Raises Refusal `poll_locked`, `too_many_polls`."""
    if not trip.is_unlocked or trip.cancelled_at:
        raise wire.Refusal("poll_locked")
    refuse_another(trip)
    poll = Poll(
        trip=trip,
        question=terms.question,
        most_choices=terms.most_choices,
        results=terms.results,
        shows_voters=terms.shows_voters,
        closes_at=terms.closes_at,
        opened_at=(now := clock.now()),
    )
    options = _options(poll, terms.options)
    poll.links = {each.id: terms.links[each.text] for each in options if each.text in terms.links}
    poll.save()
    Option.objects.bulk_create(options)
    feed.announce(trip, events.poll_opened(poll, now))
    return answer(poll)


@verb
def add_option(trip: Trip, poll_id: str, text: str, url: str = "") -> wire.PollResponse:
    """Add an option to an open poll, even after the first vote.

    Votes on the list without it are refused from now on. Raises Refusal `poll_not_found`,
    `poll_closed`, `poll_paused`, `only_dates`, `invalid`.
    """
    poll = find_open(trip, poll_id)
    if poll.is_about_dates:
        raise wire.Refusal("only_dates")
    options = list(poll.options.all())
    if len(options) >= MOST_OPTIONS:
        sentence = ngettext(
            "A poll holds at most {n} option.", "A poll holds at most {n} options.", MOST_OPTIONS
        )
        raise wire.Refusal("invalid", text=sentence.format(n=MOST_OPTIONS))
    if names.key(text) in {names.key(option.text) for option in options}:
        raise wire.Refusal("invalid", text=_("This is on the list already."))
    option = _option(poll, options, text)
    option.save()
    if url:
        poll.links = {**poll.links, option.id: url}
    poll.change_options()
    ballots.announce(trip, poll, events.poll_extended)
    return answer(poll)


@verb
def edit_poll(
    trip: Trip, poll_id: str, given: Mapping[str, Any], seen: Seen = UNSEEN
) -> wire.PollResponse:
    """Edit a poll in which nobody has voted.

    `given` holds the fields to change by the API's names, `seen` what a form had shown of them.
    Raises Refusal `poll_not_found`, `poll_voted`, `poll_closed`, `only_dates` for the options of a
    poll about dates, and `invalid`, also if somebody
    else has changed a field meanwhile.
    """
    poll = find(trip, poll_id)
    refuse_edit(poll)
    if poll.is_about_dates and given.keys() & {"options", "mostChoices"}:
        raise wire.Refusal("only_dates")
    form = validated(EditPollForm(poll, given, seen))
    options, columns = form.changed_options(), form.changed_columns()
    if not options and not columns:
        return answer(poll)
    if options:
        _replace_options(poll, options)
    if options or columns.keys() & {
        "question",
        "shows_voters",
    }:  # pages that are open say otherwise
        poll.change_options()
    for column, value in columns.items():
        setattr(poll, column, value)
    ballots.announce(trip, poll, events.poll_edited)
    return answer(poll)


@verb
def delete_poll(trip: Trip, poll_id: str) -> wire.SuccessResponse:
    """Delete a poll in which nobody has voted. Raises Refusal `poll_not_found`, `poll_voted`."""
    poll = find(trip, poll_id)
    refuse_voted(poll)
    feed.announce(trip, events.poll_deleted(poll))
    poll.delete()
    return {"success": True}


def refuse_another(trip: Trip) -> None:
    """Refuse one more poll on a trip that has MOST_POLLS. Raises Refusal `too_many_polls`."""
    if trip.polls.count() >= MOST_POLLS:
        raise wire.Refusal("too_many_polls")


def refuse_edit(poll: Poll) -> None:
    """Refuse to edit a poll that has ballots or is closed.

    Raises Refusal `poll_voted`, `poll_closed`.
    """
    refuse_voted(poll)
    if poll.closed_since(clock.now()):
        raise wire.Refusal("poll_closed")


def refuse_voted(poll: Poll) -> None:
    """Refuse a poll that has a ballot, even of a removed member, who may be restored.

    Raises Refusal `poll_voted`.
    """
    if poll.ballots.exists():
        raise wire.Refusal("poll_voted")


def _replace_options(poll: Poll, terms: tuple[OptionTerms, ...]) -> None:
    """Replace the options of a poll; one whose text stays keeps its id.

    So it stays ticked on pages that are open.
    """
    ids = dict(poll.options.values_list("text", "id"))
    poll.options.all().delete()
    options = _options(poll, tuple(each.text for each in terms))
    for option in options:
        option.id = ids.get(option.text, option.id)
    Option.objects.bulk_create(options)
    links = dict(terms)
    poll.links = {each.id: url for each in options if (url := links[each.text])}


def _options(poll: Poll, texts: tuple[str, ...]) -> list[Option]:
    """Make unsaved options of a poll, in this order."""
    options: list[Option] = []
    for text in texts:
        options.append(_option(poll, options, text))
    return options


def _option(poll: Poll, others: list[Option], text: str) -> Option:
    """Make the next option, unsaved.

    Texts that differ now may have the same key in release 1, whose column is unique: a suffix
    tells them apart.
    """
    number, before = len(others) + 1, names.release_1_key(text)
    if before in {option.text_key for option in others}:
        before += f"\n{number}"
    folded = names.key(text)
    return Option(poll=poll, number=number, text=text, folded_text=folded, text_key=before)
