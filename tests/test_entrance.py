"""How staff come in, and who does not: guesses are locked out, sessions are short."""

import time
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from trips import clock
from trips.models import Trip

GUESSES = 5


@pytest.fixture(autouse=True)
def sam(db: None) -> User:
    return User.objects.create_superuser("sam", password="open sesame")


def signs_in(password: str, client: Client | None = None, name: str = "sam", **head: Any) -> Any:
    form = {"username": name, "password": password}
    return (client or Client()).post("/admin/login/?next=/admin/", form, **head)


def guesses(**head: Any) -> list[int]:
    return [signs_in(f"guess {number}", **head).status_code for number in range(GUESSES)]


def test_who_guesses_is_locked_out_and_told_what_to_do() -> None:
    assert guesses() == [200] * (GUESSES - 1) + [429]
    answer = signs_in("open sesame")
    assert (answer.status_code, answer["Retry-After"]) == (429, "900")
    assert "Wait 15 minutes" in answer.content.decode()


def test_after_the_pause_the_password_opens_again() -> None:
    guesses()
    with time_machine.travel(timedelta(minutes=14)):
        assert signs_in("open sesame").status_code == 429
    with time_machine.travel(timedelta(minutes=16)):
        assert signs_in("open sesame").status_code == 302, "a try in the pause does not lengthen it"


def test_the_same_name_from_elsewhere_and_another_from_here_are_not_locked_out() -> None:
    User.objects.create_superuser("sue", password="open sesame")
    guesses()
    assert signs_in("open sesame", REMOTE_ADDR="10.0.0.9").status_code == 302
    assert signs_in("open sesame", name="sue").status_code == 302


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Client-IP"])
def test_no_header_and_no_other_browser_gets_a_guess_more(header: str) -> None:
    for number in range(GUESSES):
        headers = {header: f"203.0.113.{number}", "User-Agent": f"browser {number}"}
        answer = signs_in("guess", headers=headers)
    assert answer.status_code == 429


def test_who_guesses_at_many_names_from_one_address_has_to_wait() -> None:
    tries = [signs_in("guess", name=f"name {number}").status_code for number in range(20)]
    assert tries == [200] * 20
    answer = signs_in("open sesame")
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 900
    assert "from this address. Wait 15 minutes" in answer.content.decode()
    assert signs_in("open sesame", REMOTE_ADDR="10.0.0.9").status_code == 302


def test_nothing_secret_of_a_failed_try_is_kept() -> None:
    client = Client(enforce_csrf_checks=True)
    client.get("/admin/login/")
    token = client.cookies["csrf"].value
    form = {"username": "sam", "password": "open sesam", "csrfmiddlewaretoken": token}
    assert client.post("/admin/login/", form).status_code == 200
    kept = str(AccessAttempt.objects.values().get())
    assert "sam" in kept
    assert token not in kept
    assert "open sesam" not in kept


def test_a_session_ends_half_an_hour_after_the_last_click() -> None:
    client = Client()
    cookie = signs_in("open sesame", client).cookies["staff"]
    assert (cookie["max-age"], cookie["samesite"], cookie["httponly"]) == ("", "Strict", True)
    for minutes, status in ((29, 200), (58, 200), (89, 302)):
        with time_machine.travel(timedelta(minutes=minutes)):
            assert client.get("/admin/").status_code == status


@pytest.mark.parametrize("wrong", [timedelta(hours=-3), timedelta(hours=3)])
def test_the_databases_clock_decides_when_a_session_is_over(
    wrong: timedelta, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind nginx one click meets the one server, the next another one."""
    client = Client()
    monkeypatch.setattr(clock, "_asked", (timezone.now(), time.monotonic()))
    signs_in("open sesame", client)
    with time_machine.travel(timezone.now() + wrong):
        assert client.get("/admin/").status_code == 200
    assert client.get("/admin/").status_code == 200


def test_no_session_in_a_dump_opens_the_door() -> None:
    client = Client()
    key = signs_in("open sesame", client).cookies["staff"].value
    stored = Session.objects.get().session_key
    assert stored != key
    mallory = Client()
    mallory.cookies["staff"] = stored
    assert mallory.get("/admin/").status_code == 302
    assert client.get("/admin/").status_code == 200


def test_who_signs_out_is_out_everywhere() -> None:
    client, copy = Client(), Client()
    copy.cookies["staff"] = signs_in("open sesame", client).cookies["staff"].value
    client.post("/admin/logout/")
    assert copy.get("/admin/").status_code == 302
    assert not Session.objects.exists()


@pytest.mark.parametrize("path", ["/", "/enter", "/admin/"])
def test_a_made_up_session_is_not_kept(path: str) -> None:
    mallory = Client()
    mallory.cookies["staff"] = "a" * 32
    answer = mallory.get(path)
    assert answer.cookies["staff"].value == ""
    assert not Session.objects.exists()


@pytest.mark.once
@pytest.mark.parametrize(
    "path", ["/", "/enter", "/join/x", "/admin/", "/admin/login/", "/admin/trips/trip/"]
)
def test_while_the_database_is_away_staff_are_told_when_to_try_again(path: str) -> None:
    def away(*_: Any) -> None:
        raise OperationalError("away")

    client = Client(raise_request_exception=False)
    signs_in("open sesame", client)
    with connection.execute_wrapper(away):
        for answer in (client.get(path), client.post(path), signs_in("x", client)):
            assert (answer.status_code, answer.get("Retry-After")) == (503, "2")
            assert "We are catching our breath" in answer.content.decode()


def test_who_came_in_is_written_down(trip: Trip) -> None:
    client = Client()
    signs_in("open sesame", client, REMOTE_ADDR="10.0.0.9")
    page = client.get("/admin/axes/accesslog/").content.decode()
    assert "10.0.0.9" in page


def test_who_has_logged_out_is_led_on(admin_client: Client) -> None:
    """Or the page, loaded once more, would end the next session too."""
    answer = admin_client.post("/admin/logout/")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/login/")
