"""Add to every template's context."""

from django.conf import settings
from django.http import HttpRequest


def heartbeat(request: HttpRequest) -> dict[str, int]:
    """Add how often the live feed sends a heartbeat, in ms, so that scripts notice silence."""
    return {"heartbeat_ms": settings.SSE_HEARTBEAT_INTERVAL}
