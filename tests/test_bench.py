"""The benchmark measures what it says, and its results hold every row."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.goals import GOALS, Goal
from tests.server import ROOT

pytestmark = pytest.mark.once


def test_a_little_of_everything_is_measured(tmp_path: Path) -> None:
    folders = [f"--{name}={tmp_path / name}" for name in ("peers", "out", "cache")]
    command = [sys.executable, "-m", "tests.bench", "--smoke", *folders]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=250)
    assert ran.returncode == 0, ran.stderr
    results = tmp_path / "out" / "RESULTS.md"
    assert_names_every_row(results)
    assert "| failed" not in results.read_text()
    assert all("PostgreSQL" in work or "first paint" in work for work in unmeasured(results))
    assert (tmp_path / "out" / "watchers.svg").read_text().startswith("<svg")


def test_the_results_name_every_row() -> None:
    assert_names_every_row(ROOT / "tests" / "bench" / "RESULTS.md")


def test_every_missed_row_says_what_is_left_and_what_was_tried() -> None:
    results = (ROOT / "tests" / "bench" / "RESULTS.md").read_text()
    missed = [line for line in results.splitlines() if line.endswith("| **missed** |")]
    said = [line[4:] for line in results.splitlines() if line.startswith("### ")]
    assert [row for row in missed if not row[2:].startswith(tuple(said))] == []


def assert_names_every_row(results: Path) -> None:
    rows = results.read_text()
    assert [goal.work for goal in GOALS.values() if f"| {goal.work} | " not in rows] == []


def unmeasured(results: Path) -> list[str]:
    """List the rows that nobody has measured, which the table names all the same."""
    lines = [line.split(" | ") for line in results.read_text().splitlines()]
    return [line[0] for line in lines if line[2:3] == ["not measured"]]


def test_a_goal_is_at_most_or_at_least() -> None:
    assert Goal("a read", 2, "ms").reached(1.9)
    assert not Goal("a read", 2, "ms").reached(2.1)
    assert Goal("joins a second", 2, "", is_least=True).reached(2.1)
    assert not Goal("joins a second", 2, "", is_least=True).reached(1.9)
