"""What anybody may read is no credential: what a guest is shown, and what a dump holds."""

import math
import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from tests.roles import API, World, cookie_of, undone
from trips import access, browsers, credentials, keys, log, snapshots, throttle, wire
from trips.first_answers import first_answer
from trips.idempotency import IdempotencyKey
from trips.models import Invitation, JoinRequest, Member, Trip

pytestmark = [pytest.mark.once, pytest.mark.django_db]

HYPHENATED = re.compile("[a-z]{1,11}([-_]+[a-z]{1,11})+")  # names of classes and fields
AS_JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def no_limit(settings: Any) -> None:
    settings.API_RATE_LIMIT = 10**6


def test_each_door_opens_to_its_own_key(world: World) -> None:
    ben, staff = world.roles["organiser"], world.roles["staff"]
    id_of_a_browser = cookie_of({world.trip_id: ben.keys[0]})["browser"]
    assert set(opened(world, id_of_a_browser)) == {"cookie", "home", "live cookie"}
    by_key = {"cookie", "memberKey", "adminId", "enter", "live cookie", "home"}
    assert set(opened(world, ben.keys[0])) == by_key
    assert set(opened(world, ben.tokens[0])) == {"token", "live token"}
    assert set(opened(world, ben.invitations[0])) == {"invitation", "live invitation"}
    assert set(opened(world, staff.session)) == {"staff"}
    assert set(opened(world, world.roles["code"].keys[0])) == {"enter", "recover"}


def test_whatever_opens_a_door_has_128_random_bits(world: World) -> None:
    roles = [world.roles[name] for name in ("guest", "old-link", "asks", "member", "organiser")]
    made = {key for person in roles for key in (*person.keys, *person.invitations)}
    made |= {world.roles["staff"].session}
    assert len(made) == 6
    for key in made:
        letters = 64 if re.search("[A-Z_-]", key) else 36
        assert len(key) * math.log2(letters) >= 128


@pytest.mark.parametrize("number", ["+919876543210", "919876543210", "9876543210"])
def test_no_door_opens_to_a_number(world: World, number: str) -> None:
    assert Member.objects.get(trip=world.trip_id, is_founder=True).phone_encrypted
    assert list(opened(world, number)) == []


def test_nothing_that_a_guest_is_shown_opens_a_door(world: World) -> None:
    texts = " ".join(shown_to_a_guest(world))
    shown = {word for word in re.findall(r"[\w-]{12,}", texts) if not HYPHENATED.fullmatch(word)}
    invitation = world.roles["guest"].invitations[0]
    assert {world.trip_id, world.members["Asha"], world.open_poll["id"], invitation} <= shown
    assert opens(world, shown - {invitation}) == {}


def test_no_string_of_a_dump_opens_a_door(world: World) -> None:
    cookie_of({world.trip_id: world.roles["organiser"].keys[0]})
    held = set(strings_of_the_database())
    assert any(world.trip_id in text for text in held)
    words = {
        word for text in held for by in (r"[^\w-]+", r"\W+", ":") for word in re.split(by, text)
    }
    found = {guess: list(looked_up(guess)) for guess in held | words if guess}
    assert {guess: rows for guess, rows in found.items() if rows} == {}


def test_what_is_looked_up_for_a_key_of_each_kind_is_found(world: World) -> None:
    ben, asks = world.roles["organiser"], world.roles["asks"]
    found = [ben.keys[0], ben.tokens[0], ben.invitations[0], asks.keys[0]]
    assert [list(looked_up(key)) for key in found] == [["key"], ["token"], ["link"], ["request"]]
    assert list(looked_up(world.roles["staff"].session)) == ["session"]
    assert list(looked_up(world.roles["code"].keys[0])) == ["code"]
    assert list(looked_up(cookie_of({world.trip_id: ben.keys[0]})["browser"])) == ["browser"]


def shown_to_a_guest(world: World) -> Iterator[str]:
    """Pages, answers and frames, as a guest gets them."""
    invitation = world.roles["guest"].invitations[0]
    addresses = [f"/join/{invitation}", f"/join/{invitation}?name=Asha", "/", "/enter"]
    for address in [*addresses, f"{API}join?tripId={invitation}"]:
        yield Client().get(address).content.decode()
    for event in log.after(world.trip_id, 0, 100):
        yield wire.encode(event).text
    snapshot = snapshots.state_of(world.trip_id).shape()
    yield wire.encode(wire.reset(snapshot, access.trip_by(world.trip_id).created_at)).text


def strings_of_the_database() -> Iterator[str]:
    """Every value of every table, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            yield from (str(value) for row in cursor.fetchall() for value in row if value)


def opens(world: World, guesses: Iterable[str]) -> dict[str, list[str]]:
    """Which guesses open something, and what."""
    tried = {guess: list(opened(world, guess)) for guess in guesses if guess}
    return {guess: doors for guess, doors in tried.items() if doors}


def looked_up(guess: str) -> Iterator[str]:
    """What the database has for this, asked as every door asks: quicker than to knock."""
    if credentials.member_by_key(guess):
        yield "key"
    if credentials.member_by_token(guess):
        yield "token"
    if Invitation.objects.filter(digest=keys.digest(guess)).exists():
        yield "link"
    if JoinRequest.objects.filter(key_digest=keys.digest(guess)).exists():
        yield "request"
    if Trip.objects.filter(recovery_digest=keys.code_digest(guess)).exists():
        yield "code"
    if import_module(settings.SESSION_ENGINE).SessionStore(guess).load():
        yield "session"
    if answered_before(guess):
        yield "first answer"
    if browsers.Held({"browser": guess}).rows:
        yield "browser"


def opened(world: World, guess: str) -> Iterator[str]:
    """The doors that this opens, tried wherever a credential is taken."""
    here = {"tripId": world.trip_id}
    if guess.isprintable() and guess.isascii():  # as headers are
        yield from opened_by_a_header(world, guess)
    if answers("me", here | {"memberKey": guess}):
        yield "memberKey"
    if answers("requests", here | {"adminId": guess}):
        yield "adminId"
    throttle.forget()
    with undone():  # or a code would be used up
        # An invitation is led on to its page; what opens puts a key into the browser.
        if f"trip-{world.trip_id}" in Client().post("/enter", {"key": guess[:400]}).cookies:
            yield "enter"
    with undone():
        if answers("recover", {"recoveryCode": guess}):
            yield "recover"
    if Client().get(f"{API}join", {"tripId": guess}).status_code == 200:
        yield "invitation"
    if watches(guess, {}, ""):
        yield "live invitation"


def opened_by_a_header(world: World, guess: str) -> Iterator[str]:
    bearer = f"Bearer {guess}"
    cookies = {f"trip-{world.trip_id}": guess, "browser": guess}
    held = Client()
    held.cookies.load(cookies)
    if held.get(f"/trips/{world.trip_id}/requests", headers=AS_JSON).status_code != 404:
        yield "cookie"
    if credentials.memberships(browsers.Held(cookies), 1):
        yield "home"
    if answers("me", {"tripId": world.trip_id}, {"Authorization": bearer}):
        yield "token"
    if watches(world.trip_id, cookies, ""):
        yield "live cookie"
    if watches(world.trip_id, {}, bearer):
        yield "live token"
    if logged_in(guess):
        yield "staff"
    if answered_before(guess):
        yield "first answer"


def answers(call: str, body: dict[str, str], headers: Any = None) -> bool:
    answer = Client().post(f"{API}{call}", body, "application/json", headers=headers)
    return answer.status_code == 200


def watches(ref: str, cookies: dict[str, str], authorization: str) -> bool:
    try:
        return bool(access.admit(access.Watcher(ref, cookies, authorization)))
    except wire.Refusal:
        return False


def logged_in(session: str) -> bool:
    staff = Client()
    staff.cookies["staff"] = session
    return staff.get("/admin/jsi18n/").status_code == 200


def answered_before(key: str) -> bool:
    """Whether it is the key of a call that was answered, whatever came with it."""
    try:
        return first_answer(IdempotencyKey.of(key, f"{API}join", b"")) is not None
    except wire.Refusal as refusal:
        return refusal.code == "key_reused"
