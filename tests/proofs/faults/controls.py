"""Negative controls: with this promise taken out of the servers, this fault must fail."""

from dataclasses import replace
from functools import partial

from tests.proofs.faults.receivers import FEW_TRIPS, killed_deliverers
from tests.proofs.faults.table import FAULTS
from tests.proofs.faults.trial import Fault

_named = {fault.name: fault for fault in FAULTS}

_of_few_trips = replace(
    _named["a receiver fails a third, deliverers killed (-9)"],
    strike=partial(killed_deliverers, trips=FEW_TRIPS),
)

CONTROLS: list[tuple[str, Fault]] = [
    ("notifications", _named["nothing"]),
    ("row lock", _named["200 joiners, 10 places"]),
    ("row lock", _named["all organisers step down at once"]),
    ("row lock", _named["everybody races for the places that get free"]),
    (
        "promotion in the change that frees a place",
        _named["everybody races for the places that get free"],
    ),
    ("row lock of votes", _named["many vote on dates while one is picked"]),
    ("row lock", _named["fifteen messages at once, of ten a day"]),
    ("capacity check", _named["200 joiners, 10 places"]),
    ("idempotency", _named["clients hang up, repeat, double-tap"]),
    ("whole request", _named["clients hang up, repeat, double-tap"]),
    ("replay", _named["web process killed (-9)"]),
    ("answer after the commit", _named["one server on SQLite killed (-9)"]),
    ("lease", _of_few_trips),
    ("move after the answer", _of_few_trips),
    ("move after the answer", _named["a server of mails fails a third, deliverers killed (-9)"]),
    ("lease", _named["a push service fails a third, deliverers killed (-9)"]),
    ("move after the answer", _named["a push service fails a third, deliverers killed (-9)"]),
    ("jitter", _named["rolling restart"]),
    ("other server's files", _named["rolling upgrade from the release before"]),
    ("position check", _named["Redis killed"]),
    ("breakers", _named["Redis frozen"]),
    ("check of connections", _named["PostgreSQL restarted"]),
    ("wait for the disk", _named["PostgreSQL killed (-9)"]),
    ("line of a trip", _named["a trip's row locked"]),
    ("database's clock", _named["a clock 90 s ahead"]),
    ("lock timeout", _named["a trip's row locked"]),
    ("idle timeout", _named["a server frozen, holding a row"]),
    ("position check", _named["the layer loses 60 %"]),
    ("back-pressure", _named["50 readers that never read"]),
    ("empty buffer of who is written to", _named["50 readers that never read"]),
    ("shared snapshot", _named["300 hubs back at once"]),
]
