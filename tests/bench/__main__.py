"""Measures all in less than three minutes; `--watchers` and `--seconds` make it shorter."""

import argparse
import os
import resource
import signal
from statistics import median
from typing import NoReturn

from tests.bench import guests, measure
from tests.bench.measure import JOINS_PER_S, SLICES, Figures

MOST_SECONDS = 175
GOAL_US, GOAL_TIMES = 22, 10
BASELINE_JOINS = 4  # a slice: it cannot keep up, and its layer drops what is 100 behind


def main() -> None:
    options = _options()
    signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(MOST_SECONDS)
    _, most_files = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most_files, most_files))  # children inherit it

    busy = os.getloadavg()[0]
    joins = max(1, round(options.seconds * JOINS_PER_S / SLICES))
    columns: dict[str, Figures] = {}
    for kind in measure.ADDRESSES:
        with measure.our_server() as running:
            columns[kind] = measure.door(kind, running, options.watchers, joins)
    with measure.our_server() as running:
        joins_per_s = guests.rate(running.port, running.trip, options.seconds / 3)
    with measure.baseline_server() as running:
        few = min(joins, BASELINE_JOINS)
        columns["baseline"] = measure.door("WebSocket", running, options.watchers, few)
    _print(columns, joins_per_s, options.watchers)
    if busy > 1:
        print(f"{busy:.1f} processes were busy before it began: on an idle machine all is cheaper")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--watchers", type=int, default=1_000, help="of one trip (1000)")
    parser.add_argument("--seconds", type=float, default=15, help="of joins, each phase (15)")
    return parser.parse_args()


def _too_long(*_: object) -> NoReturn:
    raise TimeoutError(f"not done in {MOST_SECONDS} s")


def _print(columns: dict[str, Figures], joins_per_s: float, watchers: int) -> None:
    ours = [figures for kind, figures in columns.items() if kind != "baseline"]
    baseline_us = median(columns["baseline"].delivery_us)
    dearest_us = max(median(figures.delivery_us) for figures in ours)
    rows = {
        "CPU a delivery, µs": [_range(each.delivery_us) for each in columns.values()],
        "CPU a connection, ms": [f"{each.connect_ms:.2f}" for each in columns.values()],
        "memory a connection, kB": [f"{each.memory_kb:.0f}" for each in columns.values()],
        "CPU a join nobody watches, ms": [*(_range(each.join_ms) for each in ours), "–"],
        "joins a second, one process": [f"{joins_per_s:.0f}", "", "–"],
    }
    print(
        f"{watchers} watchers of one trip, {JOINS_PER_S} joins a second, CPU of the server process"
    )
    print(f"median (least–most of {SLICES}); every watcher got every frame, in order\n")
    print(f"{'':<31}" + "".join(f"{kind:>22}" for kind in columns))
    for title, cells in rows.items():
        print(f"{title:<31}" + "".join(f"{cell:>22}" for cell in cells))
    print(f"\nat most {GOAL_US} µs a delivery: {_verdict(dearest_us <= GOAL_US)}")
    times = baseline_us / dearest_us
    print(
        f"{GOAL_TIMES} times less than the baseline: {_verdict(times >= GOAL_TIMES)}, {times:.1f}"
    )


def _range(figures: list[float]) -> str:
    return f"{median(figures):.1f} ({min(figures):.1f}–{max(figures):.1f})"


def _verdict(reached: bool) -> str:
    return "yes" if reached else "NO"


if __name__ == "__main__":
    main()
