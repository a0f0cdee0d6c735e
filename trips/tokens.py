"""Tokens: JWT (RFC 7519) that we have signed, of one algorithm, of an hour at most."""

import secrets
from datetime import timedelta
from typing import Any

import jwt
from django.conf import settings

from trips import clock

CLOCKS_DIFFER = timedelta(minutes=2)  # what servers, of release 1 too, take the time to be
LONGEST_LIFE = timedelta(hours=1)  # of a token that is taken, whoever issued it
LIFE = LONGEST_LIFE - CLOCKS_DIFFER
NEEDED = ["exp", "iat", "sub", "jti", "ver"]


def issue(member_id: str, key_version: int) -> str:
    """A token of this member, for as long as their key is of this version."""
    now = clock.now()
    said = {
        "sub": member_id,
        "iat": now,
        "exp": now + LIFE,
        "jti": secrets.token_hex(8),
        "ver": key_version,
    }
    return jwt.encode(said, settings.JWT_SECRET, algorithm="HS256")


def claims(token: str) -> dict[str, Any] | None:
    """What a JWT of ours says, or None for anything else."""
    try:
        said: dict[str, Any] = jwt.decode(
            token,
            settings.JWT_SECRET,
            algorithms=["HS256"],
            # Of time the database's clock decides, not that of this machine, which PyJWT asks.
            options={"require": NEEDED, "verify_exp": False, "verify_iat": False},
        )
        begins, ends = int(said["iat"]), int(said["exp"])
    except (jwt.InvalidTokenError, UnicodeError, TypeError, ValueError, OverflowError):
        return None
    now, leeway_s = clock.now().timestamp(), CLOCKS_DIFFER.total_seconds()
    is_current = begins - leeway_s <= now < ends + leeway_s
    is_short = ends - begins <= LONGEST_LIFE.total_seconds()
    is_plain = isinstance(said["ver"], int) and said["sub"].isprintable()
    return said if is_current and is_short and is_plain else None
