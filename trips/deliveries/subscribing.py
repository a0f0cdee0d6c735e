"""Let a member ask for the news by e-mail, confirm the address, and end it again.

To an address that nobody has confirmed nothing goes but the mail that asks.
"""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.mail import EmailMessage
from django.utils.translation import gettext

from trips import clock, keys, throttle, wire
from trips.change import committed
from trips.deliveries import composing
from trips.deliveries.doors import Outcome
from trips.deliveries.mailer import Mailer
from trips.deliveries.receivers import follow
from trips.models import Member, Receiver, Trip

CONFIRM_WITHIN = timedelta(days=2)
ONE_LINK_IN = timedelta(minutes=1)  # to the same address

MOST_WAITING = 3  # requests at a time: a server of mails that hangs leaves the others' threads free

_mailer = Mailer(MOST_WAITING)
_waiting = threading.BoundedSemaphore(MOST_WAITING)


def of_member(me: Member) -> Receiver | None:
    """Find where a member gets the news, or would if they confirmed it; the newest first."""
    mine = me.receivers.filter(kind=Receiver.Kind.EMAIL)
    return mine.order_by("-created_at").first()


def has_confirmed(me: Member) -> bool:
    """Return whether mails go to a member: a founder's lead back in."""
    confirmed = me.receivers.filter(kind=Receiver.Kind.EMAIL, confirmed_at__isnull=False)
    return confirmed.filter(off_since=None).exists()


def ask(me: Member, address: str, *, site: str, language: str, client: str) -> None:
    """Send a link to an address, by which its owner says that they want the news of the trip.

    To the same address one link goes in ONE_LINK_IN, also if the form is sent twice.
    The address that the member had until now stays in use until then. `site` is the origin of the
    links, `client` the address of the browser. Raises Refusal `too_many`, `busy` if the mail could
    not be sent, `invalid` if nobody has this address, `unauthorized` if their key has ended.
    """
    if _was_just_sent(me, address):
        return
    throttle.confirmation(client, address, me.id, me.trip_id)
    secret = keys.new_key()
    receiver = Receiver(
        kind=Receiver.Kind.EMAIL,
        trip=me.trip,
        member=me,
        address_encrypted=keys.encrypt(address),
        secret_encrypted=keys.encrypt(secret),
        secret_digest=keys.digest(secret),
        site=site,
        language=language,
        created_at=clock.now(),
    )

    def change() -> None:
        Trip.objects.select_for_update().get(pk=me.trip_id)  # not with a key that has just ended
        if not me.still_may():
            raise wire.Refusal("unauthorized")
        me.receivers.filter(kind=Receiver.Kind.EMAIL, confirmed_at=None).delete()
        receiver.save()

    committed(change)
    try:
        _send(composing.confirmation(receiver))
    except wire.Refusal:
        committed(receiver.delete)
        raise


def _was_just_sent(me: Member, address: str) -> bool:
    """Return whether a link has gone to this address a moment ago, as after a double tap."""
    since = clock.now() - ONE_LINK_IN
    asked = me.receivers.filter(kind=Receiver.Kind.EMAIL, confirmed_at=None, created_at__gt=since)
    return any(each.address == address for each in asked)


def _send(mail: EmailMessage) -> None:
    if not _waiting.acquire(blocking=False):
        raise wire.Refusal("busy")
    try:
        answer = _mailer.send_and_wait(mail)
    finally:
        _waiting.release()
    if answer.outcome is Outcome.GONE:
        raise wire.Refusal("invalid", email=gettext("No mail reaches this address."))
    if answer.outcome is not Outcome.TAKEN:
        raise wire.Refusal("busy")


def called(secret: str) -> Receiver:
    """Find the address that a link in a mail belongs to. Raises Refusal `news_ended`."""
    found = Receiver.objects.select_related("member__trip").filter(
        kind=Receiver.Kind.EMAIL, secret_digest=keys.digest(secret)
    )
    receiver = found.first()
    is_late = receiver and not receiver.confirmed_at and receiver.created_at < _oldest()
    if receiver is None or receiver.member is None or is_late or not receiver.member.is_current:
        raise wire.Refusal("news_ended")
    return receiver


def confirm(receiver: Receiver) -> None:
    """Let the news go to an address from now on, and to no other one of the member."""
    assert receiver.member
    me = receiver.member

    def change() -> None:
        if Receiver.objects.filter(pk=receiver.pk, confirmed_at=None).update(
            confirmed_at=clock.now()
        ):
            follow(receiver, me.trip)
            others = me.receivers.filter(kind=Receiver.Kind.EMAIL, confirmed_at__isnull=False)
            others.exclude(pk=receiver.pk).delete()

    committed(change)


def send_way_back(receiver: Receiver, client: str, make_code: Callable[[], str]) -> None:
    """Mail the founder a link with a recovery code that `make_code` makes, whoever asks for it.

    It goes to the address that they confirmed; `client` is the address of the browser. Raises
    Refusal `news_ended` if it is not the founder's, `too_many`, and `busy` if it could not be sent.
    """
    me = receiver.member
    if not (me and me.is_founder and receiver.confirmed_at):
        raise wire.Refusal("news_ended")
    throttle.way_back(client, me.id)
    code = make_code()
    mine = Receiver.objects.filter(pk=receiver.pk)
    if not committed(lambda: mine.update(way_back_digest=keys.code_digest(code))):
        raise wire.Refusal("news_ended")
    _send(composing.way_back(receiver, code))


def stop(receiver: Receiver) -> None:
    """Forget one address."""
    committed(receiver.delete)


def stop_all(me: Member) -> None:
    """Forget all addresses of a member on their trip."""
    committed(me.receivers.filter(kind=Receiver.Kind.EMAIL).delete)


def _oldest() -> datetime:
    return clock.now() - CONFIRM_WITHIN
