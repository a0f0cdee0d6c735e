"""Deliver the events of trips to whoever is not looking at a page: deliveries.

A receiver is a cursor on the log of each trip that it follows, kept in the database. `behind` finds
the cursors that the log has moved past, `leases` lets one process at a time move each, `deliverer`
is the task that does it. What leaves goes through a door for each kind of receiver (`doors`):
`webhooks` signs events, and `posting` sends them, but to no address inside of our own network;
`mails` joins what concerns a member (`member_news`) into one mail (`composing`), which `mailer`
sends, once they have asked for it (`subscribing`); `pushes` tells the same on their `devices`.
"""

from trips.deliveries.deliverer import own_deliverer
from trips.deliveries.posting import is_sendable
from trips.deliveries.pushes import public_key as push_key
from trips.deliveries.receivers import BeyondTheLog, follow, redeliver, turn_off, turn_on
from trips.deliveries.webhooks import is_secret, new_secret
