"""What the release before needs, and is not installed here."""

from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.proofs.faults.released import Unpublished, _lacking

pytestmark = pytest.mark.once
BOAT = """Name: boat
Version: 1.2
Requires-Dist: hull==1
Requires-Dist: keel==7; python_version > "3"
Requires-Dist: sail==3; extra == "wind"
Requires-Dist: oar==9; extra == "wind" and sys_platform == "atlantis"
Requires-Dist: mast[steel]==4; extra == "wind"
"""
MAST = """Name: mast
Version: 4
Requires-Dist: bolt>=2; extra == "steel"
"""


@pytest.fixture(autouse=True)
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, metadata in {"boat-1.2": BOAT, "mast-4": MAST}.items():
        (tmp_path / f"{name}.dist-info").mkdir()
        (tmp_path / f"{name}.dist-info" / "METADATA").write_text(metadata)
    monkeypatch.syspath_prepend(tmp_path)


@pytest.mark.parametrize(
    ("wanted", "lacking"),
    [
        ("boat==1.2", []),
        ("boat==1.3", ["boat==1.3"]),
        ("raft==1", ["raft==1"]),
        ("boat[wind]==1.2", ["sail==3", "bolt>=2"]),
        ("boat[steam]==1.2", []),
    ],
)
def test_what_the_release_before_needs_and_is_not_here_is_found(
    wanted: str, lacking: list[str]
) -> None:
    assert _lacking(Requirement(wanted)) == lacking


@pytest.mark.parametrize("wanted", ["boat[wind]==1.3", "raft[wind]==1"])
def test_what_extras_need_is_not_guessed(wanted: str) -> None:
    with pytest.raises(Unpublished):
        _lacking(Requirement(wanted))
