"""Who may: plays matrix.txt, every role at every address; an address without a row fails."""

import functools
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from django.db import connection
from django.test import Client
from django.test.client import ClientHandler
from django.urls import URLPattern, URLResolver, get_resolver
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.push_service import subscription
from tests.roles import API, Person, World, cookie_of, fields_of, plan_world, undone
from tests.server import Server
from trips import live as live_doors
from trips import throttle
from trips.api import api

pytestmark = [pytest.mark.once, pytest.mark.django_db]

BY_A_REAL_SERVER = {"WS", "SSE", "ONCE", "PROBE", "PROXY"}
METHODS = {"ANY": ("GET", "POST")}
HTTP = httpx.Client(verify=False)  # to read all certificates each time takes longer than a test
OF_BROWSERS = ('"django_session"', '"trips_heldkey"')
CHANGES = re.compile(r"INSERT|UPDATE|DELETE|REPLACE")


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    method: str
    address: str
    expected: dict[str, str]

    def __str__(self) -> str:
        return f"{self.method} {self.address}"


@dataclass(frozen=True)
class Try:
    """One way to bring what somebody holds."""

    cookies: dict[str, str]
    headers: dict[str, str]
    fields: dict[str, str]


def table() -> Iterator[Row]:
    text = Path(__file__).with_name("matrix.txt").read_text()
    head, *lines = (line.split() for line in text.splitlines() if line and line[0] != "#")
    for method, address, *cells in lines:
        yield Row(method, address, dict(zip(head[2:], cells, strict=True)))


ROWS = list(table())
IN_PROCESS = [row for row in ROWS if row.method not in BY_A_REAL_SERVER]
LIVE = [row for row in ROWS if row.method in BY_A_REAL_SERVER]
CALLS = [row for row in ROWS if row.method == "POST" and row.address.startswith(API)]
FORMS = [row for row in ROWS if row.method == "POST" and row not in CALLS]
ONE_CLICK = "/news/<secret>"  # sent by mail programs, which have no token (RFC 8058)
READS = {
    "/enter",
    *(f"/trips/<trip_id>/{name}" for name in ("messages/read", "news/device")),  # of the browser
    *(API + name for name in ("me", "my-data", "place-in-line", "polls", "requests")),
}
DONE = ("yes", "own")
LINKED = re.compile(r"/join(/|$|/<invitation>)|/claim$|/withdraw-request$")
BY_LINK = [row for row in CALLS + FORMS if LINKED.search(row.address)]
BY_RIGHT = [row for row in CALLS + FORMS if row.expected["guest"] != "yes"]
VERBS = [row for row in BY_RIGHT if row.expected["organiser"] == "yes" and row.address not in READS]
OPEN_TO_ALL = [row for row in ROWS if row.expected["nobody"] == row.expected["organiser"]]
NOT_AS_THE_FOUNDER = {  # who alone has these rights, and cannot go
    **dict.fromkeys(("take-role", "hand-over", "recovery", "make-recovery-code"), "403"),
    **dict.fromkeys(("step-down", "leave", "erase", "erase-me"), "yes"),
}
JSON = "application/json"
AS_FORM = "application/x-www-form-urlencoded"  # as browsers send ours
DEVICE = subscription("https://push.example/zoe")
MEANT = {  # else Asha
    **dict.fromkeys(("restore-member", "restore"), "Chloé"),
    **dict.fromkeys(("take-out", "link", "make-link"), "Zain"),
    "take-off-line": "Noor",
}
FOREIGN = {
    "what a form of any site can send": ("text/plain", {}, 415),
    "JSON with a parameter": (f"{JSON}; charset=utf-8", {}, 415),
    "another site": (JSON, {"Origin": "https://evil.example"}, 403),
    "another port of ours": (JSON, {"Origin": "http://testserver:81"}, 403),
    "a browser that says so": (JSON, {"Sec-Fetch-Site": "cross-site"}, 403),
    "another host of our domain": (JSON, {"Sec-Fetch-Site": "same-site"}, 403),
}


@pytest.fixture(scope="session")
def live_cookies(server: Server, live_world: World) -> dict[str, dict[str, str]]:
    """The cookie of a browser that holds it, by key."""
    held = {key: both(live_world, key) for role in live_world.roles.values() for key in role.keys}
    ask = f"""if True:
        import json
        from tests.roles import cookie_of
        print(json.dumps({{key: cookie_of(each) for key, each in {held!r}.items()}}))"""
    return dict(json.loads(server.manage("shell", "--no-imports", "-c", ask)))


@pytest.fixture(scope="session")
def live_world(server: Server) -> World:
    home = {"X-Forwarded-For": "10.7.7.7"}  # planning is limited by address

    def call(name: str, /, **body: Any) -> dict[str, Any]:
        answer = httpx.post(f"{server.url}{API}{name}", json=body, headers=home).raise_for_status()
        return dict(answer.json())

    ask = "from tests.roles import session_of_staff; print(session_of_staff())"
    return plan_world(call, server.manage("shell", "--no-imports", "-c", ask).strip())


@pytest.mark.parametrize("row", IN_PROCESS, ids=str)
def test_each_role_gets_what_the_table_says(world: World, row: Row) -> None:
    assert {role: got(world, row, role) for role in row.expected} == row.expected


@pytest.mark.parametrize("row", [row for row in IN_PROCESS if row not in OPEN_TO_ALL], ids=str)
def test_another_organiser_gets_what_the_founder_gets_but_what_is_the_founders(
    world: World, row: Row
) -> None:
    verb = row.address.rpartition("/")[2]
    expected = NOT_AS_THE_FOUNDER.get(verb, row.expected["organiser"])
    assert got(world, replace(row, expected={"second": expected}), "second") == expected


@pytest.mark.parametrize("row", LIVE, ids=str)
def test_each_role_gets_what_the_table_says_at_a_live_door(
    server: Server, live_world: World, live_cookies: dict[str, dict[str, str]], row: Row
) -> None:
    knock = {"WS": by_socket, "SSE": by_stream, "ONCE": by_poll, "PROBE": by_get, "PROXY": by_proxy}
    played = {
        role: live(server, live_world, live_cookies, row, role, knock[row.method])
        for role in row.expected
    }
    assert played == row.expected


@pytest.mark.parametrize("role", ["organiser", "member", "staff"])
@pytest.mark.parametrize("method", ["get", "head", "options", "trace"])
def test_who_only_reads_changes_nothing_anywhere(world: World, method: str, role: str) -> None:
    """All that a form would hold is in the address: a bot that follows a link sends no more."""
    person = world.roles[role]
    for row in {row.address: row for row in IN_PROCESS}.values():  # read is an address only once
        for address in filled(world, person, row):
            for attempt in tries(world, person, row):
                query = {**form(world, person, row), **attempt.fields}
                with undone(), written() as changes:
                    knock = getattr(browser(attempt), method)
                    knock(address, query_params=query, headers=attempt.headers)
                assert changes == [], row


def test_a_form_without_our_token_changes_nothing_at_any_page(world: World) -> None:
    ben = world.roles["organiser"]
    for row in (each for each in FORMS if each.address != ONE_CLICK):
        for address in filled(world, ben, row):
            for attempt in tries(world, ben, row):
                strict = browser(attempt, enforce_csrf_checks=True)
                with undone(), written() as changes:
                    answer = strict.post(address, form(world, ben, row) | attempt.fields)
                assert (answer.status_code, changes) == (403, []), row


@pytest.mark.parametrize("row", FORMS, ids=str)
def test_our_script_is_told_of_each_form_what_the_form_itself_gets(world: World, row: Row) -> None:
    """Where it leads, with the same cookies; the refusal; or that only the form can go there."""
    for person in (world.roles[role] for role in row.expected if row.expected[role] != "-"):
        for address in filled(world, person, row):
            for attempt in tries(world, person, row):
                by_script = replace(attempt, headers={**attempt.headers, "Accept": JSON})
                with undone():
                    plain = request(world, person, row.method, address, row, attempt)
                with undone():
                    for_script = request(world, person, row.method, address, row, by_script)
                assert for_script["Content-Type"] == JSON, row
                assert len(for_script.cookies.keys() - {"csrf"}) == len(
                    plain.cookies.keys() - {"csrf"}
                )
                if plain.status_code in (200, 303):
                    assert for_script.status_code == 200
                    assert bool(for_script.json()["next"]) == ("Location" in plain), row
                else:
                    assert for_script.status_code == plain.status_code
                    assert for_script.json()["message"], row


@pytest.mark.parametrize(("kind", "headers", "status"), FOREIGN.values(), ids=FOREIGN.keys())
def test_a_call_of_another_site_changes_nothing(
    world: World, kind: str, headers: dict[str, str], status: int
) -> None:
    ben = world.roles["organiser"]
    for row in CALLS:
        for attempt in tries(world, ben, row):
            body = json.dumps(read({**form(world, ben, row), **attempt.fields}, row.address))
            with undone(), written() as changes:
                brought = headers | attempt.headers
                answer = browser(attempt).post(row.address, body, kind, headers=brought)
            assert (answer.status_code, changes) == (status, []), row


@pytest.mark.parametrize("row", FORMS, ids=str)
def test_a_form_that_was_taken_leads_on(world: World, row: Row) -> None:
    """Or the page that answers it would send it once more when it is reloaded."""
    for person in (world.roles[role] for role in row.expected if row.expected[role] in DONE):
        for address in filled(world, person, row):
            for attempt in tries(world, person, row):
                with undone():
                    answer = request(world, person, row.method, address, row, attempt)
                assert answer.status_code == 303, (address, attempt)


def test_every_address_and_method_has_its_row() -> None:
    served = set(addresses(get_resolver()))
    rows = {(row.method, row.address.partition("?")[0]) for row in IN_PROCESS}
    assert served == rows


def test_every_live_door_has_its_row() -> None:
    rows = {re.split(r"<|\?", row.address)[0] for row in LIVE if row.method in ("WS", "SSE")}
    assert rows == {path for name, path in vars(live_doors).items() if name.endswith("_PATH")}
    documented = set(api.get_openapi_schema()["paths"])
    assert documented <= rows | {row.address for row in IN_PROCESS}


def may(row: Row) -> list[str]:
    return [role for role in ("member", "organiser") if row.expected[role] == "yes"]


def addresses(resolver: URLResolver, prefix: str = "/") -> Iterator[tuple[str, str]]:
    """Every method and address that Django serves; those of the admin site stand for each other."""
    for each in resolver.url_patterns:
        address = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses(each, address)
        elif address.startswith("/admin/"):
            yield "ANY", address if address in ("/admin/", "/admin/login/") else "/admin/…"
        else:
            address = re.sub(r"<\w+:", "<", address)
            yield from ((method, address) for method in methods_of(each, address))


def methods_of(pattern: URLPattern, address: str) -> set[str]:
    """HEAD is answered as GET; a view that takes OPTIONS takes anything."""
    answer = Client().options(re.sub("[<>]", "", address))
    allowed = set(answer.get("Allow", "ANY").split(", "))
    return allowed - {"HEAD"}


def got(world: World, row: Row, role: str) -> str:
    """What a role gets, however it brings what it holds; several outcomes stand side by side."""
    person = world.roles[role]
    if row.expected[role] == "-":
        return "-"
    outcomes = set()
    for address in filled(world, person, row):
        for attempt in tries(world, person, row):
            for method in METHODS.get(row.method, (row.method,)):
                with undone(), written() as changes:
                    answer = request(world, person, method, address, row, attempt)
                outcomes.add(outcome := meaning(world, answer))
                assert not changes or (outcome in ("yes", "own") and method != "GET"), changes
    return "/".join(sorted(outcomes))


def filled(world: World, person: Person, row: Row) -> list[str]:
    """The row's address for this person."""
    if row.address == "/admin/…":
        return [address for address in admin_addresses() if "login" not in address]
    poll = _poll(world, row)
    member = world.members[whom(row)]
    names = {
        "invitation": "{}",
        "trip_id": person.trip_id,
        "poll_id": poll["id"],
        "option_id": poll["options"][0]["id"],
        "member_id": member,
        "request_id": world.request_id,
        "digest": "of-before",
        "number": "1",
        "secret": person.calendar or "{}",
        "path": "no/such/call",
    }
    address = re.sub("<([a-z_]+)>", lambda name: names[name[1]], row.address)
    return sorted({address.format(invitation) for invitation in person.invitations})


def _poll(world: World, row: Row) -> dict[str, Any]:
    verb = row.address.rpartition("/")[2].partition("?")[0]
    of_a_tie = ("pick", "undo-pick", "reopen", "reopen-poll")
    return world.tied_poll if verb in of_a_tie else world.open_poll


def admin_addresses() -> Iterator[str]:
    resolver = next(each for each in get_resolver().url_patterns if str(each.pattern) == "admin/")
    for each in leaves(resolver, "/admin/"):
        yield re.sub(r"<[^>]*>|\(.*", "x", each.replace("^", ""))


def leaves(resolver: Any, prefix: str) -> Iterator[str]:
    for each in resolver.url_patterns:
        address = prefix + str(each.pattern)
        yield from leaves(each, address) if isinstance(each, URLResolver) else [address]


def tries(world: World, person: Person, row: Row) -> list[Try]:
    """Each key and token alone, as this address takes them."""
    if person.session:
        return [Try({"staff": person.session}, {}, {})]
    held = [[cookies(world, key), cookie_of(both(world, key))] for key in person.keys]
    found = [Try(each, {}, {}) for forms in held for each in forms]
    if row.address.startswith(API):
        found += [Try({}, {}, {"adminId": key, "memberKey": key}) for key in person.keys]
        found += [Try({}, bearer(token), {}) for token in person.tokens]
    if row.address == "/enter":
        found = [Try({}, {}, {"key": key}) for key in person.keys]
    if row.address == f"{API}recover":
        guesses = (*person.keys, *person.tokens)
        found = [Try({}, {}, {"recoveryCode": guess}) for guess in guesses]
    if row.address == f"{API}withdraw-request":
        found = [Try({}, {}, {"requestKey": key}) for key in person.keys]
    if row.address in (f"{API}join", f"{API}claim"):
        found += [Try({}, {}, {"invitation_token": each}) for each in person.invitations]
    return found or [Try({}, {}, {})]


def both(world: World, key: str) -> dict[str, str]:
    """As the key to both trips: whose it is, is asked anew."""
    return dict.fromkeys((world.trip_id, world.abroad_id), key)


def cookies(world: World, key: str) -> dict[str, str]:
    """In the form of the release before: the name is no secret."""
    return {f"trip-{trip_id}": key for trip_id in both(world, key)}


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def request(world: World, person: Person, method: str, address: str, row: Row, attempt: Try) -> Any:
    client = browser(attempt)
    if method == "GET":
        return client.get(address, headers=attempt.headers)
    body = {**form(world, person, row), **attempt.fields}
    if address.startswith("/api/"):
        call = read(body, address)
        return client.post(address, call, "application/json", headers=attempt.headers)
    return client.post(address, urlencode(body, doseq=True), AS_FORM, headers=attempt.headers)


def read(body: dict[str, Any], address: str) -> dict[str, Any]:
    """What of a body a call knows; of the rest most of them would complain."""
    known = fields_of(address.rpartition("/")[2])
    return {name: value for name, value in body.items() if name in known}


def browser(attempt: Try, *, enforce_csrf_checks: bool = False, **environ: Any) -> Client:
    """One that holds these cookies and has not knocked yet."""
    throttle.forget()
    client = Client(**environ)
    client.handler = handler(enforce_csrf_checks)
    client.cookies.load(attempt.cookies)
    return client


@functools.cache
def handler(enforce_csrf_checks: bool) -> ClientHandler:
    """One for all browsers: each would set up the middleware anew, for a tenth of its request."""
    return ClientHandler(enforce_csrf_checks)


def form(world: World, person: Person, row: Row) -> dict[str, Any]:
    """All that any call or form needs; what a form does not know it does not read."""
    is_call = row.address.startswith(API)
    verb = row.address.rpartition("/")[2]
    poll = _poll(world, row)
    texts: Any = ["Here", "There"] if is_call else "Here\nThere"
    choice = [poll["options"][0]["id"]]
    return {
        "tripId": person.invitations[0],
        "invitation_token": person.invitations[0],
        "recoveryCode": person.invitations[0],
        "memberId": world.members[whom(row)],
        "requestId": world.request_id,
        "requestKey": "of nobody",
        "language": "en",
        "pollId": poll["id"],
        "optionId": choice[0],
        "options": texts if verb in ("open-poll", "new", "edit-poll", "edit") else choice,
        "optionsVersion": 1,
        "guest_name": "Asha" if verb == "claim" else "Zoë",
        "letIn": True,
        "answer": "let_in",
        "tripName": "Goa!",
        "adminName": "Zoë",
        "requiredMembers": 3,
        "question": "When?",
        "days": 1,
        "dates": ["2030-12-12", "2030-12-19"],
        "mostChoices": 1,
        "results": "always",
        "text": "Nowhere",
        "reason": "spam",
        "number": 1,
        "name": "Zoë",
        "mobile": "+919876543299",
        "email": "zoe@mail.example",
        **DEVICE,
    }


def whom(row: Row) -> str:
    """Whom the member's id in an address or a body means."""
    verb = row.address.rpartition("/")[2]
    return "Noor" if "/waiting/" in row.address else MEANT.get(verb, "Asha")


def meaning(world: World, answer: Any) -> str:
    location = answer.headers.get("Location", "")
    if answer.status_code == 302 and location.startswith("/admin/"):
        return "login"
    if answer.status_code == 303 and world.abroad_id in location:
        return "own"
    return "yes" if answer.status_code in (200, 201, 303) else str(answer.status_code)


@contextmanager
def written() -> Iterator[list[str]]:
    """The statements inside that change a row; a session of staff may live on, and the cookies
    of the release before be moved."""
    changes: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        if CHANGES.match(sql) and not any(table in sql for table in OF_BROWSERS):
            changes.append(sql)
        return execute(sql, *more)

    with connection.execute_wrapper(note):
        yield changes


Knock = Callable[[Server, str, dict[str, str]], str]


def live(
    server: Server,
    world: World,
    held: dict[str, dict[str, str]],
    row: Row,
    role: str,
    knock: Knock,
) -> str:
    person = world.roles[role]
    if row.expected[role] == "-":
        return "-"
    brought = [cookie_header(cookies(world, key)) for key in person.keys]
    brought += [cookie_header(held[key]) for key in person.keys]
    brought += [bearer(token) for token in person.tokens]
    brought += [cookie_header({"staff": person.session})] if person.session else []
    return "/".join(
        sorted(
            {
                knock(server, address, headers)
                for address in filled(world, person, row)
                for headers in brought or [{}]
            }
        )
    )


def cookie_header(cookies: dict[str, str]) -> dict[str, str]:
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}


def by_socket(server: Server, address: str, headers: dict[str, str]) -> str:
    url = f"ws://127.0.0.1:{server.port}{address}"
    with connect(url, additional_headers=headers, proxy=None) as connection:
        try:
            assert '"HEARTBEAT"' in str(connection.recv(timeout=5))
            return "yes"
        except ConnectionClosed as closed:
            return str(closed.rcvd.code - 4000) if closed.rcvd else "lost"


def by_stream(server: Server, address: str, headers: dict[str, str]) -> str:
    with HTTP.stream("GET", server.url + address, headers=headers) as answer:
        return "yes" if answer.status_code == 200 else str(answer.status_code)


def by_poll(server: Server, address: str, headers: dict[str, str]) -> str:
    return by_get(server, address, {"Accept": "application/json", **headers})


def by_get(server: Server, address: str, headers: dict[str, str]) -> str:
    answer = HTTP.get(server.url + address, headers=headers)
    return "yes" if answer.status_code == 200 else str(answer.status_code)


def by_proxy(server: Server, address: str, headers: dict[str, str]) -> str:
    return by_get(server, address, {"X-Forwarded-For": "10.0.0.1", **headers})
