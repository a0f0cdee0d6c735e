"""Random ids and keys, their digests, and encryption of what must be readable again."""

import base64
import functools
import hashlib
import itertools
import re
import secrets
import string
import unicodedata

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import OperationalError

# No hyphen or underscore: chat and mail programs leave out one at the end of a link.
_IN_LINKS = (string.ascii_letters + string.digits).encode()
_OF_BYTE = bytes(_IN_LINKS[byte % len(_IN_LINKS)] for byte in range(256))
_UNFAIR = bytes(range(256 - 256 % len(_IN_LINKS), 256))  # the first letters would come oftener
# Crockford's base32, without letters that look like a digit on paper.
_ON_PAPER = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_AS_MEANT = str.maketrans("OIL", "011")
_GROUPS, _GROUP = 7, 4
KEY_LENGTH = 32
_HASH = re.compile("%(?:25)*23")
# Invisible characters, and the soft line break of mail (RFC 2045, 6.7).
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]|=\r?\n")
_BETWEEN_LINES = re.compile(r"[\s>]")
_RUN = re.compile(rf"[A-Za-z0-9_-]{{{KEY_LENGTH - 2},}}")
_HUB = re.compile(r"/trips/([A-Za-z0-9_-]{12})(?![A-Za-z0-9_-])")
_CODE = re.compile(rf"(?<![^\W_])(?:[^\W_]{{{_GROUP}}}[\W_]*){{{_GROUPS}}}(?![^\W_])")


class Unreadable(LookupError, OperationalError):
    """An encrypted text is damaged or its key is gone: callers answer 503 until it is mended."""


def new_id() -> str:
    """Make a public id of 12 characters: it names a row and proves nothing."""
    return _random(12)


def may_be_id(text: str) -> bool:
    """Return whether a text has only the characters of ids (base64url, RFC 4648 section 5)."""
    return text.isascii() and text.replace("-", "").replace("_", "").isalnum()


def new_key() -> str:
    """Make a secret of 190 random bits: 32 letters and digits, safe in a URL."""
    return _random(KEY_LENGTH)


def may_be_key(text: str) -> bool:
    """Return whether a text looks like a key, also one of release 1 with hyphens."""
    return len(text) == KEY_LENGTH and may_be_id(text)


def spellings(text: str) -> list[str]:
    """List the keys of which this text may be the damaged rest.

    Keys of release 1 may begin or end with "-" or "_", which chat programs leave out of a link;
    programs also add such characters around a key, as markup.
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
    """List what may be keys in a pasted text, in its order, at most 50.

    Also if a mail program has broken the line, quoted it with ">", or written "%23" for "#".
    """
    plain = _UNSEEN.sub("", _HASH.sub("#", text))
    runs = _RUN.findall(f"{plain} {_BETWEEN_LINES.sub('', plain)}")
    parts = (part for run in runs for part in (run, run[:KEY_LENGTH], run[-KEY_LENGTH:]))
    each_once = dict.fromkeys(part for part in parts if len(part) <= KEY_LENGTH + 2)
    found = dict.fromkeys(key for part in each_once for key in spellings(part))
    return list(found)[:50]


def trip_id_in(text: str) -> str:
    """Find the trip id in the URL of a trip's page, "/trips/…", or ""."""
    found = _HUB.search(text)
    return found[1] if found else ""


def code_in(text: str) -> str:
    """Find what may be a recovery code in a pasted text, or ""."""
    if may_be_code(text):
        return text
    found = _CODE.search(unicodedata.normalize("NFKC", text))
    return found[0] if found else ""


def new_code() -> str:
    """Make a secret of 140 random bits to write down: "K7QM-0V2X-…", seven groups of four."""
    groups = ("".join(secrets.choice(_ON_PAPER) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def code_digest(written: str) -> str:
    """Return the digest of a code as typed from paper: any case, blanks, O for 0, I or L for 1."""
    return digest(_as_written(written).translate(_AS_MEANT))


def may_be_code(written: str) -> bool:
    """Return whether a text may be a recovery code, however it is spaced."""
    return len(_as_written(written)) == _GROUPS * _GROUP


def _as_written(code: str) -> str:
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", code).upper())


def _random(length: int) -> str:
    text = b""
    while len(text) < length:
        text += secrets.token_bytes(2 * length).translate(_OF_BYTE, _UNFAIR)
    return text[:length].decode()


def new_epoch() -> str:
    """Make an epoch, 8 hex digits: it names one history of a trip's log.

    After a restore of the database each trip gets a new one.
    """
    return secrets.token_hex(4)


def digest(key: str) -> str:
    """Return the SHA-256 of a key in hex, which is stored instead; random keys need no salt."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def encrypt(text: str) -> str:
    """Encrypt a text with the newest of FIELD_KEYS: "<key id>:<Fernet token>".

    By the id `rotation` finds what older keys have encrypted.
    """
    key = settings.FIELD_KEYS[0]
    return f"{_id_of(key)}:{_fernet(key).encrypt(text.encode()).decode()}"


def decrypt(encrypted: str) -> str:
    """Decrypt a text of `encrypt`. Raises Unreadable if it is damaged or its key is gone."""
    token = encrypted.partition(":")[2]
    try:
        fernets = [_fernet(key) for key in settings.FIELD_KEYS]
        return MultiFernet(fernets).decrypt(token).decode()
    except InvalidToken as broken:
        which = key_id(encrypted)
        raise Unreadable(f"an encrypted field is damaged, or its key {which} is gone") from broken


def encrypt_with(text: str, secret: str) -> str:
    """Encrypt a text with a random secret instead of FIELD_KEYS; `decrypt_with` reads it."""
    return _fernet_of(secret).encrypt(text.encode()).decode()


def decrypt_with(encrypted: str, secret: str) -> str:
    """Decrypt a text of `encrypt_with`. Raises Unreadable for another secret."""
    try:
        return _fernet_of(secret).decrypt(encrypted).decode()
    except InvalidToken as broken:
        raise Unreadable("a text is damaged, or encrypted with another secret") from broken


def _fernet_of(secret: str) -> Fernet:
    """Derive an encryption key from a secret, unlike `digest`, which the database holds."""
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"locks " + secret.encode()).digest()))


def key_id(encrypted: str) -> str:
    """Return the id of the key that has encrypted a text."""
    return encrypted.partition(":")[0]


def newest_id() -> str:
    """Return the id of the key that encrypts: the first of FIELD_KEYS."""
    return known_ids()[0]


def known_ids() -> list[str]:
    """Return the ids of all FIELD_KEYS, the newest first."""
    return [_id_of(key) for key in settings.FIELD_KEYS]


@functools.cache
def _id_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:8]


@functools.cache
def _fernet(key: str) -> Fernet:
    return Fernet(key)
