"""What every template knows."""

from django.conf import settings
from django.http import HttpRequest


def heartbeat(request: HttpRequest) -> dict[str, int]:
    """Context of all templates: how often the live doors beat, so that scripts know silence."""
    return {"heartbeat_ms": settings.SSE_HEARTBEAT_INTERVAL}
