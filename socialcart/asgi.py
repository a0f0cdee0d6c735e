"""Route each ASGI connection: the lifespan, live connections to trips.live, the rest to Django."""

import asyncio
import os

import django
from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, Scope

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "socialcart.settings")
django.setup(set_prefix=False)

from django.db import connection  # noqa: E402 - these need Django set up

from socialcart.guard import guarded  # noqa: E402
from socialcart.headers import with_headers  # noqa: E402
from socialcart.lifespan import Lifespan  # noqa: E402
from socialcart.probes import with_probes  # noqa: E402
from socialcart.statics import with_static_files  # noqa: E402
from socialcart.threads import Handler, Threads  # noqa: E402
from trips import contention, deadlines, encryption, live  # noqa: E402
from trips.deliveries import own_deliverer  # noqa: E402
from trips.feed import own_feeds  # noqa: E402
from trips.writer import writer  # noqa: E402


async def begin() -> None:
    """Start what runs in the background: feed, writer of SQLite, watch on deadlines, deliverer."""
    await own_feeds.start()
    if connection.vendor == "sqlite":
        writer.start()
    await deadlines.watch.start()
    await own_deliverer.start()


async def end() -> None:
    """Stop what runs in the background, after the threads that run requests."""
    await asyncio.to_thread(requests.stop)
    await deadlines.watch.stop()
    await own_deliverer.stop()
    await asyncio.to_thread(writer.stop)
    await own_feeds.stop()


lifespan = Lifespan(begin, own_feeds.send_away, end)
requests = Threads(Handler(), contention.named_by)
pages = with_static_files(requests)


async def route(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """Hand each connection to the application that serves it."""
    if scope["type"] == "lifespan":
        await lifespan.run(receive, send)
    elif scope["type"] == "websocket":
        await live.sockets(scope, receive, send)
    elif scope["path"] == live.EVENTS_PATH:
        await live.events(scope, receive, send)
    else:
        await pages(scope, receive, send)


application = with_headers(with_probes(guarded(route), lifespan, encryption.must_decrypt))
