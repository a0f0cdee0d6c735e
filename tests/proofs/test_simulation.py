"""Some hundred histories of `make simulation`, and that each is the same again."""

import os
import subprocess
import sys

import pytest

from tests.server import ROOT

SIMULATION = [sys.executable, "-m", "tests.proofs.simulation"]


def printed(*options: str, **environment: str) -> str:
    """What a run printed; it must hold."""
    own = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    command = [*SIMULATION, *options]
    ran = subprocess.run(command, cwd=ROOT, env=own | environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.mark.once
def test_every_page_shows_what_the_log_says_when_faults_are_over() -> None:
    so_far, result = printed("--histories", "300").splitlines()
    assert so_far == "250 of 300 histories held so far"
    assert result.startswith("300 histories held, ")


@pytest.mark.once
def test_a_history_is_the_same_whenever_its_seed_is_played() -> None:
    first, second = printed("--seed", "7", "45", PYTHONHASHSEED="1").split("history 45\n")
    assert first.count("\n") > 20
    assert second.count("\n") > 20
    again = printed("--seed", "45", "7", PYTHONHASHSEED="2")
    assert again == f"history 45\n{second}{first}"
