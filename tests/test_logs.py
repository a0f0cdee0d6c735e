"""No secret stands in a log, in words for people or in JSON for machines."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from socialcart.installation import new_keys
from socialcart.logs import RedactingFormatter, RedactingJsonFormatter
from tests.server import Server
from trips import keys

pytestmark = pytest.mark.once

SECRETS = {
    "an invitation in a path": "/join/{} was not found",
    "an invitation in a query": "/api/social-cart/events?tripId={}&after=x",
    "a key": "no member has the key {}",
    "a key in a cookie": "Cookie: trip-Zm9vYmFyYmF6={}; csrf=x",
    "a key after an escape": "first line\n{}",
}


def line(formatter: logging.Formatter, text: str) -> str:
    """How an exception with this text is written."""
    try:
        raise ValueError(text)
    except ValueError as failure:
        exc_info = (type(failure), failure, failure.__traceback__)
        record = logging.LogRecord("cart", logging.ERROR, "", 1, "failed: %s", (text,), exc_info)
    record.extra = text
    return formatter.format(record)


@pytest.mark.parametrize("formatter", [RedactingFormatter(), RedactingJsonFormatter()])
@pytest.mark.parametrize("text", SECRETS.values(), ids=SECRETS.keys())
def test_a_key_is_taken_out_wherever_it_stands(formatter: logging.Formatter, text: str) -> None:
    for start in ("", "-", "_-"):
        secret = (start + keys.new_key())[:32]
        written = line(formatter, text.format(secret))
        assert secret[3:] not in written
        assert "***" in written


@pytest.mark.parametrize("formatter", [RedactingFormatter(), RedactingJsonFormatter()])
@pytest.mark.parametrize(
    ("secret", "part"),
    [
        ("+49 151 23456789", "3456"),
        ("+919876543210", "6543"),
        ("redis://:sesame@db:6379", "sesame"),
        ("postgres://cart:sesame@db/cart", "sesame"),
        ("postgres://cart:open@sesame@db/cart", "sesame"),
        ("the code 4K7M-9QXZ-0V2X-ABCD-EFGH-JKMN-PQRS", "9QXZ"),
        ("the code 4k7m 9qxz 0v2x abcd efgh jkmn pqrs", "9qxz"),
        ("/enter/4K7M%209QXZ%200V2X%20ABCD%20EFGH%20JKMN%20PQRS", "9QXZ"),
        ("/enter/4k7m9qxz0v2xabcdefghjkmnpqrs", "9qxz"),
        ("the session 0oqke3mmi2rtc7yjyhz6vk8hgpnw5c1a", "rtc7y"),
        ("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJtZW1iZXIiLCJleHAiOjE3fQ", "eyJzd"),
        pytest.param(
            encrypted := keys.encrypt("+919876543210"), encrypted[-30:-10], id="an encrypted field"
        ),
    ],
)
def test_numbers_passwords_tokens_and_encrypted_fields_are_too(
    formatter: logging.Formatter, secret: str, part: str
) -> None:
    written = line(formatter, f"cannot do with {secret} now")
    assert part not in written
    assert "cannot do with" in written


@pytest.mark.parametrize(
    "address", ["/join/abc", "/embed/abc", "/ws/trips/abc?after=1", "?x=1&tripId=abc"]
)
def test_whatever_stands_for_an_invitation_in_an_address_is_too(address: str) -> None:
    assert "abc" not in line(RedactingFormatter(), address)


def test_what_is_no_secret_stays() -> None:
    logged = "2026-11-22 19:35:55,123 GET http://127.0.0.1:8000/trips/Zm9vYmFyYmF6 took +00:00"
    assert logged in line(RedactingFormatter(), logged)


@pytest.fixture
def production(tmp_path: Path) -> Iterator[Server]:
    hosts = {"ALLOWED_HOSTS": "trips.example,127.0.0.1"}
    with Server(tmp_path, **hosts, **new_keys()) as running:
        yield running


def test_production_writes_one_json_object_a_line(production: Server) -> None:
    secret = keys.new_key()
    https = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "10.0.0.9"}
    httpx.get(f"{production.url}/join/{secret}", headers=https)
    (logged,) = [json.loads(each) for each in production.log.read_text().splitlines()]
    assert (logged["level"], logged["status_code"]) == ("WARNING", 404)
    assert logged["message"] == "Not Found: /join/***"
    assert secret[:8] not in str(logged)
