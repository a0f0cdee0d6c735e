"""Strikes with every fault in turn, then with promises taken out; prints two tables."""

import argparse
import asyncio
import resource
import sys
from collections import Counter
from collections.abc import Iterable

from tests.proofs.faults.alone import Alone
from tests.proofs.faults.controls import CONTROLS
from tests.proofs.faults.invariant import Findings
from tests.proofs.faults.released import Released, Unpublished
from tests.proofs.faults.system import System
from tests.proofs.faults.table import FAULTS, SHORT
from tests.proofs.faults.trial import Fault, Report, Trial

HEAD = ("fault", "load", "worst lag", "errors seen by clients", "lost", "extra")
WIDTHS = (36, 21, 10, 38, 5, 5)
SHORT_PACE = 0.4
MOST_EXAMPLES = 3


def main() -> None:
    options = _options()
    if not any(options.rows in fault.name for fault in FAULTS):
        sys.exit(f"No fault is called {options.rows!r}.")
    _, most_files = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most_files, most_files))  # children inherit it
    sys.exit(asyncio.run(_run(options)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.proofs.faults", description=__doc__)
    parser.add_argument("--rows", default="", help="only faults whose name holds this")
    parser.add_argument("--only", choices=("faults", "controls"), help="one of the two tables")
    parser.add_argument(
        "--short", action="store_true", help="a few faults in less time, no controls"
    )
    return parser.parse_args()


async def _run(options: argparse.Namespace) -> bool:
    """Whether something did not hold that should, or held that should not."""
    failed = 0
    with System() as system:
        if options.only != "controls":
            failed += await _show_faults(system, options)
        if options.only != "faults" and not options.short:
            failed += await _show_controls(system, options)
    return bool(failed)


async def _show_faults(system: System, options: argparse.Namespace) -> int:
    """How many promises were broken."""
    print(_line(HEAD))
    failed = 0
    for fault in SHORT if options.short else FAULTS:
        if options.rows in fault.name:
            report = await _report(fault, system, *(SHORT_PACE, 3) if options.short else ())
            failed += not report.holds
            _show(report)
    return failed


async def _show_controls(system: System, options: argparse.Namespace) -> int:
    """How many promises nobody missed."""
    print("\nEach of these has to fail, as a promise is taken out of the servers:")
    unnoticed = 0
    for without, fault in CONTROLS:
        if options.rows in fault.name:
            report = await _report(fault, system, without=without)
            unnoticed += report.holds
            print(f"\nwithout the {without}" + (": NOBODY NOTICED" if report.holds else ""))
            _show(report)
    return unnoticed


async def _report(
    fault: Fault, system: System, pace: float = 1.0, slack: float = 1.0, without: str = ""
) -> Report:
    """What a trial saw; alone, or on the release before, it strikes a system of its own."""
    if fault.is_alone:
        with Alone() as alone:
            return await Trial(fault, alone, pace, slack).run(without)
    if not fault.from_release:
        return await Trial(fault, system, pace, slack).run(without)
    try:
        with Released() as released:
            return await Trial(fault, released, pace, slack).run(without)
    except Unpublished as lacking:
        return Report(fault.name, "none", 0.0, Counter(), Findings(wrong=[str(lacking)]))


def _show(report: Report) -> None:
    """A row of the table, and under it what did not hold."""
    print(_line(_cells(report)), flush=True)
    findings = report.findings
    for sentence, times in Counter(findings.wrong).items():
        print(f"    {sentence}" + (f" ({times} times)" if times > 1 else ""))
    for each in [*findings.lost[:MOST_EXAMPLES], *findings.extra[:MOST_EXAMPLES]]:
        print(f"    for example: {each}")


def _cells(report: Report) -> list[str]:
    errors = ", ".join(f"{count} × {name}" for name, count in report.errors.items())
    findings = report.findings
    counts = [str(len(findings.lost)), str(len(findings.extra))]
    return [report.fault, report.load, f"{report.worst_lag_s:.2f} s", errors or "none", *counts]


def _line(cells: Iterable[str]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True))


if __name__ == "__main__":
    main()
