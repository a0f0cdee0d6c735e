"""Every fault, with what may be seen of it."""

from tests.proofs.faults import crowds, devices, line, outages, processes, receivers, votes
from tests.proofs.faults.guests import HANGS_UP, TAPS_TWICE, WALKS_AWAY
from tests.proofs.faults.trial import Fault

CLOSED = frozenset({"no connection"})
AWAY = CLOSED | {"cut off"}
BUSY = frozenset({"503"})

FAULTS = [
    Fault("nothing", crowds.nothing),
    Fault(
        "200 joiners, 10 places",
        crowds.too_many,
        errors=frozenset({"trip_full"}),
        per_second=0,
        capacity=11,
    ),
    Fault("all organisers step down at once", crowds.step_down, per_second=0),
    Fault(
        "everybody races for the places that get free",
        line.race,
        lag_s=10,
        errors=AWAY,
        streams_stay=False,
        per_second=0,
        capacity=line.PLACES,
    ),
    Fault(
        "many vote on dates while one is picked",
        votes.dates,
        lag_s=10,
        errors=AWAY,
        streams_stay=False,
        per_second=0,
    ),
    Fault(
        "fifteen messages at once, of ten a day",
        votes.messages,
        lag_s=10,
        errors=AWAY,
        streams_stay=False,
        per_second=0,
    ),
    Fault(
        "clients hang up, repeat, double-tap",
        crowds.hasty,
        habits=(HANGS_UP, TAPS_TWICE, WALKS_AWAY),
    ),
    Fault("web process killed (-9)", processes.killed, lag_s=10, errors=AWAY, streams_stay=False),
    Fault(
        "one server on SQLite killed (-9)",
        processes.killed,
        lag_s=10,
        errors=AWAY,
        streams_stay=False,
        is_alone=True,
    ),
    Fault(
        "a receiver fails a third, deliverers killed (-9)",
        receivers.killed_deliverers,
        lag_s=10,
        errors=AWAY,
        streams_stay=False,
        per_second=0,
        hubs=10,
        ends_within_s=600,
    ),
    Fault("receivers down, slow and lying", receivers.failing_receivers, per_second=0, hubs=10),
    Fault(
        "a server of mails fails a third, deliverers killed (-9)",
        receivers.failing_mails,
        lag_s=10,
        errors=AWAY,
        streams_stay=False,
        per_second=0,
        hubs=10,
        ends_within_s=400,
    ),
    Fault(
        "a push service fails a third, deliverers killed (-9)",
        devices.failing_pushes,
        lag_s=10,
        errors=AWAY,
        streams_stay=False,
        per_second=0,
        hubs=10,
        ends_within_s=400,
    ),
    Fault("rolling restart", processes.replaced, lag_s=10, errors=CLOSED, streams_stay=False),
    Fault(
        "rolling upgrade from the release before",
        processes.upgraded,
        lag_s=15,
        errors=CLOSED | BUSY,
        streams_stay=False,
        per_second=5,
        from_release=True,
    ),
    Fault(
        "a server frozen, holding a row",
        processes.frozen,
        lag_s=30,
        errors=BUSY | {"timeout"},
        per_second=10,
    ),
    Fault("Redis killed", outages.redis_killed, lag_s=3),
    Fault("Redis frozen", outages.redis_frozen, lag_s=3),
    Fault("Redis flushed", outages.redis_flushed, lag_s=3),
    Fault("PostgreSQL restarted", outages.postgres_restarted, lag_s=10, errors=BUSY),
    Fault("PostgreSQL killed (-9)", outages.postgres_killed, lag_s=10, errors=BUSY),
    Fault("PostgreSQL's connections taken", outages.connections_taken, lag_s=10, errors=BUSY),
    Fault("a trip's row locked", outages.row_locked, errors=BUSY),
    Fault(
        "the layer loses 60 %",
        outages.lossy_layer,
        lag_s=3,
        per_second=0,
        tampering=("lossy layer",),
    ),
    Fault("50 readers that never read", crowds.deaf_readers),
    Fault(
        "300 hubs back at once",
        crowds.storm,
        lag_s=20,
        errors=AWAY,
        streams_stay=False,
        per_second=10,
        hubs=300,
        tampering=("snapshots counted",),
    ),
    Fault(
        "a clock 90 s ahead", processes.clock_ahead, tampering=("clock ahead",), right_alone=True
    ),
]

_named = {fault.name: fault for fault in FAULTS}

SHORT = [
    _named["200 joiners, 10 places"],
    _named["Redis killed"],
    _named["PostgreSQL killed (-9)"],
]
