"""Keys, seals and tokens: what a dump of the database cannot be used for."""

from datetime import timedelta
from typing import Any

import jwt
import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from trips import access, keys, membership, planning
from trips.forms import Guest
from trips.models import Member, Trip


def test_what_was_sealed_is_read_again_also_after_a_rotation(settings: Any) -> None:
    sealed = keys.seal("+919876543210")
    assert "9876" not in sealed
    settings.FIELD_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_KEYS]
    assert keys.unseal(sealed) == "+919876543210"
    assert sealed.partition(":")[0] != keys.seal("x").partition(":")[0]


def test_without_its_key_a_seal_stays_closed(settings: Any) -> None:
    sealed = keys.seal("+919876543210")
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(LookupError):
        keys.unseal(sealed)


def test_no_string_of_a_dump_is_a_credential(
    planned: planning.Planned, trip: Trip, capsys: Any
) -> None:
    asha = membership.join(trip.id, None, Guest("Asha", "+919876543210"))
    call_command("dumpdata", "trips")
    dump = capsys.readouterr().out
    for secret in (planned["tripId"], planned["adminId"], asha["memberKey"], "9876543210"):
        assert secret not in dump


def forged(member: Member, key: str = "", algorithm: str = "HS256", **claims: Any) -> str:
    """A token as access.issue_token makes it, but for what is said otherwise; None leaves out."""
    from django.conf import settings

    now = timezone.now()
    body = {"sub": member.id, "iat": now, "exp": now + timedelta(hours=1), "jti": "x", "ver": 1}
    body = {name: value for name, value in (body | claims).items() if value is not None}
    return jwt.encode(body, key or settings.JWT_SECRET, algorithm=algorithm)


def test_a_token_as_it_should_be_is_taken(trip: Trip) -> None:
    ben = trip.members.get()
    assert access.member_by_token(forged(ben)) == ben


@pytest.mark.parametrize(
    "claims",
    [
        {"key": "another-secret-that-is-long-enough-for-hs256"},
        {"algorithm": "HS512"},
        {"exp": None},
        {"iat": None},
        {"sub": None},
        {"jti": None},
        {"ver": None},
        {"ver": 2},
        {"ver": "1"},
        {"ver": {"$gt": 0}},
        {"sub": "somebody"},
        {"sub": 7},
        {"exp": 1},
        {"iat": 2**40},
    ],
)
def test_a_token_that_is_not_quite_right_is_nobodys(trip: Trip, claims: dict[str, Any]) -> None:
    try:
        token = forged(trip.members.get(), **claims)
    except TypeError:  # PyJWT refuses to make it
        return
    assert access.member_by_token(token) is None


@pytest.mark.parametrize("ahead_s", [-90, 90])
def test_a_token_of_a_server_with_another_clock_is_taken(trip: Trip, ahead_s: int) -> None:
    ben, there = trip.members.get(), timezone.now() + timedelta(seconds=ahead_s)
    token = forged(ben, iat=there, exp=there + access.TOKEN_LIFE)
    assert access.member_by_token(token) == ben


def test_a_token_is_taken_for_an_hour_at_most(trip: Trip) -> None:
    ben, then = trip.members.get(), timezone.now() - timedelta(hours=1)
    token = forged(ben, iat=then, exp=then + access.TOKEN_LIFE)
    assert access.member_by_token(token) is None


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "\x00", "é", "\ud800", "a" * 100_000])
def test_what_is_no_token_is_nobodys(trip: Trip, token: str) -> None:
    assert access.member_by_token(token) is None


def test_an_unsigned_token_is_nobodys(trip: Trip) -> None:
    claims = {"sub": trip.members.get().id, "exp": 2**33, "iat": 1, "jti": "x", "ver": 1}
    assert access.member_by_token(jwt.encode(claims, "", algorithm="none")) is None


def test_the_cookie_is_out_of_reach_of_scripts(planned: planning.Planned, trip: Trip) -> None:
    answer = Client().post(f"/join/{planned['tripId']}", {"guest_name": "Asha"})
    cookie = answer.cookies[f"trip-{trip.id}"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")


def test_in_production_the_cookie_is_bound_to_the_host(
    planned: planning.Planned, trip: Trip, settings: Any
) -> None:
    settings.COOKIE_PREFIX, settings.COOKIES_SECURE = "__Host-", True
    answer = Client().post(f"/join/{planned['tripId']}", {"guest_name": "Asha"})
    cookie = answer.cookies[f"__Host-trip-{trip.id}"]
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
