"""Build the links that people share or save: a trip's invitation, a personal link."""

from urllib.parse import quote

from django.http import HttpRequest
from django.urls import reverse

from trips import browsers, cache, credentials
from trips.cache import FOR_EVER
from trips.models import Member, Trip


def personal_link(request: HttpRequest, key: str) -> str:
    """Build a personal link; the key is its fragment, which browsers send to no server."""
    return f"{request.build_absolute_uri(reverse('enter'))}#{key}"


def own_link(request: HttpRequest, me: Member) -> dict[str, str]:
    """Return the context of the reader's personal link, and of the mail by which they keep it."""
    link = personal_link(request, browsers.of(request).key(me.trip_id, me.key_digest))
    return {"personal_link": link, "mail_to_self": mail_with(link, me.trip)}


def mail_with(link: str, trip: Trip) -> str:
    """Build the mailto: URL (RFC 6068) of a mail about a trip that holds a link."""
    title, body = quote(trip.title, safe=""), quote(link, safe="")
    return f"mailto:?subject={title}&body={body}"


def invitation_url(request: HttpRequest, trip: Trip) -> str:
    """Build the link that members share. Raises keys.Unreadable.

    The token is decrypted once for each event of the trip, of which a new link is one.
    """

    def decrypted() -> cache.Entry[str]:
        token = credentials.invitation_of(trip)
        return cache.Entry(token, len(token), FOR_EVER)

    token = cache.store.get(("invitation", trip.id, trip.epoch, trip.seq), decrypted)
    return request.build_absolute_uri(reverse("join", args=[token]))
