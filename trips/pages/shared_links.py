"""The links that people hand on or save: a trip's invitation, somebody's personal link."""

from django.http import HttpRequest
from django.urls import reverse

from trips import credentials
from trips.models import Trip


def personal_link(request: HttpRequest, key: str) -> str:
    """Make a personal link; the key is its fragment, which browsers send to no server."""
    return f"{request.build_absolute_uri(reverse('enter'))}#{key}"


def invitation_url(request: HttpRequest, trip: Trip) -> str:
    """Make the link that members hand on. Raises keys.Unreadable."""
    return request.build_absolute_uri(reverse("join", args=[credentials.invitation_of(trip)]))
