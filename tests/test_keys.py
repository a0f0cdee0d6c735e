"""Keys and seals: what a dump of the database cannot be used for."""

from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.test import Client

from trips import keys, planning
from trips.models import Trip


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
