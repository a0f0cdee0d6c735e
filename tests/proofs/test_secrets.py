"""One whole walk over a real site, and where its secrets turn up: with their owners alone."""

import json
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import count
from typing import Any
from urllib.parse import unquote, urlparse

import httpx
import psycopg
import pytest
from psycopg import sql
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.server import Server, until

pytestmark = pytest.mark.once

API = "/api/social-cart"
NUMBER = "+919876543210"
CHLOES_NUMBER = "+4915123456789"  # which stays, as she does
PASSWORD = "open sesame 4711"
PEOPLE = ("ben", "asha", "chloe", "guest", "staff", "mallory")
CODE = re.compile("(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}")
CALENDAR = re.compile(r"/calendars/(\w+)\.ics")
SECRET = re.compile(r"whsec_([A-Za-z0-9+/=]{32,})")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')

_numbers = count(1)


class Walker:
    """Somebody with cookies and an address of their own, and all that they were ever told."""

    def __init__(self, server: Server) -> None:
        address = {"X-Forwarded-For": f"2001:db8:1:{next(_numbers):x}::1"}
        hooks = {"response": [self._hear]}
        self.heard = ""
        self.client = httpx.Client(
            base_url=server.url, headers=address, timeout=30, event_hooks=hooks
        )

    def _hear(self, answer: httpx.Response) -> None:
        answer.read()
        asked = escape(answer.request.url.raw_path.decode())  # to which a page may lead back
        text = answer.text.replace(f'"{asked}"', "")
        self.heard += f"{answer.headers}\n{unquote(text)}\n"

    def sees(self, *paths: str) -> None:
        for path in paths:
            self.client.get(path)

    def calls(self, name: str, **body: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.client.post(f"{API}/{name}", json=body).json()
        return answer

    def posts(self, page: str, **form: str) -> httpx.Response:
        """Fills in the form of a page; gives the answer."""
        token = TOKEN.search(self.client.get(page).text)
        assert token is not None
        form = {"csrfmiddlewaretoken": token[1], "key": f"{next(_numbers):032}", **form}
        return self.client.post(page, data=form)

    @property
    def cookies(self) -> dict[str, str]:
        return {name: value for name, value in self.client.cookies.items() if len(value) > 9}


@dataclass(frozen=True)
class Walk:
    """Who went, what is secret, whose each secret is, and what was left behind."""

    people: dict[str, Walker]
    owners: dict[str, set[str]]
    frames: str
    redis: str
    dump: str
    log: str

    def found_in(self, text: str) -> list[str]:
        return [secret for secret in self.owners if secret in text]


@pytest.fixture(scope="session")
def walk(running_pair: Server) -> Iterator[Walk]:
    running_pair.mend()
    until(lambda: len(running_pair.workers()) == 2)
    with Listening(running_pair.environ["REDIS_URL"]) as redis:
        yield walked(running_pair, redis)


def walked(server: Server, redis: "Listening") -> Walk:
    way = Way(server)
    way.ben_plans()
    with connect(f"{server.url.replace('http', 'ws')}/ws/trips/{way.trip}") as watching:
        way.asha_and_chloe_join()
        way.all_vote_and_look()
        provoke(way.people["mallory"], way.trip, way.trip_id, way.stolen)
        way.asha_is_removed_and_chloe_takes_a_new_key()
        way.ben_loses_his_browser_and_has_a_code()
        way.the_link_is_replaced()
        frames = all_of(watching)
    looks_around(server, way.people["staff"], way.trip_id, way.asha_id)
    way.staff_enter_an_endpoint_that_fails()
    way.cookies_belong_to_who_has_them()
    dump, log = dump_of(server), server.log.read_text()
    return Walk(way.people, way.owners, frames, redis.all(), dump, log)


class Way:
    """The walk while it goes on; whatever is secret is written down as it turns up."""

    def __init__(self, server: Server) -> None:
        self.people = {name: Walker(server) for name in PEOPLE}
        self.owners: dict[str, set[str]] = {}

    def belongs(self, *who: str, **secrets: str) -> None:
        for secret in secrets.values():
            assert len(secret) > 9
            self.owners.setdefault(secret, set()).update(who)

    def holds(self, who: str, key: str) -> None:
        """Has the key as a cookie from now on, as after /enter."""
        cookies = self.people[who].client.cookies
        cookies.set(f"trip-{self.trip_id}", key, domain="127.0.0.1")

    def ben_plans(self) -> None:
        terms = {"tripName": "Goa", "requiredMembers": 2, "startDate": "2030-12-12"}
        planned = self.people["ben"].calls("create", **terms, adminName="Ben")
        self.trip, self.trip_id = planned["tripId"], planned["trip"]["id"]
        self.hub = f"/trips/{self.trip_id}"
        self.as_organiser = {"tripId": self.trip, "adminId": planned["adminId"]}
        self.stolen = [planned["adminId"]]  # by Mallory, who changes them a little
        self.belongs("ben", "asha", "chloe", "guest", "mallory", invitation=self.trip)
        self.belongs("ben", key=planned["adminId"], token=planned["token"])
        self.holds("ben", planned["adminId"])

    def asha_and_chloe_join(self) -> None:
        asha, chloe, guest = (self.people[name] for name in ("asha", "chloe", "guest"))
        asha.posts(f"/join/{self.trip}", guest_name="Asha", guest_mobile=NUMBER)
        self.belongs("asha", key=asha.client.cookies[f"trip-{self.trip_id}"])
        details = {"guest_name": "Chloé", "guest_mobile": CHLOES_NUMBER}
        joined = chloe.calls("join", invitation_token=self.trip, **details)
        self.belongs(number=NUMBER[3:], other=CHLOES_NUMBER[3:])
        self.belongs("chloe", key=joined["memberKey"], token=joined["token"])
        self.holds("chloe", joined["memberKey"])
        self.stolen += [joined["memberKey"], joined["token"]]
        seen = guest_reads(guest, self.trip)
        self.asha_id = re.findall(r'"id": ?"([\w-]+)", ?"name": ?"Asha"', seen)[0]

    def all_vote_and_look(self) -> None:
        asked = {"question": "When?", "options": ["Now", "Then"]}
        poll = self.people["ben"].calls("open-poll", **self.as_organiser, **asked)["poll"]
        ballot = {"options": [poll["options"][0]["id"]], "optionsVersion": poll["optionsVersion"]}
        for name in ("asha", "chloe"):
            self.people[name].calls("vote", tripId=self.trip, pollId=poll["id"], **ballot)
        for name in ("ben", "asha", "chloe"):
            member = self.people[name]
            member.sees("/", self.hub, f"{self.hub}/polls/{poll['id']}", f"{self.hub}/calendar.ics")
            member.calls("polls", tripId=self.trip_id)
            self.belongs(name, token=member.calls("me", tripId=self.trip_id)["token"])
            secret = member.calls("make-calendar", tripId=self.trip_id)["calendarKey"]
            member.sees(f"/calendars/{secret}.ics")
            member.posts(f"{self.hub}/calendar")
            shown = CALENDAR.search(member.client.get(f"{self.hub}/calendar").text)
            assert shown is not None
            self.belongs(name, ended=secret, calendar=shown[1])
            self.stolen += [secret, shown[1]]

    def asha_is_removed_and_chloe_takes_a_new_key(self) -> None:
        ben = self.people["ben"]
        ben.posts(f"{self.hub}/members/{self.asha_id}/remove")
        ben.sees(f"{self.hub}/members.csv", f"{self.hub}/settings", f"{self.hub}/requests")
        rekeyed = self.people["chloe"].calls("replace-key", tripId=self.trip_id)
        self.belongs("chloe", key=rekeyed["memberKey"], token=rekeyed["token"])
        self.holds("chloe", rekeyed["memberKey"])

    def ben_loses_his_browser_and_has_a_code(self) -> None:
        ben = self.people["ben"]
        ben.posts(f"{self.hub}/recovery")
        shown = CODE.search(ben.client.get(f"{self.hub}/recovery").text)
        used = ben.calls("make-recovery-code", **self.as_organiser)["recoveryCode"]
        assert shown is not None
        self.belongs("ben", ended=shown[0], code=used)
        provoke(self.people["mallory"], self.trip, self.trip_id, [shown[0], used])
        ben.client.cookies.clear()
        ben.posts("/enter", key=used.lower(), attempt="1" * 32)
        self.as_organiser["adminId"] = ben.client.cookies[f"trip-{self.trip_id}"]
        self.belongs("ben", key=self.as_organiser["adminId"])
        ben.sees(self.hub, f"{self.hub}/settings")

    def the_link_is_replaced(self) -> None:
        fresh = self.people["ben"].calls("rotate-invitation", **self.as_organiser)["tripId"]
        self.belongs("ben", "chloe", invitation=fresh)
        for name in ("guest", "mallory", "asha", "chloe", "ben"):
            pages = (f"/join/{self.trip}", self.hub, f"{API}/join?tripId={self.trip}")
            self.people[name].sees(*pages)

    def staff_enter_an_endpoint_that_fails(self) -> None:
        staff, page = self.people["staff"], "/admin/trips/receiver/"
        path = f"hook-{self.trip_id[::-1]}"
        form = {"name": "Shop", "address": f"https://127.0.0.1:1/{path}", "is_on": "on"}
        told = staff.posts(f"{page}add/", **form, trip=self.trip_id)
        [secret] = set(SECRET.findall(staff.client.get(page).text))
        assert told.status_code == 302
        self.belongs("staff", secret=secret, address=path)
        renamed = {"tripId": self.trip_id, "name": "Chloé B"}
        assert self.people["chloe"].client.post(f"{API}/rename-member", json=renamed).is_success
        until(lambda: "failing" in staff.client.get(page).text)
        endpoint = re.findall(rf"{page}([\w-]+)/change", staff.client.get(page).text)[0]
        for each in (f"{page}{endpoint}/change/", f"{page}{endpoint}/history/"):
            staff.sees(each)
        staff.sees("/admin/trips/deliverycursor/", "/admin/admin/logentry/")

    def cookies_belong_to_who_has_them(self) -> None:
        for name, person in self.people.items():
            self.belongs(name, **person.cookies)
            for token in TOKEN.findall(person.heard):
                self.belongs(name, token=token)


def guest_reads(guest: Walker, trip: str) -> str:
    """What a messenger's preview and somebody who only looks get."""
    guest.client.get(f"/join/{trip}", headers={"User-Agent": "WhatsApp/2"})
    events = f"{API}/events?tripId={trip}&after=00.1"
    guest.client.get(events, headers={"Accept": "application/json"})
    return guest.client.get(f"{API}/join?tripId={trip}").text


def provoke(mallory: Walker, trip: str, trip_id: str, secrets: list[str]) -> None:
    """Errors of every kind, with secrets where none belongs."""
    for secret in secrets:
        mallory.sees(f"/trips/{secret}", f"/nothing/{secret}", f"{API}/events?tripId={secret}")
        mallory.client.post(f"/join/{secret}", data={"guest_name": "x"})
        mallory.calls("remove-member", tripId=trip, adminId=f"{secret}x", memberId=secret)
        mallory.client.post(f"{API}/me", headers={"Authorization": f"Bearer {secret}x"})
    mallory.calls("join", invitation_token=trip, guest_name="Mallory", guest_mobile=NUMBER)
    mallory.calls("join", invitation_token=trip, guest_name="Asha", guest_mobile=f"{NUMBER}1")
    mallory.sees(f"/join/{trip}?name=Asha", f"/trips/{trip_id}", f"/trips/{trip_id}/members.csv")
    mallory.posts(f"/join/{trip}", guest_name="Asha")


def looks_around(server: Server, staff: Walker, trip_id: str, asha_id: str) -> None:
    """Signs in, mistyping once, opens every page, and lets Asha in again."""
    make = "from django.contrib.auth.models import User; User.objects.create_superuser"
    server.manage("shell", "-c", f"{make}('sam', password='{PASSWORD}')")
    for password in (PASSWORD[1:], PASSWORD):
        staff.posts("/admin/login/", username="sam", password=password, next="/admin/")
    models = ("trip", "member", "joinrequest", "poll", "option", "ballot", "event")
    staff.sees(*(f"/admin/trips/{model}/" for model in models))
    staff.posts("/admin/trips/member/", action="restore_members", _selected_action=asha_id)
    for row in (f"trip/{quoted(trip_id)}", f"member/{quoted(asha_id)}"):
        staff.sees(f"/admin/trips/{row}/change/", f"/admin/trips/{row}/history/")
    staff.sees("/admin/admin/logentry/", "/admin/axes/accesslog/", "/admin/auth/user/")


def quoted(id: str) -> str:
    return id.replace("_", "_5F")


def all_of(watching: Any) -> str:
    """What came through a socket that the replaced invitation has closed."""
    texts = []
    try:
        while True:
            texts.append(watching.recv(timeout=10))
    except ConnectionClosed:
        return "\n".join(texts)


def dump_of(server: Server) -> str:
    """Every row of every table."""
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    with psycopg.connect(server.environ["DATABASE_URL"]) as database:
        names = [name for (name,) in database.execute(tables)]
        every = sql.SQL("SELECT row::text FROM {} AS row")
        rows = [database.execute(every.format(sql.Identifier(name))).fetchall() for name in names]
    return "\n".join(row for table in rows for (row,) in table)


class Listening:
    """All that anybody says to Redis (MONITOR), from `with` to `all`."""

    def __init__(self, url: str) -> None:
        self._at = ("127.0.0.1", urlparse(url).port or 0)

    def __enter__(self) -> "Listening":
        self._line = socket.create_connection(self._at, timeout=10)
        self._line.sendall(b"MONITOR\r\n")
        assert self._line.recv(5) == b"+OK\r\n"
        return self

    def __exit__(self, *failure: object) -> None:
        self._line.close()

    def all(self) -> str:
        with socket.create_connection(self._at, timeout=10) as other:
            other.sendall(b"ECHO the-end\r\n")
        heard = b""
        while b"the-end" not in heard:
            heard += self._line.recv(65_536)
        return heard.decode(errors="replace")


def test_the_walk_went_everywhere(walk: Walk) -> None:
    """Or the other tests would prove nothing."""
    assert {"MEMBER_JOINED", "POLL_OPENED", "MEMBER_REMOVED", "INVITATION_REPLACED"} <= {
        json.loads(frame)["type"] for frame in walk.frames.splitlines()
    }
    for place in (walk.frames, walk.redis, walk.dump, walk.people["staff"].heard):
        assert "Asha" in place
    assert "/join/***" in walk.log
    assert "•••• ••89" in walk.people["staff"].heard
    assert "Undo the removal" in walk.people["staff"].heard
    assert "og:image" in walk.people["guest"].heard
    assert len(walk.owners) > 20


def test_no_log_line_holds_a_secret(walk: Walk) -> None:
    assert walk.found_in(walk.log) == []
    assert PASSWORD[1:] not in walk.log


def test_no_row_of_the_database_holds_a_secret(walk: Walk) -> None:
    assert walk.found_in(walk.dump) == []
    assert PASSWORD[1:] not in walk.dump


def test_redis_hears_no_secret(walk: Walk) -> None:
    assert walk.found_in(walk.redis) == []


def test_no_frame_holds_a_secret(walk: Walk) -> None:
    assert walk.found_in(walk.frames) == []


@pytest.mark.parametrize("who", PEOPLE)
def test_nobody_is_told_a_secret_of_somebody_else(walk: Walk, who: str) -> None:
    theirs = {secret for secret, owners in walk.owners.items() if who in owners}
    assert theirs, "they have secrets of their own"
    found = walk.found_in(walk.people[who].heard)
    assert {secret: walk.owners[secret] for secret in found if secret not in theirs} == {}
