"""The door to members by e-mail: what has happened since the last mail, in one."""

from datetime import timedelta

from django.core.mail import EmailMessage
from django.utils.translation import override

from trips.change import committed
from trips.deliveries import backlog, composing, member_news
from trips.deliveries.doors import Answer, Message
from trips.deliveries.mailer import Mailer
from trips.models import DeliveryCursor, Receiver

REST = timedelta(minutes=10)


class Mails:
    """The door to confirmed addresses: a mail at once, the next one after a rest."""

    most_at_once = 8
    rest = REST
    forgets_gone = False

    def __init__(self) -> None:
        self._mailer = Mailer(self.most_at_once)

    def next(self, cursor: DeliveryCursor) -> list[Message]:
        """Write the next mail. Who is not on the trip any more gets none, and is forgotten.

        Raises Receiver.DoesNotExist, Trip.DoesNotExist, keys.Unreadable.
        """
        receiver = cursor.receiver
        if receiver.member is None or not receiver.member.is_current:
            committed(receiver.delete)
            raise Receiver.DoesNotExist
        unread = backlog.unread(cursor, receiver.member.trip)
        if unread is None:
            return []
        events, due, epoch, seq, reminder = unread
        with override(receiver.language):
            said = member_news.lines(receiver.member, events) if events else []
            said += member_news.reminded(receiver, due)
            mail = composing.news(receiver, said, f"{epoch}.{seq}.{reminder}") if said else None
        return [Message(epoch, seq, mail, reminder)]

    def pack(self, cursor: DeliveryCursor, content: EmailMessage) -> EmailMessage:
        """Return the mail as it is."""
        return content

    async def send(self, parcel: EmailMessage) -> Answer:
        """Send a mail. Raises nothing."""
        return await self._mailer.send(parcel)

    async def close(self) -> None:
        """Take no further mail."""
        self._mailer.close()
