"""JSON Web Tokens (RFC 7519): issue and check them; HS256, valid for an hour at most."""

import functools
import secrets
from datetime import timedelta
from typing import Any

import jwt
from django.conf import settings
from jwt.algorithms import HMACAlgorithm

from trips import clock

CLOCKS_DIFFER = timedelta(minutes=2)  # at most, between servers, also those of release 1
LONGEST_LIFE = timedelta(hours=1)  # a token with a longer one is refused, whoever issued it
LIFE = LONGEST_LIFE - CLOCKS_DIFFER
MOST_VERSIONS = 2**31 - 1  # the largest value of the column; SQLite takes no vast number
NEEDED = ["exp", "iat", "sub", "jti", "ver"]


class _HS256(HMACAlgorithm):
    """HS256 that prepares a secret once: PyJWT looks each time whether it is a public key."""

    prepare_key = functools.cache(HMACAlgorithm.prepare_key)


jwt.unregister_algorithm("HS256")
jwt.register_algorithm("HS256", _HS256(HMACAlgorithm.SHA256))


def issue(member_id: str, key_version: int) -> str:
    """Issue a token for a member, valid until it expires or their key has another version."""
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
    """Return the claims of a JWT that we signed and that has not expired, or None."""
    try:
        said: dict[str, Any] = jwt.decode(
            token,
            settings.JWT_SECRET,
            algorithms=["HS256"],
            # Times are checked below by the database's clock; PyJWT takes this machine's.
            options={"require": NEEDED, "verify_exp": False, "verify_iat": False},
        )
        begins, ends = int(said["iat"]), int(said["exp"])
    except (jwt.InvalidTokenError, UnicodeError, TypeError, ValueError, OverflowError):
        return None
    now, leeway_s = clock.now().timestamp(), CLOCKS_DIFFER.total_seconds()
    is_current = begins - leeway_s <= now < ends + leeway_s
    is_short = ends - begins <= LONGEST_LIFE.total_seconds()
    is_version = isinstance(said["ver"], int) and 0 < said["ver"] <= MOST_VERSIONS
    is_plain = is_version and said["sub"].isprintable()
    return said if is_current and is_short and is_plain else None
