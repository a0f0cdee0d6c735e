"""Check, as Django system checks, what must hold before a server starts."""

import socket
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.db import connection
from django.db.backends.signals import connection_created

from socialcart import connections
from socialcart.installation import is_loopback


class SocialCartConfig(AppConfig):
    """The app config that registers the system checks and watches database connections."""

    name = "socialcart"

    def ready(self) -> None:
        """Register the system check and the `connection_created` receiver."""
        register(workers_share)
        connection_created.connect(connections.watch)


def workers_share(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Check that several workers have PostgreSQL and Redis to share state through."""
    problem = why_not_together()
    return [Error(problem, id="socialcart.E001")] if problem else []


def why_not_together() -> str:
    """Explain why WORKERS processes cannot serve together; return "" if they can."""
    if settings.WORKERS > 1 and not settings.REDIS_URL:
        return "Several workers need REDIS_URL: they share limits and notifications through it."
    if settings.WORKERS > 1 and connection.vendor == "sqlite":
        return "Several workers need DATABASE_URL to be PostgreSQL; SQLite is for one."
    return ""


def why_not_here(host: str) -> str:
    """Explain why the server must not listen on this host; return "" if it may.

    The host may be none of this machine; or it may let others reach a server that is set up for
    this machine alone, where a Host header, which is only what the client claims, keeps nobody out.
    """
    try:
        socket.getaddrinfo(host, settings.PORT)
    except (OSError, UnicodeError):
        return f"HOST={host} is no address of this machine: write one such as 127.0.0.1 or ::1."
    if is_loopback(host) or not settings.LOCAL:
        return ""
    return f"HOST={host} lets others in: name in ALLOWED_HOSTS the hosts that they open."
