"""The activity of a hub: a line an event. static/js/news.js says the same of what comes live."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from trips import clock, log, membership, wire, words
from trips.models import Event, Member, Trip
from trips.wire import events

OVER = (Trip.Status.CLOSED, Trip.Status.CANCELLED)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line: plain text, what somebody typed ("name"), or a question ("poll")."""

    text: str
    kind: str = ""
    id: str = ""  # of the poll, which is still there


Line = list[Piece]
Polls = Mapping[str, wire.PollShape]
Questions = Mapping[str, str]  # of polls that were deleted, by their ids
NONE_GONE: Questions = {}


@dataclass(frozen=True, slots=True)
class Item:
    line: Line
    at: datetime
    restores: str  # the id of a member who can be let back in, or ""


def activity(trip: Trip, me: Member, polls: Iterable[wire.PollShape]) -> list[Item]:
    """The last entries of the log that tell something, and every removal that can be undone."""
    restorable = _restorable(trip) if me.is_admin else set()
    shown = list(log.news(trip))
    if restorable:
        removals = trip.events.filter(type=events.MEMBER_REMOVED, data__memberId__in=restorable)
        shown += removals.exclude(pk__in=[event.pk for event in shown]).order_by("-seq")
    known = {poll["id"]: poll for poll in polls}
    gone = {
        event.data["pollId"]: event.data["question"]
        for event in shown
        if event.type == events.POLL_DELETED
    }
    items = [_item(event, known, gone, restorable) for event in shown]
    return [item for item in items if item.line]


def line(event_type: str, data: events.Data, polls: Polls, gone: Questions = NONE_GONE) -> Line:
    """What an event tells; nothing where only votes changed, or a newer release wrote it."""
    if "poll" in data:
        news = data["poll"]
        question = news.get("question") or gone.get(news["id"], "")
        return _of_poll(event_type, news, polls.get(news["id"]), question)
    if event_type == events.POLL_DELETED:
        return [Piece("A poll was deleted"), *_about(None, data.get("question", ""))]
    if events.changes_terms(event_type, data):
        return _of_update(data["trip"], data.get("before", {}))
    if event_type == events.TRIP_CLOSED:
        return [Piece(_of_closing(data["trip"]))]
    if event_type == events.INVITATION_REPLACED:
        return [Piece("The invitation link was replaced")]
    if event_type == events.MEMBER_RENAMED:
        return _renamed(data["before"]["name"], data["member"]["name"])
    if event_type in _OF_MEMBERS:
        return [Piece(data["member"]["name"], "name"), Piece(_OF_MEMBERS[event_type])]
    return []


_OF_MEMBERS = {
    events.MEMBER_JOINED: " joined",
    events.MEMBER_RESTORED: " is back",
    events.MEMBER_LEFT: " left",
    events.MEMBER_REMOVED: " was removed",
}


def _restorable(trip: Trip) -> set[str]:
    since = clock.now() - membership.UNDO_FOR
    removed = trip.members.filter(state=Member.State.REMOVED, ended_at__gt=since)
    return set(removed.values_list("id", flat=True))


def _item(event: Event, polls: Polls, gone: Questions, restorable: set[str]) -> Item:
    removed = event.data.get("memberId") if event.type == events.MEMBER_REMOVED else ""
    restores = removed if removed in restorable else ""
    return Item(line(event.type, event.data, polls, gone), event.at, restores)


def _of_poll(
    event_type: str, news: events.Data, poll: wire.PollShape | None, question: str
) -> Line:
    about = _about(poll, question)
    if event_type == events.POLL_OPENED:
        return [Piece("A poll was opened"), *about]
    if event_type == events.POLL_CLOSED:
        return [Piece("A poll was closed" if news.get("closedAt") else "A poll has ended"), *about]
    if event_type == events.POLL_REOPENED:
        return [Piece("A poll was opened again"), *about]
    if event_type == events.POLL_CHANGED and "question" in news:  # a ballot alone does not tell it
        return [Piece("A poll was changed"), *about]
    if event_type == events.POLL_CHANGED and news.get("pickedOptionId"):
        return [Piece("The organiser picked "), _option(news["pickedOptionId"], poll), *about]
    return []


def _about(poll: wire.PollShape | None, question: str) -> Line:
    """The question as it stands; of a poll that is gone, as the log still tells it, or nothing."""
    if poll:
        return [Piece(": "), Piece(poll["question"], "poll", poll["id"])]
    return [Piece(": "), Piece(question, "poll")] if question else []


def _option(option_id: str, poll: wire.PollShape | None) -> Piece:
    texts = [each["text"] for each in poll["options"] if each["id"] == option_id] if poll else []
    return Piece(texts[0], "name") if texts else Piece("an option")


def _of_closing(trip: words.TripFields) -> str:
    if trip["cancelledAt"]:
        return "The trip is cancelled"
    if trip["closedAt"]:
        return "Joining is closed"
    who = f"everyone gets {words.discount(trip)}"
    if not trip["isDiscountUnlocked"]:
        who = "nobody gets the discount"
    what = "The deadline has passed" if trip["joinBy"] else "The trip is over"
    return f"{what} with {words.counted(trip)}: {who}"


def _of_update(trip: words.TripFields, before: words.TripFields) -> Line:
    was = {**trip, **before}
    sentences = [_of_status(was, trip), *_of_terms(was, trip), _of_lock(was, trip)]
    told = [sentence for sentence in sentences if sentence] or [[Piece("The trip was changed")]]
    return [
        piece for number, each in enumerate(told) for piece in ([Piece(". ")] * (number > 0) + each)
    ]


def _of_status(was: words.TripFields, trip: words.TripFields) -> Line:
    if (was["status"] in OVER) == (trip["status"] in OVER):
        return []
    return [Piece("Joining is closed" if trip["status"] in OVER else "The trip is open again")]


def _of_lock(was: words.TripFields, trip: words.TripFields) -> Line:
    if was["isDiscountUnlocked"] == trip["isDiscountUnlocked"]:
        return []
    is_unlocked = trip["isDiscountUnlocked"]
    return [Piece("The discount is unlocked" if is_unlocked else "The discount is locked again")]


def _of_terms(was: words.TripFields, trip: words.TripFields) -> Iterable[Line]:
    """ "Dates: 12–15 Dec is now 20–22 Dec" """
    if was["name"] != trip["name"]:
        yield [Piece("Name: "), *_renamed(was["name"], trip["name"])]
    for label, old, new in words.changes(was, trip):
        yield [Piece(f"{label}: {old} is now {new}")]


def _renamed(old: str, new: str) -> Line:
    return [Piece(old, "name"), Piece(" is now "), Piece(new, "name")]
