"""Serve the live feed over WebSocket and server-sent events.

`follow` is what both share, `socket` and `stream` frame it, `scope` reads the ASGI scope, `silence`
ends what a client interrupts.
"""

from trips.live.socket import SOCKETS_PATH, sockets
from trips.live.stream import events

EVENTS_PATH = "/api/social-cart/events"
