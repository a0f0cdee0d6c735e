"""The verbs on messages of organisers to all: write one, and take one back."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from trips import clock, feed, snapshots, wire, words, zones
from trips.change import verb
from trips.models import Member, Message, Trip
from trips.statements import Param, compiled, insert
from trips.wire import events

MOST_A_DAY = 10
A_DAY = timedelta(days=1)


@verb
def post_message(trip: Trip, author_id: str, text: str) -> wire.MessageResponse:
    """Write to all, as the member of this id.

    `text` is clean. Raises Refusal `too_many_messages` over MOST_A_DAY within 24 hours, which says
    when the next can be sent.
    """
    author, now = Member.objects.get(trip=trip, pk=author_id), clock.now()
    if full := _tenth_newest.first(trip=trip.id, since=now - A_DAY):
        raise _until(full.posted_at + A_DAY, trip)
    trip.message_count += 1
    message = Message(
        trip=trip,
        number=trip.message_count,
        text=text,
        author=author.id,
        author_name=author.name,
        posted_at=now,
    )
    insert(message)
    feed.announce(trip, events.message_posted(message))
    return {"success": True, "message": wire.message(message)}


# Those that were taken back count: else ten could be sent again and again.
_tenth_newest = compiled(
    Message.objects.filter(trip=Param("trip"), posted_at__gt=Param("since")).order_by("-number")[
        MOST_A_DAY - 1 : MOST_A_DAY
    ]
)


@verb
def delete_message(trip: Trip, number: int) -> wire.MessagesResponse:
    """Take a message back: its text is erased. Raises Refusal `message_not_found`."""
    message = find(trip, number)
    message.text, message.deleted_at = "", clock.now()
    message.save()
    left = snapshots.messages_of(trip)
    feed.announce(trip, events.message_deleted(message, left))
    return {"success": True, "messages": [wire.message(each) for each in left]}


def find(trip: Trip, number: int) -> Message:
    """Return a message that was not taken back. Raises Refusal `message_not_found`."""
    message = trip.messages.filter(number=number, deleted_at=None).first()
    if message is None:
        raise wire.Refusal("message_not_found")
    return message


def all_of(trip: Trip) -> list[Message]:
    """List all messages of a trip that were not taken back, newest first."""
    return list(trip.messages.filter(deleted_at=None).order_by("-number"))


def _until(then: datetime, trip: Trip) -> wire.Refusal:
    refusal = wire.Refusal("too_many_messages")
    sentence = _(
        "A trip takes ten messages a day, and has them. The next can be sent from {moment} on "
        "({zone})."
    )
    refusal.sentence = sentence.format(
        moment=words.moment(then, trip.time_zone, clock.now()), zone=zones.label(trip.time_zone)
    )
    return refusal
