"""An installation's own keys: made at the first local start, demanded in production."""

import json
import os
import re
import runpy
import socket
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.core.exceptions import ImproperlyConfigured
from environs import EnvError
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from socialcart.installation import (
    MADE,
    is_local,
    is_loopback,
    keys_of,
    must_be_fit,
    new_keys,
)
from tests.server import Server

pytestmark = pytest.mark.once


def test_local_keys_are_made_once_and_kept_for_the_owner_alone(tmp_path: Path) -> None:
    first = keys_of({}, tmp_path / "var", local=True)
    assert keys_of({}, tmp_path / "var", local=True) == first
    assert set(first) == set(MADE)
    assert (tmp_path / "var/keys.json").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700
    assert os.listdir(tmp_path / "var") == ["keys.json"]


def test_a_key_that_an_older_release_did_not_make_is_added_once(tmp_path: Path) -> None:
    kept = keys_of({}, tmp_path, local=True)
    older = {name: key for name, key in kept.items() if name != "VAPID_KEY"}
    (tmp_path / "keys.json").write_text(json.dumps(older))
    with ThreadPoolExecutor(8) as servers:
        found = list(servers.map(lambda _: keys_of({}, tmp_path, local=True), range(8)))
    assert all(each == found[0] for each in found)
    assert older.items() < found[0].items()
    assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600


def test_production_needs_no_key_for_pushes(root: Path, bare: pytest.MonkeyPatch) -> None:
    for name, value in {"ALLOWED_HOSTS": "trips.example", **new_keys()}.items():
        bare.setenv(name, value)
    assert settings_now(root)["SENDS_PUSH"] is True
    bare.delenv("VAPID_KEY")
    assert settings_now(root)["SENDS_PUSH"] is False


def test_production_makes_no_key_of_its_own(tmp_path: Path) -> None:
    keys_of({}, tmp_path, local=True)
    given = {"SECRET_KEY": SAME}
    assert keys_of(given, tmp_path, local=False) == given


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


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """An environment with nothing set but where the data is."""
    for name in ("ALLOWED_HOSTS", "DEBUG", "DATABASE_URL", *MADE):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    return monkeypatch


def settings_now(root: Path) -> dict[str, Any]:
    return runpy.run_path(str(root / "socialcart/settings.py"))


def test_with_nothing_set_it_is_local_and_shows_nothing_of_its_inside(
    bare: pytest.MonkeyPatch, root: Path, tmp_path: Path
) -> None:
    made = settings_now(root)
    assert (made["LOCAL"], made["DEBUG"]) == (True, False)
    kept = json.loads((tmp_path / "keys.json").read_text())
    assert (kept["SECRET_KEY"], kept["JWT_SECRET"]) == (made["SECRET_KEY"], made["JWT_SECRET"])
    assert Path(made["DATABASES"]["default"]["NAME"]).parent == tmp_path
    bare.setenv("DEBUG", "1")
    assert settings_now(root)["DEBUG"] is True


def test_the_cookies_of_production_are_bound_to_the_host(
    bare: pytest.MonkeyPatch, root: Path
) -> None:
    for name, value in {"ALLOWED_HOSTS": "trips.example", **new_keys()}.items():
        bare.setenv(name, value)
    made = settings_now(root)
    assert (made["COOKIE_PREFIX"], made["COOKIES_SECURE"]) == ("__Host-", True)
    for cookie in ("CSRF", "SESSION"):
        assert made[f"{cookie}_COOKIE_NAME"].startswith("__Host-")
        assert made[f"{cookie}_COOKIE_SECURE"] is True


def manage(root: Path, data_dir: Path, *command: str, **environ: str) -> Any:
    """Runs a command of a production installation."""
    production = {"ALLOWED_HOSTS": "trips.example", "DATA_DIR": str(data_dir), **environ}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=root,
        env={**os.environ, **production},
        capture_output=True,
        text=True,
        timeout=60,  # one that starts after all would serve for ever
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


NONSENSE = [
    ("SSE_HEARTBEAT_INTERVAL", "0"),
    ("API_RATE_LIMIT", "0"),
    ("API_RATE_LIMIT", "-5"),
    ("API_RATE_LIMIT", "many"),
    ("STREAM_LIMIT", "0"),
    ("TRUSTED_PROXIES", "10.0.0.9,10.0.0.0/8"),
    ("TRUSTED_PROXIES", "*"),
    *(
        ("EMBED_ORIGINS", origin)
        for origin in (
            "*",
            "shop.example",
            "https://*.shop.example",
            "https://shop.example/",
            "https://shop.example/goa",
            "https://Shop.example",
            "https://a.example https://b.example",
            "https://shop.example; script-src *",
            "http://shop.example",
            "http://10.0.0.9:8000",
            "null",
        )
    ),
    ("VAPID_KEY", "foo"),
    ("VAPID_KEY", "A" * 43),
    ("VAPID_KEY", "\N{SNOWMAN}" * 43),
    ("REDIS_URL", "foo"),
    ("DATABASE_URL", "foo"),
    ("DATABASE_URL", "mysql://foo/bar"),
    ("TIME_ZONE", "foo"),
    ("TIME_ZONE", "../foo"),
    ("DEBUG", "maybe"),
]


@pytest.mark.parametrize(("name", "value"), NONSENSE)
def test_what_cannot_be_meant_is_refused_in_one_line(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv(name, value)
    with pytest.raises(EnvError, match=f'^Environment variable "{name}" invalid: [^\n]+$'):
        runpy.run_path(str(root / "socialcart/settings.py"))


def test_origins_of_shops_are_those_of_https_and_of_this_machine(
    root: Path, bare: pytest.MonkeyPatch
) -> None:
    origins = (
        "https://shop.example,https://shop.example:8443,http://localhost:9000,http://127.0.0.1"
    )
    bare.setenv("EMBED_ORIGINS", origins)
    assert settings_now(root)["EMBED_ORIGINS"] == origins.split(",")
    bare.setenv("EMBED_ORIGINS", "")
    assert settings_now(root)["EMBED_ORIGINS"] == []


def test_nor_does_a_server_start_with_it(root: Path, tmp_path: Path) -> None:
    for name, value in (("STREAM_LIMIT", "0"), ("PORT", "70000")):
        ended = manage(root, tmp_path, "serve", **{name: value}, **new_keys())
        assert ended.returncode == 1
        assert re.fullmatch(f'Environment variable "{name}" invalid: .+\n', ended.stderr)


def test_where_others_can_come_it_is_not_local(root: Path, tmp_path: Path) -> None:
    local = {"ALLOWED_HOSTS": "localhost", "DATA_DIR": str(tmp_path), "DEBUG": "1"}
    ended = manage(root, tmp_path, "serve", **local, HOST="0.0.0.0")
    assert ended.returncode == 1
    assert re.fullmatch("CommandError: HOST=0.0.0.0 lets others in: .+\n", ended.stderr)
    assert is_loopback("127.0.0.1")
    assert is_loopback("::1")


def test_several_workers_without_redis_do_not_start(root: Path, tmp_path: Path) -> None:
    ended = manage(root, tmp_path, "serve", WORKERS="2", **new_keys())
    assert ended.returncode == 1
    assert len(ended.stderr.splitlines()) == 1
    assert "Several workers need REDIS_URL" in ended.stderr


def test_what_a_production_without_keys_is_told_to_run_prints_fit_ones(
    root: Path, tmp_path: Path
) -> None:
    refused = manage(root, tmp_path, "make_keys")
    assert (refused.returncode, len(refused.stderr.splitlines())) == (1, 1)
    assert "`ALLOWED_HOSTS= python manage.py make_keys`" in refused.stderr
    printed = manage(root, tmp_path, "make_keys", ALLOWED_HOSTS="").stdout.splitlines()
    fresh = dict(line.split("=", 1) for line in printed)
    assert tuple(fresh) == MADE
    must_be_fit(["trips.example"], fresh, debug=False)


def _lock(root: Path) -> str:
    return (root / "requirements.txt").read_text()


@pytest.mark.parametrize(("package", "least"), [("django", (5, 2, 13)), ("daphne", (4, 2, 2))])
def test_no_version_with_a_known_hole_is_installed(
    root: Path, package: str, least: tuple[int, ...]
) -> None:
    pinned = re.search(rf"^{package}==([\d.]+) ", _lock(root), re.M)
    assert pinned is not None
    assert tuple(int(part) for part in pinned[1].split(".")) >= least


def test_django_finds_nothing_to_mend_in_production(root: Path, tmp_path: Path) -> None:
    strict = ("check", "--deploy", "--fail-level", "WARNING")
    ended = manage(root, tmp_path, *strict, **new_keys())
    assert ended.returncode == 0, ended.stderr
    assert "no issues" in ended.stdout


@pytest.mark.parametrize("host", ["::1", "[::1]"])
def test_an_ipv6_host_prints_addresses_that_open(tmp_path: Path, host: str) -> None:
    with socket.socket(socket.AF_INET6) as probe:
        try:
            probe.bind(("::1", 0))
        except OSError as missing:
            pytest.skip(f"no IPv6 here: {missing}")
    server = Server(tmp_path, HOST=host)
    server.url = f"http://[::1]:{server.port}"
    with server:
        site = re.search(r"SocialCart +(\S+)", server.manage("demo"))
        assert site
        assert httpx.get(site[1]).status_code == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "::ffff:127.0.0.1", "nowhere.invalid"])
def test_no_address_is_printed_that_opens_nowhere(tmp_path: Path, host: str) -> None:
    refused = Server(tmp_path, HOST=host)
    with pytest.raises(AssertionError, match=f"^CommandError: HOST={re.escape(host)} "):
        refused.manage("demo")


def test_a_production_prints_the_name_that_people_open(root: Path, tmp_path: Path) -> None:
    everywhere = {"HOST": "0.0.0.0", "DATA_DIR": str(tmp_path), **new_keys()}
    assert manage(root, tmp_path, "migrate", **everywhere).returncode == 0
    printed = manage(root, tmp_path, "demo", **everywhere).stdout
    assert re.findall(r"https?://[^/\s]+", printed) == ["https://trips.example"] * 3


def test_a_host_that_is_none_is_refused_in_words(tmp_path: Path) -> None:
    refused = Server(tmp_path, HOST="nowhere.invalid")
    with pytest.raises(AssertionError, match=r"^CommandError: HOST=nowhere\.invalid is no address"):
        refused.manage("serve")


def test_the_lock_holds_what_is_declared(root: Path) -> None:
    declared = tomllib.loads((root / "pyproject.toml").read_text())["project"]["dependencies"]
    locked = dict(re.findall(r"^([a-z0-9-]+)(?:\[[^]]*\])?==(\S+)", _lock(root), re.M))
    for each in map(Requirement, declared):
        assert locked.get(canonicalize_name(each.name), "none") in each.specifier, each.name


def test_the_changelog_begins_with_this_version(root: Path) -> None:
    version = tomllib.loads((root / "pyproject.toml").read_text())["project"]["version"]
    assert re.findall(r"^## (\S+)", (root / "CHANGELOG.md").read_text(), re.M)[0] == version
