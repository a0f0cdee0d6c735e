"""Two servers behind the nginx that we ship are one site, and nginx keeps what it promises."""

import json
import ssl
from typing import Any

import httpx
import pytest
import websockets
from websockets.exceptions import InvalidStatus

from tests.cluster import Site
from tests.parts.nginx import NAME

pytestmark = pytest.mark.once

API = "/api/social-cart"
REFUSED_A_MINUTE = 5
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


def socket_of(site: Site, origin: str) -> websockets.connect:
    port = site.nginx.port
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    return websockets.connect(
        f"wss://{NAME}:{port}/ws/trips/{plan(site)}",
        host="127.0.0.1",
        port=port,
        ssl=trusting,
        origin=websockets.Origin(f"https://{origin}:{port}"),
        proxy=None,
    )


async def test_only_our_own_pages_open_a_socket(site: Site) -> None:
    async with socket_of(site, NAME) as connection:
        assert json.loads(await connection.recv())["type"] == "HEARTBEAT"
    with pytest.raises(InvalidStatus) as refused:
        await socket_of(site, "mallory.example")
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
        assert mallory.get("/metrics").status_code == 404
        assert mallory.get("/metrics/").status_code == 404


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
        away = join(friends, invitation, "Eve")
        assert (away.status_code, away.headers.get("retry-after")) == (503, "2")
        site.left.start()
        site.right.start()
        join(friends, invitation, "Eve").raise_for_status()
    told = site.nginx.told()
    assert "200 POST" in told
    assert invitation not in told
    assert invitation not in site.left.log.read_text() + site.right.log.read_text()
