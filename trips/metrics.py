"""The Prometheus metrics. None is secret, and no label names a trip."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import Counter, Gauge, Histogram, Summary

WATCHERS = Gauge(
    "socialcart_watchers", "Sockets and streams that are open", multiprocess_mode="livesum"
)
FRAMES_SENT = Counter("socialcart_frames_sent", "Frames written to sockets and streams")
FEED_LAG = Histogram(
    "socialcart_feed_lag_seconds",
    "From an event to its frame in the feed of a process",
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10),
)
POSITION_CHECK = Summary(
    "socialcart_position_check_cpu_seconds",
    "Processor time of comparing all watched trips with the log",
)
GAPS_HEALED = Counter(
    "socialcart_gaps_healed",
    "Reads of the log that found an event before its notification, or without one",
)
RESETS = Counter("socialcart_resets", "Whole states sent, as what was missed could not be replayed")
ANNOUNCE_FAILURES = Counter(
    "socialcart_announce_failures", "Frames that the channel layer did not accept"
)
DELIVERIES = Counter(
    "socialcart_deliveries", "Tries to deliver an event, by door and outcome", ["kind", "outcome"]
)
OLDEST_UNDELIVERED = Gauge(
    "socialcart_oldest_undelivered_seconds",
    "How long an event has waited for its delivery, at most",
    multiprocess_mode="livemax",
)
JOINS = Counter("socialcart_joins", "Tries to join, by outcome", ["outcome"])


@contextmanager
def position_check() -> Iterator[None]:
    """Count the position check inside, and the processor time of the thread that runs it."""
    begun = time.thread_time()
    yield
    POSITION_CHECK.observe(time.thread_time() - begun)


@contextmanager
def join() -> Iterator[None]:
    """Count the join inside by its outcome: "joined", the code of its Refusal, or "failed"."""
    outcome = "failed"
    try:
        yield
        outcome = "joined"
    except Exception as failure:
        outcome = getattr(failure, "code", outcome)
        raise
    finally:
        JOINS.labels(outcome).inc()
