"""Build the links that people share or save: a trip's invitation, a personal link."""

from django.http import HttpRequest
from django.urls import reverse

from trips import credentials, shared
from trips.models import Trip
from trips.shared import FOR_EVER


def personal_link(request: HttpRequest, key: str) -> str:
    """Build a personal link; the key is its fragment, which browsers send to no server."""
    return f"{request.build_absolute_uri(reverse('enter'))}#{key}"


def invitation_url(request: HttpRequest, trip: Trip) -> str:
    """Build the link that members share. Raises keys.Unreadable.

    The token is decrypted once for each event of the trip, of which a new link is one.
    """

    def decrypted() -> shared.Entry[str]:
        token = credentials.invitation_of(trip)
        return shared.Entry(token, len(token), FOR_EVER)

    token = shared.store.get(("invitation", trip.id, trip.epoch, trip.seq), decrypted)
    return request.build_absolute_uri(reverse("join", args=[token]))
