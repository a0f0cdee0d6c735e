"""Let a member be told the news on a device: what its browser gives us for that (RFC 8030, 8291).

The news goes there while the browser holds the member's key, and to no other member who comes after
them on the same device.
"""

import json

from django.db.models import Q

from trips import clock, keys, throttle, wire
from trips.change import committed
from trips.deliveries.posting import is_sendable
from trips.deliveries.receivers import follow
from trips.forms import Subscription
from trips.models import HeldKey, Member, Receiver, Trip

MOST_DEVICES = 5  # of a member: the oldest makes room for the next one

_devices = Receiver.objects.filter(kind=Receiver.Kind.PUSH)


def of_browser(me: Member, browser: str) -> Receiver | None:
    """Find the device of a member by its browser's id, unless nothing is sent there any more."""
    mine = _devices.filter(member=me, browser=keys.digest(browser), off_since=None)
    return mine.first() if browser else None


def turn_on(
    me: Member, subscription: Subscription, *, browser: str, language: str, client: str
) -> None:
    """Tell a member the news on a device from now on; a repeat only refreshes what is known of it.

    `browser` is the id of the browser, which holds the member's key; `client` its address.
    Raises Refusal `too_many`, `not_a_member`, `no_subscription` for an address that nothing is ever
    sent to.
    """
    if not is_sendable(subscription.endpoint):
        raise wire.Refusal("no_subscription")
    throttle.subscribing(client, me.id)

    def change() -> None:
        Trip.objects.select_for_update().get(pk=me.trip_id)  # not after they have left
        if not Member.objects.get(pk=me.pk).is_current:
            raise wire.Refusal("not_a_member")
        mine = Q(member=me, browser=keys.digest(browser))
        same = Q(secret_digest=_digest(me.trip_id, subscription))
        found = {row.member_id: row for row in _devices.filter(mine | same, trip=me.trip)}
        receiver = found.get(me.id) or Receiver(
            kind=Receiver.Kind.PUSH, trip=me.trip, member=me, created_at=clock.now()
        )
        _devices.filter(mine | same, trip=me.trip).exclude(pk=receiver.pk).delete()
        if receiver.off_since:
            receiver.cursors.all().delete()  # what it has missed is old by now
        about = keys.digest(browser), language
        if (receiver.browser, receiver.language) != about or not _is_known(receiver, subscription):
            receiver.browser, receiver.language = about
            _save(receiver, subscription)
        follow(receiver, me.trip)
        others = _devices.filter(member=me).exclude(pk=receiver.pk).order_by("-created_at")
        for oldest in others[MOST_DEVICES - 1 :]:
            oldest.delete()

    committed(change)


def turn_off(me: Member, browser: str) -> None:
    """Tell a member nothing any more on a device."""
    committed(_devices.filter(member=me, browser=keys.digest(browser)).delete)


def renew(subscription: Subscription, *, browser: str, client: str) -> None:
    """Send the news of all trips to where a browser can be reached by now.

    Raises Refusal `no_subscription` and `too_many` as `turn_on`.
    """
    if not is_sendable(subscription.endpoint):
        raise wire.Refusal("no_subscription")
    throttle.subscribing(client, keys.digest(browser))

    def change() -> None:
        mine = _devices.filter(browser=keys.digest(browser)).order_by("trip")
        for receiver in mine if browser else []:
            Trip.objects.select_for_update().get(pk=receiver.trip_id)
            receiver.refresh_from_db()
            same = _devices.filter(secret_digest=_digest(receiver.trip_id or "", subscription))
            same.exclude(pk=receiver.pk).delete()
            if not _is_known(receiver, subscription):
                _save(receiver, subscription)

    committed(change)


def set_language(browser: str, language: str) -> None:
    """Tell the news on a device in another language from now on."""
    mine = _devices.filter(browser=keys.digest(browser)).exclude(language=language)
    if mine.exists():
        committed(lambda: mine.update(language=language))


def may_tell(receiver: Receiver) -> bool:
    """Return whether a device is still one of a member: their key may have gone from it."""
    me = receiver.member
    held = HeldKey.objects.filter(browser=receiver.browser, trip=receiver.trip_id)
    return bool(me and me.is_current and held.filter(key_digest=me.key_digest).exists())


def subscription_of(receiver: Receiver) -> Subscription:
    """Read where a device is reached, and its keys. Raises keys.Unreadable."""
    return Subscription(receiver.address, *json.loads(receiver.secret))


def _is_known(receiver: Receiver, subscription: Subscription) -> bool:
    """Return whether a device is reached by this subscription, and is not turned off."""
    try:
        is_same = subscription_of(receiver) == subscription
    except keys.Unreadable:
        return False
    return is_same and receiver.off_since is None


def _save(receiver: Receiver, subscription: Subscription) -> None:
    """Save where a device can be reached; what failed there is tried at once."""
    secret = json.dumps([subscription.p256dh, subscription.auth])
    receiver.address_encrypted = keys.encrypt(subscription.endpoint)
    receiver.secret_encrypted = keys.encrypt(secret)
    receiver.secret_digest = _digest(receiver.trip_id or "", subscription)
    receiver.off_since = receiver.failing_since = None
    receiver.save()
    receiver.cursors.update(failures=0, next_try_at=clock.now())


def _digest(trip_id: str, subscription: Subscription) -> str:
    """Return what finds a device on a trip: each trip has a row of its own."""
    return keys.digest(f"{trip_id} {subscription.endpoint}")
