"""Measures all in less than three minutes; `--watchers` and `--seconds` make it shorter."""

import argparse
import os
import resource
import signal
import sys
from statistics import median
from typing import NoReturn

from tests.proofs.bench import guests, measure
from tests.proofs.bench.measure import JOINS_PER_S, SLICES, Figures

MOST_SECONDS = 170
GOAL_US, GOAL_TIMES = 22, 10
BASELINE = "baseline"
BASELINE_JOINS = 4  # a slice: it cannot keep up, and its layer drops what is 100 behind

Columns = dict[str, Figures]


def main() -> None:
    options = _options()
    _, most_files = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most_files, most_files))  # children inherit it
    busy = os.getloadavg()[0]
    columns: Columns = {}
    rates: list[str] = []
    signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(MOST_SECONDS)
    try:
        _fill(columns, rates, options.watchers, options.seconds)
    except TimeoutError as too_long:
        sys.exit(f"{too_long}; this far it came:\n{_table(columns, rates)}")
    print(
        f"{options.watchers} watchers of one trip, {JOINS_PER_S} joins a second, CPU of the server;"
    )
    print(f"median (least–most of {SLICES}); every watcher got every frame, in order\n")
    print(_table(columns, rates))
    _check(columns)
    if busy > 1:
        print(f"{busy:.1f} processes were busy before it began: on an idle machine all is cheaper")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.proofs.bench", description=__doc__)
    parser.add_argument("--watchers", type=int, default=1_000, help="of one trip (1000)")
    parser.add_argument("--seconds", type=float, default=15, help="of joins, each phase (15)")
    return parser.parse_args()


def _too_long(*_: object) -> NoReturn:
    raise TimeoutError(f"not done in {MOST_SECONDS} s")


def _fill(columns: Columns, rates: list[str], watchers: int, seconds: float) -> None:
    joins = max(1, round(seconds * JOINS_PER_S / SLICES))
    for kind in measure.ADDRESSES:
        with measure.our_server() as running:
            rates.append(f"{guests.rate(running.port, running.trip, seconds / 5):.0f}")
            columns[kind] = measure.door(kind, running, watchers, joins)
    with measure.baseline_server() as running:
        columns[BASELINE] = measure.door("WebSocket", running, watchers, min(joins, BASELINE_JOINS))


def _table(columns: Columns, rates: list[str]) -> str:
    figures = columns.values()
    ours = [each for kind, each in columns.items() if kind != BASELINE]
    rows = {
        "": [*columns],
        "CPU a delivery, µs": [_range(each.delivery_us) for each in figures],
        "CPU a connection, ms": [f"{each.connect_ms:.2f}" for each in figures],
        "memory a connection, kB": [f"{each.memory_kb:.0f}" for each in figures],
        "CPU a join nobody watches, ms": [_range(each.join_ms) for each in ours],
        "joins a second, one process": rates,
    }
    lines = (f"{title:<31}" + "".join(f"{cell:>22}" for cell in row) for title, row in rows.items())
    return "\n".join(lines) + "\n"


def _check(columns: Columns) -> None:
    delivery_us = {kind: median(figures.delivery_us) for kind, figures in columns.items()}
    baseline_us = delivery_us.pop(BASELINE)
    dearest_us = max(delivery_us.values())
    times = baseline_us / dearest_us
    print(f"at most {GOAL_US} µs a delivery: {_verdict(dearest_us <= GOAL_US)}")
    print(f"{GOAL_TIMES} times less than baseline: {_verdict(times >= GOAL_TIMES)} ({times:.1f})")


def _range(figures: list[float]) -> str:
    return f"{median(figures):.1f} ({min(figures):.1f}–{max(figures):.1f})"


def _verdict(reached: bool) -> str:
    return "yes" if reached else "NO"


if __name__ == "__main__":
    main()
