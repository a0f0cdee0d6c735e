"""An installation's own keys: made at the first local start, demanded in production."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from socialcart.installation import KEY_NAMES, is_local, keys_of, new_keys

pytestmark = pytest.mark.once


def test_local_keys_are_made_once_and_kept_for_the_owner_alone(tmp_path: Path) -> None:
    first = keys_of({}, tmp_path / "var", local=True)
    assert keys_of({}, tmp_path / "var", local=True) == first
    assert set(first) == set(KEY_NAMES)
    assert (tmp_path / "var/keys.json").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700
    assert os.listdir(tmp_path / "var") == ["keys.json"]


def test_production_names_the_keys_it_lacks(tmp_path: Path) -> None:
    given = new_keys()
    del given["JWT_SECRET"]
    with pytest.raises(ImproperlyConfigured, match="^JWT_SECRET must be set"):
        keys_of(given, tmp_path, local=False)
    assert keys_of(new_keys(), tmp_path, local=False).keys() == set(KEY_NAMES)


def test_only_loopback_is_local() -> None:
    assert is_local(["localhost", "127.0.0.1", "[::1]"])
    assert not is_local(["localhost", "trips.example"])
    assert not is_local(["*"])


def test_a_production_start_without_keys_ends_in_one_line(root: Path, tmp_path: Path) -> None:
    environ = {**os.environ, "ALLOWED_HOSTS": "trips.example", "DATA_DIR": str(tmp_path)}
    start = [sys.executable, "manage.py", "check"]
    ended = subprocess.run(start, cwd=root, env=environ, capture_output=True, text=True)
    assert ended.returncode != 0
    assert "must be set" in ended.stderr.splitlines()[-1]
