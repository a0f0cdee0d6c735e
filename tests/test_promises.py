"""What documents name is there: the tests of promises, the answers to threats, the version."""

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


def test_the_answer_to_each_threat_stands_where_it_says(root: Path) -> None:
    rows = re.findall(r"^\| .* \| .* \| (`.*`) \|$", (root / "SECURITY.md").read_text(), re.M)
    named = [path for row in rows for path in re.findall(r"`(.*?)`", row)]
    assert len(rows) > 15
    assert [path for path in named if not (root / path).exists()] == []
