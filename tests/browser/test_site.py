"""Two servers behind the nginx that we ship are one site, and nginx keeps what it promises."""

import json
import signal
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect
from websockets import InvalidStatus, Origin
from websockets.sync.client import connect

from tests.browser.conftest import DESK
from tests.browser.people import Meet
from tests.cluster import Site
from tests.parts.nginx import NAME
from tests.server import Server

pytestmark = pytest.mark.once

API = "/api/social-cart"
REFUSED_A_MINUTE = 30  # of one trip
KB = b"x" * 1_000


def plan(site: Site) -> str:
    """The invitation to a new trip."""
    body = {"tripName": "Goa", "requiredMembers": 5, "adminName": "Ben"}
    with site.nginx.client() as ben:
        answer = ben.post(f"{API}/create", json=body).raise_for_status()
    return str(answer.json()["tripId"])


def join(client: httpx.Client, invitation: str, name: str, **headers: str) -> httpx.Response:
    body = {"invitation_token": invitation, "guest_name": name}
    return client.post(f"{API}/join", json=body, headers=headers)


def news_of(lines: Any) -> dict[str, Any]:
    data = next(line for line in lines if line.startswith("data: "))
    frame: dict[str, Any] = json.loads(data.removeprefix("data: "))
    return frame


def test_a_stream_through_nginx_brings_a_join_as_it_happens(site: Site) -> None:
    invitation = plan(site)
    address = f"{API}/events?tripId={invitation}"
    with site.nginx.client() as ben, ben.stream("GET", address) as stream:
        lines = stream.iter_lines()
        assert next(lines).startswith(": heartbeat")
        with site.nginx.client() as asha:
            joined = join(asha, invitation, "Asha").json()
        assert news_of(lines)["data"]["member"] == joined["member"]


def first_frame(site: Site, origin: str, ref: str, **headers: str) -> dict[str, Any]:
    """What a page of this origin gets on a socket."""
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    with connect(
        f"wss://{NAME}:{site.nginx.port}/ws/trips/{ref}",
        sock=socket.create_connection(("127.0.0.1", site.nginx.port)),
        ssl=trusting,
        origin=Origin(f"https://{origin}:{site.nginx.port}"),
        additional_headers=headers,
    ) as connection:
        frame: dict[str, Any] = json.loads(connection.recv(timeout=10))
    return frame


def test_only_our_own_pages_open_a_socket(site: Site) -> None:
    assert first_frame(site, NAME, plan(site))["type"] == "HEARTBEAT"
    with pytest.raises(InvalidStatus) as refused:
        first_frame(site, "mallory.example", plan(site))
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Client-IP"])
def test_no_forged_address_gets_past_a_limit(site: Site, header: str) -> None:
    invitation = plan(site)
    with site.nginx.client() as mallory:
        statuses = [
            join(mallory, invitation, "Ben", **{header: f"203.0.113.{number}"}).status_code
            for number in range(REFUSED_A_MINUTE + 1)
        ]
    assert statuses == [409] * REFUSED_A_MINUTE + [429]


def test_a_forged_scheme_is_not_believed(site: Site) -> None:
    with site.nginx.client() as mallory:
        answer = mallory.get("/", headers={"X-Forwarded-Proto": "http"})
    assert answer.status_code == 200, "nginx has seen that it is https"


def test_a_large_body_ends_at_nginx(site: Site) -> None:
    with site.nginx.client() as mallory:
        answer = mallory.post(f"{API}/join", content=(KB for _ in range(400)))
    assert answer.status_code == 413


def test_what_machines_ask_is_asked_behind_nginx(site: Site) -> None:
    with site.nginx.client() as mallory:
        answer = mallory.get("/metrics")
    of_nginx = "There is nothing here.\n"
    assert (answer.status_code, answer.text) == (404, of_nginx), "no server was asked"


def test_plain_http_is_sent_on_to_https(site: Site) -> None:
    address = f"http://127.0.0.1:{site.nginx.plain_port}/join/abc"
    answer = httpx.get(address, headers={"Host": NAME}, trust_env=False)
    assert (answer.status_code, answer.headers["location"]) == (308, f"{site.nginx.url}/join/abc")


def test_while_a_server_is_away_the_other_one_serves_all(site: Site) -> None:
    invitation = plan(site)
    site.left.kill()
    with site.nginx.client() as friends:
        for name in ("Asha", "Chloé", "李小龍", "Dev"):
            join(friends, invitation, name).raise_for_status()
        site.right.kill()
        for away in (join(friends, invitation, "Eve"), friends.get(f"/join/{invitation}")):
            assert (away.status_code, away.headers.get("retry-after")) == (503, "2")
        site.left.start()
        site.right.start()
        join(friends, invitation, "Eve").raise_for_status()
    logged = site.nginx.logged()
    assert "503 GET" in logged
    assert invitation not in logged
    assert invitation not in site.left.log.read_text() + site.right.log.read_text()


@contextmanager
def being_replaced(server: Server) -> Iterator[None]:
    """One step of a rolling restart, and what happens meanwhile."""
    server.kill(signal.SIGTERM)
    yield
    server.start()


def test_a_rolling_restart_loses_nobody_and_nothing(site: Site, meet: Meet) -> None:
    here = {"base_url": site.nginx.url, "ignore_https_errors": True}
    ben, asha, chloe, dev = everybody = meet(DESK, **here), *(meet(**here) for _ in range(3))
    invitation = ben.plans()
    asha.joins_by(invitation, "Asha")
    ben.sees("2/5", within_s=1)
    assert ben.doors == ["socket"]
    with being_replaced(site.left):
        chloe.joins_by(invitation, "Chloé")
        ben.sees("3/5")
    with being_replaced(site.right):
        dev.joins_by(invitation, "Dev")
        ben.sees("4/5")
    for person in everybody:
        expect(person.connection).to_have_text("Live", timeout=20_000)
        expect(person.names).to_have_text(["Ben", "Asha", "Chloé", "Dev"])
    assert {cookie["name"][:7] for cookie in ben.context.cookies()} == {"__Host-"}
    protocol = "performance.getEntriesByType('navigation')[0].nextHopProtocol"
    assert ben.page.evaluate(protocol) == "h2"


def crowd(site: Site, how_many: int) -> dict[str, str]:
    """The cookies of a frequent planner, as the release before has set them."""
    ask = f"import json; from tests.roles import plans; print(json.dumps(plans({how_many})))"
    held = json.loads(site.left.manage("shell", "--no-imports", "-c", ask))
    return {f"__Host-trip-{trip_id}": key for trip_id, key in held.items()}


def sent(cookies: dict[str, str]) -> dict[str, str]:
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}


def test_a_browser_with_a_crowd_of_old_cookies_gets_in_and_keeps_one_for_all(site: Site) -> None:
    """Over HTTP/1.1, which nginx reads line by line, and at the socket, which is never h2."""
    old = crowd(site, 150)
    trip_id = list(old)[0].removeprefix("__Host-trip-")
    assert first_frame(site, NAME, trip_id, **sent(old))["type"] == "HEARTBEAT"
    with site.nginx.client() as ben:
        home = ben.get("/", headers=sent(old)).raise_for_status()
        assert "Only your newest 100 trips are shown" in home.text
        own = {"__Host-browser": home.cookies["__Host-browser"]}
        assert ben.get(f"/trips/{trip_id}", headers=sent(own)).status_code == 200
    assert first_frame(site, NAME, trip_id, **sent(own))["type"] == "HEARTBEAT"


@pytest.mark.parametrize("kilobytes", [31, 40], ids=["for a server", "for nginx"])
def test_who_sends_more_cookies_than_anybody_takes_is_told_the_way_out(
    site: Site, kilobytes: int
) -> None:
    with site.nginx.client() as ben:
        ben.headers["X-More"] = "y" * 2_000
        fine, refused = (
            ben.get("/", headers=sent({"of-a-neighbour": "x" * size * 1_000}))
            for size in (29, kilobytes)
        )
    assert (refused.status_code, fine.status_code) == (400, 200)
    assert "more cookies than we take" in refused.text
    assert "personal link" in refused.text
