"""Random keys, their digests, and sealing of what must be readable again."""

import base64
import hashlib
import itertools
import re
import secrets
import string
import unicodedata

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import OperationalError

# No signs: chat and mail programs leave a last one out of the link.
_IN_LINKS = string.ascii_letters + string.digits
# Crockford's base32: what looks alike on paper is one character.
_ON_PAPER = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_AS_MEANT = str.maketrans("OIL", "011")
_GROUPS, _GROUP = 7, 4
KEY_LENGTH = 32
_HASH = re.compile("%(?:25)*23")
# What no eye sees, and the sign by which mail breaks a line (RFC 2045, 6.7).
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]|=\r?\n")
_BETWEEN_LINES = re.compile(r"[\s>]")
_RUN = re.compile(rf"[A-Za-z0-9_-]{{{KEY_LENGTH - 2},}}")
_HUB = re.compile(r"/trips/([A-Za-z0-9_-]{12})(?![A-Za-z0-9_-])")
_CODE = re.compile(rf"(?<![^\W_])(?:[^\W_]{{{_GROUP}}}[\W_]*){{{_GROUPS}}}(?![^\W_])")


class Unreadable(LookupError, OperationalError):
    """An encrypted text is damaged, or its key is gone: what needs it waits until it is mended."""


def new_id() -> str:
    """A public id: names a row, proves nothing."""
    return _random(12)


def may_be_id(text: str) -> bool:
    """Whether it is made of what ids are made of (RFC 4648, 5)."""
    return text.isascii() and text.replace("-", "").replace("_", "").isalnum()


def new_key() -> str:
    """A secret of 190 random bits, letters and digits, safe in an address."""
    return _random(KEY_LENGTH)


def may_be_key(text: str) -> bool:
    """Whether a key may look so, also one of release 1, which has hyphens and underscores."""
    return len(text) == KEY_LENGTH and may_be_id(text)


def spellings(text: str) -> list[str]:
    """The keys that a link may have held where this was left of it.

    Release 1 made some that begin or end with signs, which programs leave out; other signs around
    a key are markup.
    """
    ends = ["", *"-_", *map("".join, itertools.product("-_", repeat=2))]
    tries = (
        f"{first}{each}{last}"
        for each in (text, text.strip("-_"))
        for first in ends
        for last in ends
    )
    return [each for each in dict.fromkeys(tries) if may_be_key(each)]


def keys_in(text: str) -> list[str]:
    """What may be a key in a text that somebody pasted, in its order, at most 50.

    Also where a mail program has broken the line, quoted it with ">", or written "%23" for "#".
    """
    plain = _UNSEEN.sub("", _HASH.sub("#", text))
    runs = _RUN.findall(f"{plain} {_BETWEEN_LINES.sub('', plain)}")
    parts = (part for run in runs for part in (run, run[:KEY_LENGTH], run[-KEY_LENGTH:]))
    each_once = dict.fromkeys(part for part in parts if len(part) <= KEY_LENGTH + 2)
    found = dict.fromkeys(key for part in each_once for key in spellings(part))
    return list(found)[:50]


def trip_id_in(text: str) -> str:
    """The id in the address of a hub, or ""."""
    found = _HUB.search(text)
    return found[1] if found else ""


def code_in(text: str) -> str:
    """What may be a recovery code in such a text, or ""."""
    if may_be_code(text):
        return text
    found = _CODE.search(unicodedata.normalize("NFKC", text))
    return found[0] if found else ""


def new_code() -> str:
    """A secret of 140 random bits to be written down: "K7QM-0V2X-…", seven groups of four."""
    groups = ("".join(secrets.choice(_ON_PAPER) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def code_digest(written: str) -> str:
    """The digest of a code as somebody read it from paper: case, blanks, O for 0, I or L for 1."""
    return digest(_as_written(written).translate(_AS_MEANT))


def may_be_code(written: str) -> bool:
    """Whether a code may be written so."""
    return len(_as_written(written)) == _GROUPS * _GROUP


def _as_written(code: str) -> str:
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", code).upper())


def _random(length: int) -> str:
    return "".join(secrets.choice(_IN_LINKS) for _ in range(length))


def new_epoch() -> str:
    """Names one history of a trip's log; another one after a restore."""
    return secrets.token_hex(4)


def digest(key: str) -> str:
    """What the database holds instead of a key. Keys are random, so a plain hash is enough."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def encrypt(text: str) -> str:
    """Encrypts with the newest field key: "<key id>:<token>"; the id tells what to rotate."""
    token = Fernet(settings.FIELD_KEYS[0]).encrypt(text.encode()).decode()
    return f"{newest_id()}:{token}"


def decrypt(encrypted: str) -> str:
    """The text that `encrypt` was given. Raises Unreadable: it is damaged, or its key is gone."""
    token = encrypted.partition(":")[2]
    try:
        return MultiFernet([Fernet(key) for key in settings.FIELD_KEYS]).decrypt(token).decode()
    except InvalidToken as broken:
        which = key_id(encrypted)
        raise Unreadable(f"an encrypted field is damaged, or its key {which} is gone") from broken


def encrypt_with(text: str, secret: str) -> str:
    """Encrypts with a secret of our making, instead of a field key; `decrypt_with` reads it."""
    return _fernet_of(secret).encrypt(text.encode()).decode()


def decrypt_with(encrypted: str, secret: str) -> str:
    """The text that `encrypt_with` was given. Raises Unreadable for another secret."""
    try:
        return _fernet_of(secret).decrypt(encrypted).decode()
    except InvalidToken as broken:
        raise Unreadable("a text is damaged, or encrypted with another secret") from broken


def _fernet_of(secret: str) -> Fernet:
    """Another hash of the secret than the digest, which the database holds."""
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"locks " + secret.encode()).digest()))


def key_id(encrypted: str) -> str:
    """Which key has encrypted it."""
    return encrypted.partition(":")[0]


def newest_id() -> str:
    """Names the key that encrypts."""
    return known_ids()[0]


def known_ids() -> list[str]:
    """Names the keys that we have."""
    return [hashlib.sha256(key.encode()).hexdigest()[:8] for key in settings.FIELD_KEYS]
