"""Rehearses every disaster, then with a command of README left out; prints two tables."""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable

from tests.proofs.drill.drill import Disaster, Report, rehearse
from tests.proofs.drill.table import CONTROLS, DISASTERS

HEAD = ("disaster", "load", "before the backup", "during", "after", "lost", "extra")
WIDTHS = (28, 20, 17, 14, 14, 5, 5)
MOST_EXAMPLES = 3


def main() -> None:
    options = _options()
    begun = time.monotonic()
    failed = 0
    if options.only != "controls":
        failed += _show_disasters(options.rows)
    if options.only != "disasters":
        failed += _show_controls(options.rows)
    print(f"\n{time.monotonic() - begun:.0f} s")
    sys.exit(bool(failed))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.proofs.drill", description=__doc__)
    parser.add_argument("--rows", default="", help="only disasters whose name holds this")
    parser.add_argument("--only", choices=("disasters", "controls"), help="one of the two tables")
    return parser.parse_args()


def _show_disasters(rows: str) -> int:
    """How many left something that does not hold."""
    print(_line(HEAD))
    reports = [_show(disaster) for disaster in DISASTERS if rows in disaster.name]
    return sum(not report.holds for report in reports)


def _show_controls(rows: str) -> int:
    """How many commands nobody missed."""
    print("\nEach of these has to fail, as a command of README is left out:")
    unnoticed = 0
    for without, disaster in CONTROLS:
        if rows in disaster.name:
            print(f"\nwithout `{without}`")
            if _show(disaster, without).holds:
                unnoticed += 1
                print("    NOBODY NOTICED")
    return unnoticed


def _show(disaster: Disaster, without: str = "") -> Report:
    """Rehearses it; prints a row of the table, and under it what does not hold."""
    report = rehearse(disaster, without)
    findings = report.findings
    joins = [f"{kept} of {joined} kept" for joined, kept in report.counts.values()] or [""] * 3
    sums = [str(len(findings.lost)), str(len(findings.extra))]
    print(_line([report.disaster, report.load, *joins, *sums]), flush=True)
    for sentence, times in Counter(findings.wrong).items():
        print(f"    {sentence}" + (f" ({times} times)" if times > 1 else ""))
    for each in [*findings.lost[:MOST_EXAMPLES], *findings.extra[:MOST_EXAMPLES]]:
        print(f"    for example: {each}")
    return report


def _line(cells: Iterable[str]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True))


if __name__ == "__main__":
    main()
