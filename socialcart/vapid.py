"""Read and make the key by which push services know this site (VAPID, RFC 8292).

It is written as the 32 bytes of a P-256 private key in base64url, as other programs do.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    derive_private_key,
    generate_private_key,
)
from environs import ValidationError

BYTES = 32


def new_key() -> str:
    """Make a key: 43 characters."""
    number = generate_private_key(SECP256R1()).private_numbers().private_value
    return urlsafe_b64encode(number.to_bytes(BYTES, "big")).decode().rstrip("=")


def private_key(written: str) -> EllipticCurvePrivateKey:
    """Read a key of `new_key`. Raises ValueError."""
    number = urlsafe_b64decode(written + "=" * (-len(written) % 4))
    if len(number) != BYTES:
        raise ValueError("not 32 bytes")
    return derive_private_key(int.from_bytes(number, "big"), SECP256R1())


def a_key(written: str) -> None:
    """Validate that a text is empty or a key. Raises ValidationError of environs."""
    try:
        if written:
            private_key(written)
    except ValueError as wrong:
        raise ValidationError("Set what `manage.py make_keys` prints, or nothing.") from wrong
