"""Runs random histories, each from its seed, and shows the first that fails; or replays one."""

import argparse
import gc
import resource
import sys
import time

from tests.proofs.simulation.history import History
from tests.proofs.simulation.world import World, world

TRACED_LINES = 60
TIDIED_EVERY = 50
TOLD_EVERY = 250  # a minute or less


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.proofs.simulation", description=__doc__)
    parser.add_argument("--histories", type=int, default=10_000, help="how many")
    parser.add_argument("--first", type=int, default=1, help="seed of the first")
    parser.add_argument("--seed", type=int, nargs="+", help="replay these, and show all of them")
    parser.add_argument("--steps", type=int, help="of each, at most so many")
    options = parser.parse_args()
    with world() as ours:
        if options.seed:
            failed = [_replay(seed, ours, options.steps) for seed in options.seed]
            sys.exit(any(failed))
        sys.exit(_run(range(options.first, options.first + options.histories), ours))


def _replay(seed: int, ours: World, steps: int | None) -> bool:
    history = History(seed, ours, steps)
    history.run()
    print(f"history {seed}", *history.trace, sep="\n")
    return bool(history.wrongs)


def _run(seeds: range, ours: World) -> bool:
    """Run these histories; return whether one has failed."""
    begin = time.perf_counter()
    gc.collect()
    gc.freeze()
    gc.disable()  # when it runs is not a matter of the seed
    for count, seed in enumerate(seeds, 1):
        history = History(seed, ours)
        if history.run():
            _report(history, ours)
            return True
        if count % TIDIED_EVERY == 0:
            gc.collect()
        if count % TOLD_EVERY == 0 and count < len(seeds):
            print(f"{count} of {len(seeds)} histories held so far", flush=True)
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu_ms = 1000 * (used.ru_utime + used.ru_stime) / len(seeds)
    each_ms = 1000 * (time.perf_counter() - begin) / len(seeds)
    print(f"{len(seeds)} histories held, {each_ms:.0f} ms each ({cpu_ms:.0f} ms of CPU)")
    return False


def _report(history: History, ours: World) -> None:
    """Show a history that failed, cut down to as few steps as still fail."""
    seed = history.seed
    print(f"history {seed} failed: {history.wrongs[0]}")
    for steps in range(history.steps):
        shorter = History(seed, ours, steps)
        if shorter.run():
            history = shorter
            break
    print("\n".join(history.trace[-TRACED_LINES:]))
    print(f"again: python -m tests.proofs.simulation --seed {seed} --steps {history.steps}")


if __name__ == "__main__":
    main()
