"""The live doors, WebSocket and server-sent events: one way to follow a trip, two framings.

`follow` is what both share, `socket` and `stream` frame it, `head` reads the head of a connection.
"""

from trips.live.socket import sockets
from trips.live.stream import events

EVENTS_PATH = "/api/social-cart/events"
