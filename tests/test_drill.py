"""README's section on backups has the commands that `make drill` runs, and no others."""

import subprocess
from pathlib import Path

import pytest

from tests.proofs.drill import readme
from tests.proofs.drill.place import Place
from tests.proofs.drill.table import CONTROLS
from tests.server import Server

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


def test_a_backup_of_an_older_release_comes_back_as_one_of_this(tmp_path: Path) -> None:
    data, code = tmp_path / "data", tmp_path / "code"
    data.mkdir()
    code.mkdir()
    server = Server(data, DATABASE_URL=f"sqlite:///{data / 'socialcart.sqlite3'}")
    place = Place("SQLite", code, [server])
    server.manage("migrate", "trips", "0001", "--verbosity", "0")
    place.run("Back up SQLite")
    server.database.unlink()
    place.run("Restore SQLite")
    server.manage("migrate", "--check")
