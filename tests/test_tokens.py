"""Attacks on the JWT: each is refused at every door that takes a token, and is no key either."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import jwt
import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.test import Client
from django.utils import timezone
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.conftest import browser_with
from tests.server import Server
from trips import clock, credentials, membership, planning, tokens, wire
from trips.forms import Guest, Terms
from trips.models import Member, Trip

pytestmark = [pytest.mark.once, pytest.mark.django_db]

HOUR_S = 3600
WRONG_KEY = "another-secret-that-is-long-enough-for-hs256"
RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
Claims = dict[str, Any]


def claims_of(member_id: str, **other: Any) -> Claims:
    """What a token of ours says, but for what is said otherwise; None leaves out."""
    now = int(timezone.now().timestamp())
    claims = {"sub": member_id, "iat": now, "exp": now + HOUR_S, "jti": "x", "ver": 1, **other}
    return {name: value for name, value in claims.items() if value is not None}


def signed(claims: Claims, key: str = "", header: Any = None) -> str:
    """Signed by hand with HMAC, whatever the header says: no library makes most of these."""
    head = encoded(json.dumps({"alg": "HS256", "typ": "JWT"} if header is None else header))
    text = f"{head}.{encoded(json.dumps(claims))}"
    secret = (key or settings.JWT_SECRET).encode()
    return f"{text}.{encoded(hmac.digest(secret, text.encode(), hashlib.sha256))}"


def encoded(part: str | bytes) -> str:
    data = part.encode() if isinstance(part, str) else part
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unsigned(claims: Claims, alg: str = "none") -> str:
    return f"{encoded(json.dumps({'alg': alg}))}.{encoded(json.dumps(claims))}."


def public_key_of_ours() -> Claims:
    return {"kty": "oct", "k": encoded(WRONG_KEY), "alg": "HS256"}


# What an attacker makes of the claims of a member: without our secret …
FORGED: dict[str, Callable[[Claims], str]] = {
    "alg none": unsigned,
    "alg nOnE": lambda claims: unsigned(claims, "nOnE"),
    "alg none, signed": lambda claims: signed(claims, header={"alg": "none"}),
    "no alg": lambda claims: signed(claims, header={"typ": "JWT"}),
    "alg is a list": lambda claims: signed(claims, header={"alg": ["HS256"]}),
    "the wrong key": lambda claims: signed(claims, WRONG_KEY),
    "its own key in the header": lambda claims: signed(
        claims, WRONG_KEY, {"alg": "HS256", "jwk": public_key_of_ours()}
    ),
    "signed by RSA": lambda claims: jwt.encode(claims, RSA_KEY, "RS256"),
    "RS256 in the header of an HMAC": lambda claims: signed(claims, header={"alg": "RS256"}),
    "HS512": lambda claims: jwt.encode(claims, settings.JWT_SECRET * 2, "HS512"),
    "no signature": lambda claims: signed(claims).rpartition(".")[0] + ".",
    "other claims under a signature": lambda claims: ".".join(
        [
            signed(claims).split(".")[0],
            encoded(json.dumps(claims | {"jti": "y"})),
            signed(claims).split(".")[2],
        ]
    ),
    "empty": lambda claims: "",
    "dots": lambda claims: "..",
    "not base64": lambda claims: "!!!.???.***",
    "not JSON": lambda claims: ".".join([encoded("{"), encoded("}"), encoded("x")]),
    "no object": lambda claims: ".".join([encoded("[]"), encoded("[]"), encoded("x")]),
    "too deep": lambda claims: ".".join([encoded("[" * 20_000), encoded("{}"), "x"]),
    "a number too long": lambda claims: ".".join([encoded("9" * 5_000), encoded("{}"), "x"]),
    "a megabyte": lambda claims: "x" * 1_000_000,
    "NUL": lambda claims: signed(claims) + "\0",
    "a lone surrogate": lambda claims: signed(claims) + "\ud800",
    "é": lambda claims: "é" + signed(claims),
}
# … and what we must not take though it is signed with it.
WRONG_CLAIMS: dict[str, Claims] = {
    "no exp": {"exp": None},
    "no sub": {"sub": None},
    "no iat": {"iat": None},
    "no jti": {"jti": None},
    "no ver": {"ver": None},
    "expired": {"iat": 1, "exp": 2},
    "not yet": {"iat": 2**40, "exp": 2**40 + 1},
    "for a day": {"exp": 2**33},
    "for two hours": {"exp": int(timezone.now().timestamp()) + 2 * HOUR_S},
    "exp is a list": {"exp": [1]},
    "exp is endless": {"exp": float("inf")},
    "exp is text": {"exp": "soon"},
    "iat is an object": {"iat": {}},
    "sub is a number": {"sub": 7},
    "sub is nobody": {"sub": "nobody"},
    "sub has NUL": {"sub": "\0"},
    "sub is a lone surrogate": {"sub": "\ud800"},
    "jti is a number": {"jti": 1},
    "ver of another key": {"ver": 2},
    "ver is text": {"ver": "1"},
    "ver is a question": {"ver": {"$gt": 0}},
    "ver is vast": {"ver": 2**80},
}
ATTACKS = FORGED | {
    name: lambda claims, wrong=wrong: signed(claims_of(claims["sub"], **wrong))
    for name, wrong in WRONG_CLAIMS.items()
}
NO_HEADER = {
    "empty",
    "NUL",
    "too deep",
    "a megabyte",
}  # no client sends these, or the server reads no further
attacks = pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())


def me(trip_id: str, token: str) -> Any:
    return call("me", trip_id, token)


def call(name: str, trip_id: str, token: str, **body: Any) -> Any:
    headers = {"Authorization": f"Bearer {token}"}
    body = {"tripId": trip_id, **body}
    return Client().post(f"/api/social-cart/{name}", body, "application/json", headers=headers)


def as_sent(token: str) -> str:
    """The bytes of it, as a header carries them."""
    return token.encode("utf-8", "surrogatepass").decode("latin-1")


def assert_refused(answer: Any) -> None:
    assert (answer.status_code, answer.json()["error"]) == (403, "unauthorized")
    assert set(answer.json()) == {"success", "error", "message", "fields"}


def test_a_token_as_it_should_be_is_taken(trip: Trip) -> None:
    assert me(trip.id, signed(claims_of(trip.members.get().id))).status_code == 200


@attacks
def test_an_attack_is_refused_by_the_api(trip: Trip, attack: Callable[[Claims], str]) -> None:
    assert_refused(me(trip.id, attack(claims_of(trip.members.get().id))))


@attacks
def test_an_attack_is_no_key_of_a_page(trip: Trip, attack: Callable[[Claims], str]) -> None:
    token = as_sent(attack(claims_of(trip.members.get().id)))
    answer = browser_with(trip.id, token).get(
        f"/trips/{trip.id}", headers={"Accept": "application/json", "Authorization": token}
    )
    assert (answer.status_code, answer.json()["error"]) == (404, "no_key")


@pytest.mark.once
def test_an_attack_opens_no_live_door(server: Server) -> None:
    goa = server.plan()
    ours, trip_id = goa["trip"]["members"][0]["id"], goa["trip"]["id"]
    address = f"{server.url}/api/social-cart/events?tripId={trip_id}"
    with httpx.Client(headers={"Accept": "application/json"}) as client:
        bearer = {"Authorization": f"Bearer {goa['token']}"}
        assert client.get(address, headers=bearer).status_code == 200
        for name, attack in FORGED.items():
            token = as_sent(attack(claims_of(ours)))
            if name in NO_HEADER:
                continue
            header = {b"Authorization": f"Bearer {token}".encode("latin-1")}
            answer = client.get(address, headers=header)
            assert (answer.status_code, answer.json()["error"]) == (404, "not_found"), name
            assert closed_with(server, trip_id, token) == 4404, name
        assert client.get(address, headers=bearer).status_code == 200


def closed_with(server: Server, trip_id: str, token: str) -> int:
    url = f"ws://127.0.0.1:{server.port}/ws/trips/{trip_id}"
    headers = {"Authorization": f"Bearer {token}"}
    try:
        with connect(url, additional_headers=headers, proxy=None) as connection:
            connection.recv(5)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 0
    return 0


@pytest.mark.parametrize("ahead_s", [-90, 90])
def test_a_token_of_a_server_with_another_clock_is_taken(trip: Trip, ahead_s: int) -> None:
    ben, there = trip.members.get(), timezone.now() + timedelta(seconds=ahead_s)
    claims = claims_of(ben.id, iat=there.timestamp(), exp=(there + tokens.LIFE).timestamp())
    assert credentials.member_by_token(signed(claims)) == ben


@pytest.mark.parametrize("wrong", [timedelta(hours=-3), timedelta(hours=3)])
def test_the_databases_clock_decides_how_old_a_token_is(
    trip: Trip, wrong: timedelta, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben = trip.members.get()
    monkeypatch.setattr(clock, "_asked", (timezone.now(), time.monotonic()))
    ours = credentials.issue_token(ben)
    with time_machine.travel(timezone.now() + wrong):
        theirs = credentials.issue_token(ben)
        assert credentials.member_by_token(ours) == ben
    assert credentials.member_by_token(theirs) == ben


def test_a_token_is_taken_for_an_hour_at_most(trip: Trip) -> None:
    ben, then = trip.members.get(), timezone.now() - timedelta(hours=1)
    claims = claims_of(ben.id, iat=then.timestamp(), exp=(then + tokens.LIFE).timestamp())
    assert credentials.member_by_token(signed(claims)) is None


def test_a_members_token_does_nothing_of_the_organisers(
    trip: Trip, asha: wire.JoinResponse
) -> None:
    for name in ("close", "cancel", "rotate-invitation", "requests", "update"):
        assert_refused(call(name, trip.id, asha["token"]))
    ben = Member.objects.get(is_founder=True)
    assert_refused(call("remove-member", trip.id, asha["token"], memberId=ben.id))


def test_a_token_of_another_trip_is_nobodys_here(trip: Trip) -> None:
    rome = planning.plan(None, Terms("Rome", 2), Guest("Mallory"))
    assert me(rome["trip"]["id"], rome["token"]).status_code == 200
    assert_refused(me(trip.id, rome["token"]))
    assert_refused(call("close", trip.id, rome["token"]))


@pytest.mark.parametrize("end", [membership.remove, membership.leave, membership.replace_key])
def test_a_token_ends_with_the_membership_and_with_the_key(
    trip: Trip, asha: wire.JoinResponse, end: Callable[..., Any]
) -> None:
    assert me(trip.id, asha["token"]).status_code == 200
    end(trip.id, None, asha["memberId"])
    assert_refused(me(trip.id, asha["token"]))
