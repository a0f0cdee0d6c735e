"""Two trips and everybody around them: who holds what, made through the API of any server."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client

from trips import browsers, planning, throttle
from trips.api import api
from trips.forms import Guest, Terms

API = "/api/social-cart/"
Call = Callable[..., dict[str, Any]]


@dataclass(frozen=True)
class Person:
    """What somebody brings: all of it is tried, each alone, and all must fare the same."""

    trip_id: str
    invitations: tuple[str, ...]  # what they put in the place of one
    keys: tuple[str, ...] = ()  # tried as cookie, as memberKey, as adminId and in /enter
    tokens: tuple[str, ...] = ()  # tried as Bearer
    session: str = ""
    calendar: str = ""  # the secret in its address


@dataclass(frozen=True)
class World:
    """Ben's trip to Goa, Mallory's to Rome, and the roles that people have towards Goa."""

    trip_id: str
    abroad_id: str
    members: dict[str, str]
    open_poll: dict[str, Any]
    tied_poll: dict[str, Any]
    request_id: str
    roles: dict[str, Person]


def plan_world(call: Call, session: str = "") -> World:
    """Three unlock Goa. Asha is in and somebody says they are she, Chloé was removed, 李小龍 has a
    new personal link and was made an organiser, Asha has brought Zain, who has not come yet, Noor
    waits for a place, the invitation was replaced once; of two polls one is tied; Ben has a
    recovery code."""
    terms = {"tripName": "Goa", "requiredMembers": 3, "startDate": "2030-12-12"}
    goa = call("create", **terms, adminName="Ben", adminMobile="+919876543210")
    ben = {"tripId": goa["trip"]["id"], "adminId": goa["adminId"]}
    invitation = call("rotate-invitation", **ben)["tripId"]
    names = ("Asha", "Chloé", "李小龍")
    joined = {name: call("join", invitation_token=invitation, guest_name=name) for name in names}
    asha, chloe, lee = joined.values()
    call("update", **ben, capacity=len(joined) + 1)
    noor = call("join", invitation_token=invitation, guest_name="Noor", wait=True)
    # It has begun: Noor waits, though there is room for others.
    begun = {"startDate": datetime.now(UTC).date().isoformat(), "endDate": "2030-12-12"}
    call("update", **ben, capacity=None, **begun)
    held = {"Ben": goa["adminId"]} | {name: each["memberKey"] for name, each in joined.items()}
    calendars = {name: _calendar(call, invitation, key) for name, key in held.items()}
    call("remove-member", **ben, memberId=chloe["memberId"])
    second = call("replace-key", tripId=invitation, memberKey=lee["memberKey"])
    calendars["second"] = _calendar(call, invitation, second["memberKey"])
    call("make-organiser", **ben, memberId=lee["memberId"])
    brought = call("bring", tripId=invitation, memberKey=asha["memberKey"], name="Zain")
    asked = call("claim", invitation_token=invitation, guest_name="Asha")
    tied, opened = _polls(call, ben, (asha["memberKey"], goa["adminId"]))

    call("post-message", **ben, text="Bring passports")
    code = call("make-recovery-code", **ben)["recoveryCode"]

    rome = call("create", tripName="Rome", requiredMembers=2, adminName="Mallory")
    dev = call("join", invitation_token=rome["tripId"], guest_name="Dev")
    here, abroad = goa["trip"]["id"], rome["trip"]["id"]
    public = (here, goa["trip"]["members"][0]["id"], asha["memberId"])
    return World(
        trip_id=here,
        abroad_id=abroad,
        members={
            name: each["memberId"]
            for name, each in {**joined, "Noor": noor, "Zain": brought}.items()
        },
        open_poll=opened,
        tied_poll=tied,
        request_id=asked["requestId"],
        roles={
            "nobody": Person(here, (here,)),
            "guest": Person(here, (invitation,)),
            "old-link": Person(here, (goa["tripId"],)),
            "asks": Person(here, (invitation,), (asked["requestKey"],)),
            "member": _holder(here, invitation, asha, calendars["Asha"]),
            "organiser": _holder(here, invitation, goa, calendars["Ben"]),
            "second": _holder(here, invitation, second, calendars["second"]),
            "waits": _holder(here, invitation, noor),
            "removed": _holder(here, invitation, chloe, calendars["Chloé"]),
            "old-key": _holder(here, invitation, lee, calendars["李小龍"]),
            "f.member": _holder(here, here, dev),
            "f.organiser": _holder(here, here, rome),
            "smuggler": _holder(abroad, rome["tripId"], rome),
            "staff": Person(here, (here,), session=session),
            "code": Person(here, (here,), (code,), (code,)),
            "ids": Person(here, public, public, public),
        },
    )


def _calendar(call: Call, invitation: str, key: str) -> str:
    """A member makes an address for their calendar; gives the secret in it."""
    made = call("make-calendar", tripId=invitation, memberKey=key)
    return str(made["calendarKey"])


def _holder(trip_id: str, invitation: str, answer: dict[str, Any], calendar: str = "") -> Person:
    """Who was told a key and a token, as a member or as an organiser."""
    key = answer.get("memberKey") or answer["adminId"]
    return Person(trip_id, (invitation,), (key,), (answer["token"],), calendar=calendar)


def _polls(call: Call, ben: dict[str, str], voters: tuple[str, str]) -> list[dict[str, Any]]:
    """One that is closed with as many votes for the one as for the other, and one that is open."""
    where = {"question": "Where?", "options": ["Here", "There"]}
    tied, opened = (call("open-poll", **ben, **where)["poll"] for _ in range(2))
    for key, option in zip(voters, tied["options"], strict=True):
        ballot = {"pollId": tied["id"], "options": [option["id"]], "optionsVersion": 1}
        call("vote", tripId=ben["tripId"], memberKey=key, **ballot)
    call("close-poll", **ben, pollId=tied["id"])
    return [tied, opened]


def session_of_staff() -> str:
    """Sam, who may do everything in /admin/, logs in: the value of the cookie."""
    sam = User.objects.filter(username="sam").first() or User.objects.create_superuser("sam")
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(sam.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = sam.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def call(name: str, /, **body: Any) -> dict[str, Any]:
    """A call of the API in this process, with a key of its own."""
    throttle.forget()
    idempotency_key = {"Idempotency-Key": secrets.token_hex()}
    answer = Client().post(f"{API}{name}", body, "application/json", headers=idempotency_key)
    assert answer.status_code < 300, answer.content
    return dict(answer.json())


def cookie_of(held: dict[str, str]) -> dict[str, str]:
    """The cookie of a browser that holds these keys, by trip."""
    browser = browsers.Held({})
    browser.keep(held)
    return {"browser": browser.id}


def plans(how_many: int) -> dict[str, str]:
    """Ben plans so many trips; gives his keys, by trip, oldest first."""
    planned = [planning.plan(None, Terms(f"Trip {n}", 2), Guest("Ben")) for n in range(how_many)]
    return {each["trip"]["id"]: each["adminId"] for each in planned}


def fields_of(name: str) -> set[str]:
    """The fields that a call knows, after the API's document; none for what is no call."""
    document = api.get_openapi_schema()
    operation = document["paths"].get(f"{API}{name}", {}).get("post")
    if not operation:
        return set()
    schema = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    return set(document["components"]["schemas"][schema.rpartition("/")[2]]["properties"])


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
