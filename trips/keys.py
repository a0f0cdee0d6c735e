"""Random keys, their digests, and sealing of what must be readable again."""

import hashlib
import re
import secrets

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

# Crockford's base32: what looks alike on paper is one character.
_ON_PAPER = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_AS_MEANT = str.maketrans("OIL", "011")
_GROUPS, _GROUP = 7, 4


def new_id() -> str:
    """A public id: names a row, proves nothing."""
    return secrets.token_urlsafe(9)


def may_be_id(text: str) -> bool:
    """Whether it is made of what ids are made of (RFC 4648, 5)."""
    return text.isascii() and text.replace("-", "").replace("_", "").isalnum()


def new_key() -> str:
    """A secret of 192 random bits, safe in an address."""
    return secrets.token_urlsafe(24)


def new_code() -> str:
    """A secret of 140 random bits to be written down: "K7QM-0V2X-…", seven groups of four."""
    groups = ("".join(secrets.choice(_ON_PAPER) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def code_digest(written: str) -> str:
    """The digest of a code as somebody read it from paper: case, blanks, O for 0, I or L for 1."""
    return digest(re.sub(r"[\W_]", "", written.upper()).translate(_AS_MEANT))


def new_epoch() -> str:
    """Names one life of a trip's log; another one after a restore."""
    return secrets.token_hex(4)


def digest(key: str) -> str:
    """What the database holds instead of a key. Keys are random, so a plain hash is enough."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def seal(text: str) -> str:
    """Encrypts with the newest field key: "<key id>:<token>"; the id tells what to rotate."""
    token = Fernet(settings.FIELD_KEYS[0]).encrypt(text.encode()).decode()
    return f"{newest_id()}:{token}"


def unseal(sealed: str) -> str:
    """The text that `seal` was given. Raises LookupError when it is damaged or its key is gone."""
    token = sealed.partition(":")[2]
    try:
        return MultiFernet([Fernet(key) for key in settings.FIELD_KEYS]).decrypt(token).decode()
    except InvalidToken as broken:
        raise LookupError("a sealed field is damaged, or its key is gone") from broken


def key_id(sealed: str) -> str:
    """Which key has sealed it."""
    return sealed.partition(":")[0]


def newest_id() -> str:
    """Names the key that seals."""
    return hashlib.sha256(settings.FIELD_KEYS[0].encode()).hexdigest()[:8]
