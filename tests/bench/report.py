"""RESULTS.md: machine, versions, method, and each row with what was measured."""

import os
import platform
import shutil
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from sqlite3 import sqlite_version
from statistics import median

from tests.bench.figures import Measured, middle
from tests.bench.goals import GOALS, Goal
from tests.bench.plots import svg
from tests.bench.run import SMOKE, Bench

FILE = "RESULTS.md"
HERE = Path(__file__).parent
METHOD = HERE / "method.md"
MISSED = HERE / "missed.md"  # by hand: where the time of a missed row goes, and what was tried


def write(folder: Path, bench: Bench) -> str:
    """Writes it with its plots, and gives its text."""
    for file, plot in bench.plots.items():
        (folder / file).write_text(svg(plot))
    node = f"{bench.node_us:.1f} µs" if bench.node_us else "an unknown time (no peer)"
    text = "\n\n".join(
        [
            "# What it costs, beside what others cost",
            _machine(bench),
            METHOD.read_text().strip().format(node=node, scale=bench.scale, idle=bench.size.idle),
            "\n".join(_table(bench)),
            MISSED.read_text().strip(),
            "## The load client is not the bottleneck",
            "\n".join(f"* {load}: {line}" for load, line in bench.client.items()),
            "## What grows",
            "\n".join(
                f"![{plot.title}, by {plot.across}]({file})" for file, plot in bench.plots.items()
            ),
        ]
    )
    (folder / FILE).write_text(f"{text}\n")
    return text


def _table(bench: Bench) -> list[str]:
    lines = ["| work | to reach | measured | |", "|---|---|---|---|"]
    for name, goal in GOALS.items():
        seen, verdict = bench.failed.get(name, "not measured"), ""
        if name in bench.rows:
            seen, verdict = held(bench, name, bench.rows[name])
        lines.append(f"| {goal.work} | {_target(goal)} | {seen} | {verdict} |")
    return lines


def _target(goal: Goal) -> str:
    sign = "≥" if goal.is_least else "≤"
    return (
        f"{sign} {goal.limit:g} × {goal.beside}"
        if goal.beside
        else f"{sign} {goal.limit:g} {goal.unit}"
    )


def held(bench: Bench, name: str, measured: Measured) -> tuple[str, str]:
    """What was measured of a row, and whether that is enough."""
    goal = GOALS[name]
    value = median(measured.ours)
    seen = f"{middle(measured.ours)} {goal.unit}"
    note = f"; {measured.note}" if measured.note else ""
    if goal.beside and not measured.beside:
        return f"{seen}{note}", "no peer"
    if goal.beside:
        value /= median(measured.beside)
        seen = f"**{value:.2f} ×**: {seen} beside {middle(measured.beside)}"
    elif goal.is_scaled:
        value /= bench.scale
        seen = f"{seen}, counts as **{value:.3g} {goal.unit}**"
    return f"{seen}{note}", "reached" if goal.reached(value) else "**missed**"


def _machine(bench: Bench) -> str:
    model = Path("/proc/cpuinfo").read_text().partition("model name\t: ")[2].partition("\n")[0]
    memory_kb = int(Path("/proc/meminfo").read_text().split()[1])
    commit = _said("git", "rev-parse", "--short", "HEAD")
    packages = ("Django", "uvicorn", "uvloop", "channels", "pydantic", "psycopg")
    ours = ", ".join(f"{each} {version(each)}" for each in packages)
    return "\n".join(
        [
            f"* {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {commit}",
            f"* {os.cpu_count()} × {model}, {memory_kb >> 20} GiB, Linux {platform.release()}",
            f"* ours: Python {platform.python_version()}, {ours}, SQLite {sqlite_version}",
            f"* peers: {bench.peers.versions()}",
            *(["* a smoke run: no figure counts"] if bench.size is SMOKE else []),
            *(f"* not in the one run, but alone: {again}" for again in bench.again),
            f"* both: {_said('postgres', '--version')}, {_said('redis-server', '--version')[:20]}",
        ]
    )


def _said(*command: str) -> str:
    if not shutil.which(command[0]):
        return f"no {command[0]}"
    return subprocess.run(command, capture_output=True, text=True, cwd=HERE).stdout.strip()
