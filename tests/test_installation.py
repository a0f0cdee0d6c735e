"""An installation's own keys: made at the first local start, demanded in production."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from socialcart.installation import KEY_NAMES, is_local, keys_of, must_be_fit, new_keys

pytestmark = pytest.mark.once


def test_local_keys_are_made_once_and_kept_for_the_owner_alone(tmp_path: Path) -> None:
    first = keys_of({}, tmp_path / "var", local=True)
    assert keys_of({}, tmp_path / "var", local=True) == first
    assert set(first) == set(KEY_NAMES)
    assert (tmp_path / "var/keys.json").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700
    assert os.listdir(tmp_path / "var") == ["keys.json"]


SAME = new_keys()["JWT_SECRET"]
UNFIT = {
    "missing": ({"JWT_SECRET": None}, "JWT_SECRET must be set"),
    "short": ({"JWT_SECRET": "k3y-0f-32-ch4r4ct3rs-is-t00-sh0rt"}, "JWT_SECRET is too short"),
    "equal": ({"JWT_SECRET": SAME, "SECRET_KEY": SAME}, "SECRET_KEY and JWT_SECRET are equal"),
    "sample": ({"SECRET_KEY": "django-insecure-" + SAME}, "SECRET_KEY is a sample"),
    "repeated": ({"PHONE_INDEX_KEY": "0123456789" * 6}, "PHONE_INDEX_KEY is a sample"),
    "not Fernet's": ({"FIELD_KEYS": SAME}, "FIELD_KEYS must be Fernet keys"),
    "all zero": ({"FIELD_KEYS": "A" * 43 + "="}, "FIELD_KEYS must be Fernet keys"),
}


@pytest.mark.parametrize(("wrong", "words"), UNFIT.values(), ids=UNFIT.keys())
def test_production_refuses_a_bad_key_in_one_line(wrong: dict[str, str | None], words: str) -> None:
    keys = {name: key for name, key in (new_keys() | wrong).items() if key}
    with pytest.raises(ImproperlyConfigured, match=f"^{words}[^\n]+$"):
        must_be_fit(["trips.example"], keys, debug=False)


@pytest.mark.parametrize(
    "host",
    ["*", "http://trips.example", "https://trips.example", "trips.example:80", "a/b", "a b"],
)
def test_production_refuses_what_is_no_host(host: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^ALLOWED_HOSTS [^\n]+$"):
        must_be_fit(["trips.example", host], new_keys(), debug=False)


def test_production_refuses_debug() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^DEBUG [^\n]+$"):
        must_be_fit(["trips.example"], new_keys(), debug=True)


def test_production_takes_what_is_as_it_should_be() -> None:
    for _ in range(200):  # no chance of letters makes a good key look bad
        must_be_fit(["trips.example", ".example", "[2001:db8::1]"], new_keys(), debug=False)


def test_only_loopback_is_local() -> None:
    assert is_local(["localhost", "127.0.0.1", "[::1]"])
    assert not is_local(["localhost", "trips.example"])
    assert not is_local(["*"])


def manage(root: Path, data_dir: Path, *command: str, **environ: str) -> Any:
    """Runs a command of a production installation."""
    production = {"ALLOWED_HOSTS": "trips.example", "DATA_DIR": str(data_dir), **environ}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=root,
        env={**os.environ, **production},
        capture_output=True,
        text=True,
    )


def test_a_production_that_is_not_fit_says_why_and_does_not_start(
    root: Path, tmp_path: Path
) -> None:
    hosts = "http://trips.example,*"
    keys = {**new_keys(), "JWT_SECRET": "your-secret"}
    ended = manage(root, tmp_path, "serve", DEBUG="1", **{**keys, "ALLOWED_HOSTS": hosts})
    assert ended.returncode == 1
    named = [line.partition(" ")[0] for line in ended.stderr.splitlines()]
    assert named == ["ALLOWED_HOSTS", "ALLOWED_HOSTS", "JWT_SECRET", "DEBUG"]


def test_several_workers_without_redis_do_not_start(root: Path, tmp_path: Path) -> None:
    ended = manage(root, tmp_path, "serve", WORKERS="2", **new_keys())
    assert ended.returncode == 1
    assert "Several workers need REDIS_URL" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_django_finds_nothing_to_mend_in_production(root: Path, tmp_path: Path) -> None:
    strict = ("check", "--deploy", "--fail-level", "WARNING")
    ended = manage(root, tmp_path, *strict, **new_keys())
    assert ended.returncode == 0, ended.stderr
    assert "no issues" in ended.stdout
