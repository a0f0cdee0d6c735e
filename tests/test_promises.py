"""PROMISES.md names tests that there are, and the changelog the version that this is."""

import re
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.once


def test_each_promise_names_a_test_that_there_is(root: Path) -> None:
    rows = re.findall(r"^\| .* \| (`.*`) \|$", (root / "tests/PROMISES.md").read_text(), re.M)
    named = [name for row in rows for name in re.findall(r"`(.*?)`", row)]
    assert len(named) > 100
    for file, _, test in (name.partition("::") for name in named):
        assert f"def {test}(" in (root / "tests" / file).read_text() or not test, f"{file}::{test}"


def test_the_changelog_begins_with_the_version_of_the_project(root: Path) -> None:
    newest = re.search(r"^## (\S+)", (root / "CHANGELOG.md").read_text(), re.M)
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    assert newest
    assert newest[1] == project["version"]
