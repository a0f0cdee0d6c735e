"""Keys and seals: what a dump of the database cannot be used for."""

import hashlib
import json
import random
import re
import secrets
import string
from collections import Counter
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.test import Client

from trips import keys, wire
from trips.models import FirstAnswer, Trip

NUMBER = "+919876543210"


def test_no_key_can_be_foreseen() -> None:
    made = set()
    for _ in range(100):
        random.seed(0)
        made.add(keys.new_key())
    assert len(made) == 100


def test_no_letter_of_a_key_comes_oftener_than_another(monkeypatch: pytest.MonkeyPatch) -> None:
    def key_of(byte: int) -> str:
        drawn = iter([byte, 0])
        monkeypatch.setattr(secrets, "token_bytes", lambda length: bytes([next(drawn)]) * length)
        return keys.new_key()

    letters = Counter("".join({*key_of(byte)}) for byte in range(248))
    assert letters == dict.fromkeys(string.ascii_letters + string.digits, 4)
    assert {key_of(byte) for byte in range(248, 256)} == {key_of(0)}  # the next byte is drawn
    monkeypatch.undo()
    assert {len(keys.new_key()) for _ in range(100)} == {keys.KEY_LENGTH}
    assert {len(keys.new_id()) for _ in range(100)} == {12}


def test_what_was_encrypted_is_read_again_also_after_a_rotation(settings: Any) -> None:
    encrypted = keys.encrypt("+919876543210")
    assert "9876" not in encrypted
    settings.FIELD_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_KEYS]
    assert keys.decrypt(encrypted) == "+919876543210"
    assert encrypted.partition(":")[0] != keys.encrypt("x").partition(":")[0]


def test_nothing_is_decrypted_without_its_key(settings: Any) -> None:
    encrypted = keys.encrypt("+919876543210")
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(LookupError):
        keys.decrypt(encrypted)


def test_a_recovery_code_has_140_bits_that_no_eye_mistakes() -> None:
    codes = {keys.new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(re.fullmatch("([0-9A-Z]{4}-){6}[0-9A-Z]{4}", code) for code in codes)
    used = set("".join(codes)) - {"-"}
    assert used == set("0123456789ABCDEFGHJKMNPQRSTVWXYZ"), "32 of them: five bits each"


@pytest.mark.parametrize(
    "as_read",
    [
        "01AB-CDEF-GH10-2345-6789-WXYZ-STVQ",
        "01abcdefgh1023456789wxyzstvq",
        " 01AB CDEF\tGH10 2345\u00a06789—WXYZ–STVQ.\r\n",
        "OlAB-CDEF-GHiO-2345-6789-WXYZ-STVQ",
        "oLAB_CDEF_GHIo_2345_6789_WXYZ_STVQ",
    ],
)
def test_a_recovery_code_is_read_as_it_was_meant(as_read: str) -> None:
    assert keys.code_digest(as_read) == keys.digest("01ABCDEFGH1023456789WXYZSTVQ")
    assert keys.code_digest(as_read) != keys.code_digest(f"{as_read}0")


def test_the_cookie_is_out_of_reach_of_scripts(planned: wire.CreateResponse, trip: Trip) -> None:
    answer = Client().post(f"/join/{planned['tripId']}", {"guest_name": "Asha"})
    cookie = answer.cookies[f"trip-{trip.id}"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")


def test_in_production_the_cookie_is_bound_to_the_host(
    planned: wire.CreateResponse, trip: Trip, settings: Any
) -> None:
    settings.COOKIE_PREFIX, settings.COOKIES_SECURE = "__Host-", True
    answer = Client().post(f"/join/{planned['tripId']}", {"guest_name": "Asha"})
    cookie = answer.cookies[f"__Host-trip-{trip.id}"]
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")


def test_a_number_is_not_found_in_a_dump_by_trying_all(planned: wire.CreateResponse) -> None:
    asked = {"invitation_token": planned["tripId"], "guest_name": "Asha", "guest_mobile": NUMBER}
    body, idempotency_key = (
        json.dumps(asked).encode(),
        {"Idempotency-Key": "4a7be8f2-9d2c-4b8e-9f10"},
    )
    kind = "application/json"
    Client().post("/api/social-cart/join", body, content_type=kind, headers=idempotency_key)
    guesses = {hashlib.sha256(text).hexdigest() for text in (body, repr(body).encode())}
    assert FirstAnswer.objects.get().call_digest not in guesses
