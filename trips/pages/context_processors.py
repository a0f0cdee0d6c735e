"""Add to every template's context."""

from django.conf import settings
from django.http import HttpRequest


def sends_mail(request: HttpRequest) -> dict[str, bool]:
    """Add whether the site sends e-mail."""
    return {"sends_mail": settings.SENDS_MAIL}


def heartbeat(request: HttpRequest) -> dict[str, int]:
    """Add the live feed's heartbeat interval in ms, by which scripts notice silence."""
    return {"heartbeat_ms": settings.SSE_HEARTBEAT_INTERVAL}
