"""Build the links that people share or save: a trip's invitation, a personal link."""

from django.http import HttpRequest
from django.urls import reverse

from trips import credentials
from trips.models import Trip


def personal_link(request: HttpRequest, key: str) -> str:
    """Build a personal link; the key is its fragment, which browsers send to no server."""
    return f"{request.build_absolute_uri(reverse('enter'))}#{key}"


def invitation_url(request: HttpRequest, trip: Trip) -> str:
    """Build the link that members share. Raises keys.Unreadable."""
    return request.build_absolute_uri(reverse("join", args=[credentials.invitation_of(trip)]))
