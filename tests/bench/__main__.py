"""Measures every row in turn, in some fifteen minutes, and writes RESULTS.md with its plots."""

import argparse
import os
import pickle
import resource
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from tests.bench import crowd, doors, growth, idle, joins, peers, reads, report, running
from tests.bench.figures import Measured
from tests.bench.goals import GOALS
from tests.bench.run import SMOKE, WHOLE, Bench

HERE = Path(__file__).parent
PEERS = Path(__file__).resolve().parents[2].parent / "shared" / "peers"

# Which rows each measures: those that it does not get to say why.
MEASUREMENTS: dict[Callable[[Bench], Iterator[tuple[str, Measured]]], tuple[str, ...]] = {
    doors.delivery: ("ws", "sse", "burst"),
    joins.on_sqlite: ("sqlite", "at once"),
    joins.on_postgres: ("pg",),
    reads.pages: ("read", "home", "invitation", "hub", "journey", "css", "weight"),
    reads.first_paint: ("paint",),
    idle.idle: ("idle",),
    growth.watchers: ("flat watchers",),
    growth.members: ("flat members",),
    growth.trips: ("flat trips",),
    growth.replay: ("flat replay",),
}


def main() -> None:
    options = _options()
    _, most_files = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most_files, most_files))  # children inherit it
    crowd.program()
    cache = options.cache / "socialcart-bench"
    last = cache / "last.pickle"
    bench = Bench(WHOLE, peers.built(options.peers, cache), cache)
    if options.only and not options.smoke and last.exists():
        bench = replace(pickle.loads(last.read_bytes()), peers=bench.peers)
    with ExitStack() as parts:
        if options.smoke:
            heartbeats = {"SSE_HEARTBEAT_INTERVAL": "1000"}
            bench.size, bench.shared = SMOKE, parts.enter_context(running.ours(heartbeats))
        _measure_all(bench, options.only)
    if not options.smoke:
        last.write_bytes(pickle.dumps(bench))
    options.out.mkdir(parents=True, exist_ok=True)
    print(report.write(options.out, bench))
    sys.exit(1 if bench.failed else 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="a little of each, in seconds")
    parser.add_argument("--only", default="", help="measure again what is named so")
    parser.add_argument("--peers", type=Path, default=PEERS, help="folder (../shared/peers)")
    parser.add_argument("--out", type=Path, default=HERE, help="folder (tests/bench)")
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    parser.add_argument("--cache", type=Path, default=home, help="folder of what is made once")
    return parser.parse_args()


def _measure_all(bench: Bench, only: str) -> None:
    """Measures; a row that fails says why, and the others follow."""
    begun = time.monotonic()
    for measure, rows in MEASUREMENTS.items():
        name = measure.__qualname__
        if only not in name:
            continue
        print(f"{time.monotonic() - begun:4.0f} s  {measure.__doc__}", flush=True)
        its = [row for row in GOALS if row.startswith(rows)]
        if only:
            bench.again.append(f"{name} at {datetime.now(UTC):%H:%M}")
        for row in its:
            bench.rows.pop(row, None), bench.failed.pop(row, None)
        try:
            for row, figures in measure(bench):
                bench.rows[row] = figures
                print("       ", row, *report.held(bench, row, figures), flush=True)
        except Exception as failure:
            traceback.print_exc()
            why = f"failed: {failure}".replace("\n", " ").replace("|", "/")[:200]
            bench.failed |= {row: why for row in its if row not in bench.rows}
    print(f"{time.monotonic() - begun:4.0f} s in all")


if __name__ == "__main__":
    main()
