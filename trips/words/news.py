"""The words for an event of the log: one line of the activity list.

static/js/words/news.js says the same in the browser.
"""

from collections.abc import Iterator, Mapping

from trips.models import Trip
from trips.wire import PollShape, activity, events
from trips.words import messages
from trips.words.catalogue import Line, Piece, name, pieces, say, sentences, text_of
from trips.words.facts import TripFields
from trips.words.poll import option_text
from trips.words.terms import changes
from trips.words.trip import are_in, everyone_gets

Polls = Mapping[str, PollShape]
Questions = Mapping[str, str]  # of polls that were deleted, by their ids
NONE_GONE: Questions = {}

_OVER = (Trip.Status.CLOSED, Trip.Status.CANCELLED)


def line(event_type: str, data: events.Data, polls: Polls, gone: Questions = NONE_GONE) -> Line:
    """Describe an event in a line of whole sentences, as "Asha joined".

    `polls` are those of the trip by id; `gone` the questions of deleted ones. The line is empty if
    only votes changed, or if the type is unknown because a newer release wrote the event.
    """
    if "poll" in data:
        return _of_poll(event_type, data["poll"], polls, gone)
    if event_type == events.POLL_DELETED:
        question = data.get("question", "")
        return _about("poll_deleted", "some_poll_deleted", None, question)
    if activity.changes_terms(event_type, data):
        return _of_update(data["trip"], data.get("before", {}))
    if event_type == events.TRIP_CLOSED:
        return _of_closing(data["trip"])
    if event_type == events.MEMBER_RENAMED:
        return pieces("renamed", old=name(data["before"]["name"]), new=name(data["member"]["name"]))
    if event_type == events.MEMBER_ROLE_CHANGED:
        return pieces(_of_role(data), name=name(data["member"]["name"]))
    if event_type == events.MESSAGE_POSTED:
        return pieces("message_posted", name=name(data["message"]["name"]))
    who = {"name": name(data["member"]["name"])} if "member" in data else {}
    return pieces(event_type.lower(), **who) if event_type.lower() in messages.NEWS else []


def _of_role(data: events.Data) -> str:
    if "founderId" in data["before"]:
        return "handed_over"
    return "organiser_made" if data["member"]["isAdmin"] else "organiser_no_more"


def _of_poll(event_type: str, news: events.Data, polls: Polls, gone: Questions) -> Line:
    poll = polls.get(news["id"])
    question = news.get("question") or gone.get(news["id"], "")
    if event_type == events.POLL_OPENED:
        return _about("poll_opened", "some_poll_opened", poll, question)
    if event_type == events.POLL_CLOSED and news.get("closedAt"):
        return _about("poll_closed", "some_poll_closed", poll, question)
    if event_type == events.POLL_CLOSED:
        return _about("poll_ended", "some_poll_ended", poll, question)
    if event_type == events.POLL_REOPENED:
        return _about("poll_reopened", "some_poll_reopened", poll, question)
    if event_type == events.POLL_CHANGED and "question" in news:  # it has none if votes changed
        return _about("poll_changed", "some_poll_changed", poll, question)
    if event_type == events.POLL_CHANGED and "pickedOptionId" in news:
        return _of_pick(news["pickedOptionId"], poll, question)
    return []


def _of_pick(option_id: str | None, poll: PollShape | None, question: str) -> Line:
    if option_id is None:
        return _about("pick_undone", "some_pick_undone", poll, question)
    options = poll["options"] if poll else []
    for each in options:
        if each["id"] == option_id:
            return pieces(
                "poll_picked", option=name(option_text(each)), question=_question(poll, question)
            )
    return _about("some_option_picked", "some_poll_picked", poll, question)


def _about(named: str, unnamed: str, poll: PollShape | None, question: str) -> Line:
    """Fill in the sentence `named` with a question, or choose `unnamed` if it is not known.

    A deleted poll has the question that the log kept, if any.
    """
    if poll or question:
        return pieces(named, question=_question(poll, question))
    return pieces(unnamed)


def _question(poll: PollShape | None, question: str) -> Piece:
    return Piece(poll["question"], "poll", poll["id"]) if poll else Piece(question, "poll")


def _of_closing(trip: TripFields) -> Line:
    if trip["cancelledAt"]:
        return pieces("trip_cancelled")
    if trip["closedAt"]:
        return pieces("trip_closed")
    what = say("deadline_passed" if trip["joinBy"] else "trip_over")
    outcome = everyone_gets(trip) if trip["isDiscountUnlocked"] else pieces("nobody_gets_discount")
    return sentences(what, text_of(are_in(trip)), text_of(outcome))


def _of_update(trip: TripFields, before: TripFields) -> Line:
    was = {**trip, **before}
    changed = [*_of_status(was, trip), *_of_terms(was, trip), *_of_lock(was, trip)]
    return sentences(*(changed or [pieces("trip_changed")]))


def _of_status(was: TripFields, trip: TripFields) -> Iterator[Line]:
    if (was["status"] in _OVER) != (trip["status"] in _OVER):
        yield pieces("trip_closed" if trip["status"] in _OVER else "trip_reopened")


def _of_lock(was: TripFields, trip: TripFields) -> Iterator[Line]:
    if was["isDiscountUnlocked"] != trip["isDiscountUnlocked"]:
        yield pieces("unlocked" if trip["isDiscountUnlocked"] else "locked_again")


def _of_terms(was: TripFields, trip: TripFields) -> Iterator[Line]:
    """Yield a sentence for each field that changed: "Dates: 12–15 Dec is now 20–22 Dec"."""
    if was["name"] != trip["name"]:
        yield pieces("name_became", old=name(was["name"]), new=name(trip["name"]))
    for message, old, new in changes(was, trip):
        yield pieces(message, old=old, new=new)
