"""Tokens: JWT (RFC 7519) that we have signed, of one algorithm, of an hour at most."""

import secrets
from datetime import timedelta
from typing import Any

import jwt
from django.conf import settings
from django.utils import timezone

CLOCKS_DIFFER = timedelta(minutes=2)  # those of our servers: one's token is taken by the other
LONGEST_LIFE = timedelta(hours=1)  # of a token that is taken, whoever issued it
LIFE = LONGEST_LIFE - CLOCKS_DIFFER


def issue(member_id: str, key_version: int) -> str:
    """A token of this member, for as long as their key is of this version."""
    now = timezone.now()
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
            leeway=CLOCKS_DIFFER,
            options={"require": ["exp", "iat", "sub", "jti", "ver"]},
        )
        life_s = int(said["exp"]) - int(said["iat"])
    except (jwt.InvalidTokenError, UnicodeError):
        return None
    is_short = life_s <= LONGEST_LIFE.total_seconds()
    is_plain = isinstance(said["ver"], int) and said["sub"].isprintable()
    return said if is_short and is_plain else None
