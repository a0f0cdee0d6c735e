"""Add to every template's context."""

from django.conf import settings
from django.http import HttpRequest


def news(request: HttpRequest) -> dict[str, bool]:
    """Add by which ways members can have the news."""
    return {
        "sends_mail": settings.SENDS_MAIL,
        "offers_push": offers_push(),
        "sends_news": sends_news(),
    }


def sends_news() -> bool:
    """Return whether members can be told the news while they look at no page."""
    return settings.SENDS_MAIL or offers_push()


def offers_push() -> bool:
    """Return whether the news can be pushed to devices, where the service worker shows it."""
    return bool(settings.SENDS_PUSH and settings.SERVICE_WORKER)


def heartbeat(request: HttpRequest) -> dict[str, int]:
    """Add the live feed's heartbeat interval in ms, by which scripts notice silence."""
    return {"heartbeat_ms": settings.SSE_HEARTBEAT_INTERVAL}
