"""Read what a browser gives us to push news to it (RFC 8291, 3)."""

import binascii
from base64 import urlsafe_b64decode
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from django import forms

from trips import wire

LONGEST_ENDPOINT = 2_000  # characters; those of today have some 200
LONGEST_KEY = 100  # characters; a point takes 87
AUTH_BYTES = 16


@dataclass(frozen=True, slots=True)
class Subscription:
    """Where a push service takes what it hands to one browser, and what that decrypts it with."""

    endpoint: str
    p256dh: str  # the browser's public key, in base64url as it gives it
    auth: str  # a secret, likewise

    @property
    def public_key(self) -> bytes:
        """The browser's key, a point of P-256. Raises ValueError."""
        return _decoded(self.p256dh)

    @property
    def secret(self) -> bytes:
        """What the browser and we alone know. Raises ValueError."""
        return _decoded(self.auth)


class DeviceForm(forms.Form):
    """The form that a script fills in with what the browser gives it."""

    endpoint = forms.CharField(max_length=LONGEST_ENDPOINT)
    p256dh = forms.CharField(max_length=LONGEST_KEY)
    auth = forms.CharField(max_length=LONGEST_KEY)

    def subscription(self) -> Subscription:
        """Return what the browser gave. Raises Refusal `no_subscription` if it cannot be that."""
        if not self.is_valid():
            raise wire.Refusal("no_subscription")
        given = Subscription(**self.cleaned_data)
        try:
            EllipticCurvePublicKey.from_encoded_point(SECP256R1(), given.public_key)
            is_whole = len(given.secret) == AUTH_BYTES
        except ValueError:
            is_whole = False
        if not is_whole:
            raise wire.Refusal("no_subscription")
        return given


def _decoded(text: str) -> bytes:
    """Decode base64url without its padding. Raises ValueError."""
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as wrong:
        raise ValueError("no base64") from wrong
