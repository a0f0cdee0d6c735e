"""What must hold before a server starts, as system checks."""

import socket
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.db import connection
from django.db.backends.signals import connection_created

from socialcart import failover
from socialcart.installation import is_loopback


class SocialCartConfig(AppConfig):
    """Check settings and watch connections at the start of a process."""

    name = "socialcart"

    def ready(self) -> None:
        """Connect what listens to Django's signals."""
        register(workers_share)
        connection_created.connect(failover.watch)


def workers_share(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Whether several workers have what they need to share: PostgreSQL and Redis."""
    problem = why_not_together()
    return [Error(problem, id="socialcart.E001")] if problem else []


def why_not_together() -> str:
    """Why so many workers as are set cannot serve together; "" when they can."""
    if settings.WORKERS > 1 and not settings.REDIS_URL:
        return "Several workers need REDIS_URL: they share limits and notifications through it."
    if settings.WORKERS > 1 and connection.vendor == "sqlite":
        return "Several workers need DATABASE_URL to be PostgreSQL; SQLite is for one."
    return ""


def why_not_here(host: str) -> str:
    """Why nobody can be served at this address, or too many could; "" where it is fit.

    A Host header is only what the client says: it keeps nobody in the network out.
    """
    try:
        socket.getaddrinfo(host, settings.PORT)
    except (OSError, UnicodeError):
        return f"HOST={host} is no address of this machine: write one such as 127.0.0.1 or ::1."
    if is_loopback(host) or not settings.LOCAL:
        return ""
    return f"HOST={host} lets others in: name in ALLOWED_HOSTS the hosts that they open."
