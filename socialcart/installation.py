"""Read what belongs to one installation: its hosts, secret keys and languages, and check them."""

import fcntl
import json
import os
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import combinations
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.core import Locale
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import to_language
from environs import ValidationError

from socialcart import vapid
from socialcart.addresses import canonical

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
SHORTEST_KEY = 50
LEAST_VARIED = 12  # different characters; hexadecimal has 16
KEY_NAMES = ("SECRET_KEY", "JWT_SECRET", "FIELD_KEYS", "PHONE_INDEX_KEY")
MADE = (*KEY_NAMES, "VAPID_KEY")  # without the last one nothing is pushed, and all else works

_ORIGIN = re.compile(
    r"(https://[a-z\d-]+(\.[a-z\d-]+)*|http://(localhost|127\.0\.0\.1))(:\d{1,5})?"
)
_HOST = re.compile(r"\.?[\w-]+(\.[\w-]+)*|\[[\da-f:.]+\]", re.IGNORECASE)
_SAMPLE = re.compile(r"change|example|insecure|password|placeholder|sample|secret|your[-_ ]", re.I)


def is_local(allowed_hosts: list[str]) -> bool:
    """Return whether ALLOWED_HOSTS names this machine alone; anything else is production."""
    return set(allowed_hosts) <= LOOPBACK


def is_loopback(host: str) -> bool:
    """Return whether a server listening on this host is reachable from this machine alone."""
    return host in LOOPBACK or f"[{host}]" in LOOPBACK


def languages_of(known: Iterable[str]) -> Callable[[list[str]], None]:
    """Make a validator for lists of language codes: each must be known, and "en" among them."""

    def check(codes: list[str]) -> None:
        if "en" not in codes or not set(codes) <= set(known):
            raise ValidationError(f"Write en and others of {', '.join(known)}, with commas.")

    return check


def translations_in(folder: Path) -> dict[str, str]:
    """Map the code of each language that a folder has compiled to the language's own name."""
    names = sorted(path.parent.parent.name for path in folder.glob("*/LC_MESSAGES/django.mo"))
    return {to_language(each): str(Locale.parse(each).display_name) for each in names}


def each_an_address(texts: list[str]) -> None:
    """Validate that every text is a single IP address: no network, host name or `*`.

    Raises ValidationError of environs, as its `validate=` expects.
    """
    for text in texts:
        if canonical(text) is None:
            raise ValidationError(f"{text} is no address such as 10.0.0.9 or 2001:db8::9.")


def each_an_origin(texts: list[str]) -> None:
    """Validate that every text is one origin, as browsers write it: of https, or of this machine.

    Raises ValidationError of environs, as its `validate=` expects.
    """
    for text in texts:
        if not _ORIGIN.fullmatch(text):
            raise ValidationError(
                f"{text} is no origin such as https://shop.example: no path, no *, small letters; "
                "http only at localhost and 127.0.0.1."
            )


def a_time_zone(name: str) -> None:
    """Validate the name of an IANA time zone. Raises ValidationError of environs."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as unknown:
        raise ValidationError("There is no such time zone; one is Asia/Kolkata.") from unknown


def new_keys() -> dict[str, str]:
    """Generate a fresh secret for every name in MADE."""
    keys = {name: secrets.token_urlsafe(48) for name in KEY_NAMES}
    keys["FIELD_KEYS"] = Fernet.generate_key().decode()
    keys["VAPID_KEY"] = vapid.new_key()
    return keys


def keys_of(environ: Mapping[str, str], data_dir: Path, *, local: bool) -> dict[str, str]:
    """Read the installation's secret keys from the environment.

    A local installation that lacks some makes them at its first start and keeps them in
    `data_dir/keys.json`.
    """
    given = {name: environ[name] for name in MADE if environ.get(name)}
    if not local or len(given) == len(MADE):
        return given
    return _kept_beside_database(data_dir / "keys.json") | given


def must_be_fit(allowed_hosts: list[str], keys: Mapping[str, str], *, debug: bool) -> None:
    """Check that hosts, keys and DEBUG are fit for production.

    Raises ImproperlyConfigured, with one line for each reason why it must not start.
    """
    reasons = [*_wrong_hosts(allowed_hosts), *_wrong_keys(keys)]
    if debug:
        reasons.append("DEBUG shows the inside to everybody: unset it, or serve this machine only.")
    if reasons:
        raise ImproperlyConfigured("\n".join(reasons))


def _wrong_hosts(allowed_hosts: list[str]) -> Iterator[str]:
    for host in allowed_hosts:
        if host == "*":
            yield "ALLOWED_HOSTS must not be *: name the hosts that people open."
        elif not _HOST.fullmatch(host):
            yield f"ALLOWED_HOSTS has {host}: write the host alone; the site is always https."


def _wrong_keys(keys: Mapping[str, str]) -> Iterator[str]:
    if missing := [name for name in KEY_NAMES if name not in keys]:
        fresh = "`ALLOWED_HOSTS= python manage.py make_keys` prints fresh ones"
        yield f"{', '.join(missing)} must be set ({fresh})."
    for name, key in keys.items():
        if name == "VAPID_KEY":
            continue  # environs has checked it
        if name == "FIELD_KEYS":
            if not all(_is_fernet(part) for part in key.split(",")):
                yield "FIELD_KEYS must be Fernet keys, comma between, the newest first."
        elif len(key) < SHORTEST_KEY:
            yield f"{name} is too short: {SHORTEST_KEY} characters or more."
        elif _SAMPLE.search(key) or len(set(key)) < LEAST_VARIED:
            yield f"{name} is a sample, not a key: set one that nobody has seen."
    for (one, key), (other, same) in combinations(keys.items(), 2):
        if key == same:
            yield f"{one} and {other} are equal: each needs a key of its own."


def _is_fernet(key: str) -> bool:
    try:
        Fernet(key)
    except ValueError:
        return False
    return len(set(key)) >= LEAST_VARIED


def _kept_beside_database(path: Path) -> dict[str, str]:
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(new_keys()))
        with suppress(FileExistsError):  # atomic: the first of two processes wins
            os.link(draft, path)
        draft.unlink()
    with path.open() as kept:
        fcntl.flock(kept, fcntl.LOCK_EX)
        keys: dict[str, str] = json.loads(path.read_text())  # not what another has just replaced
        if missing := MADE - keys.keys():  # an older release made it
            fresh = new_keys()
            keys |= {name: fresh[name] for name in missing}
            _replace(path, json.dumps(keys))
    return keys


def _replace(path: Path, text: str) -> None:
    draft = path.with_suffix(f".{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(text)
    draft.replace(path)
