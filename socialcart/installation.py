"""What makes this installation its own: where it keeps its data, and its secret keys."""

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
KEY_NAMES = ("SECRET_KEY", "JWT_SECRET", "FIELD_KEYS", "PHONE_INDEX_KEY")


def is_local(allowed_hosts: list[str]) -> bool:
    """Local means that only this machine can reach it; anything else is production."""
    return set(allowed_hosts) <= LOOPBACK


def new_keys() -> dict[str, str]:
    """Fresh values for every name in KEY_NAMES."""
    keys = {name: secrets.token_urlsafe(48) for name in KEY_NAMES}
    keys["FIELD_KEYS"] = Fernet.generate_key().decode()
    return keys


def keys_of(environ: Mapping[str, str], data_dir: Path, *, local: bool) -> dict[str, str]:
    """The installation's keys: from the environment; local ones are made at the first start.

    Raises ImproperlyConfigured when a production installation lacks one.
    """
    given = {name: environ[name] for name in KEY_NAMES if environ.get(name)}
    missing = [name for name in KEY_NAMES if name not in given]
    if not missing:
        return given
    if not local:
        raise ImproperlyConfigured(
            f"{', '.join(missing)} must be set (`manage.py make_keys` prints fresh ones)."
        )
    return _kept_beside_database(data_dir / "keys.json") | given


def _kept_beside_database(path: Path) -> dict[str, str]:
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(new_keys()))
        try:
            os.link(
                draft, path
            )  # whole or not at all, and the first of two starting processes wins
        except FileExistsError:
            pass
        draft.unlink()
    keys: dict[str, str] = json.loads(path.read_text())
    return keys
