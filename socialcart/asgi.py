"""Route each ASGI connection: the lifespan, live connections to trips.live, the rest to Django."""

import os
from typing import cast

from asgiref.typing import ASGI3Application, ASGIReceiveCallable, ASGISendCallable, Scope
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "socialcart.settings")
django_app = get_asgi_application()

from socialcart.bodies import uninterrupted  # noqa: E402 - these need Django set up
from socialcart.guard import guarded  # noqa: E402
from socialcart.headers import with_headers  # noqa: E402
from socialcart.lifespan import Lifespan  # noqa: E402
from socialcart.probes import with_probes  # noqa: E402
from socialcart.statics import with_static_files  # noqa: E402
from trips import deadlines, encryption, live  # noqa: E402
from trips.feed import own_feeds  # noqa: E402


async def begin() -> None:
    """Start the background tasks of the process: the feed, then the watch over deadlines."""
    await own_feeds.start()
    await deadlines.watch.start()


async def end() -> None:
    """Stop the background tasks of the process, the last started first."""
    await deadlines.watch.stop()
    await own_feeds.stop()


lifespan = Lifespan(begin, own_feeds.send_away, end)
pages = with_static_files(uninterrupted(cast(ASGI3Application, django_app)))


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
