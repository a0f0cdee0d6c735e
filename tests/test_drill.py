"""README's section on backups has the commands that `make drill` runs, and no others."""

import subprocess

import pytest

from tests.drill import readme
from tests.drill.table import CONTROLS

pytestmark = pytest.mark.once


def test_each_block_of_the_section_is_one_that_the_drill_runs() -> None:
    section = readme.section()
    assert set(readme.blocks()) == readme.NAMES
    assert section.count("```sh\n") == section.count("```") / 2 == len(readme.NAMES)


@pytest.mark.parametrize("name", sorted(readme.NAMES))
def test_each_block_is_shell_as_it_stands(name: str) -> None:
    subprocess.run(["sh", "-n"], input=readme.blocks()[name], text=True, check=True)


def test_what_controls_leave_out_is_there() -> None:
    for fragment, _ in CONTROLS:
        without = {name: readme.left_out(fragment, name) for name in readme.NAMES}
        assert without != readme.blocks()
