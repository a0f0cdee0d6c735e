"""Every answer, whoever gives it, tells browsers the same: no scripts of others, https alone."""

import re
from collections.abc import Iterator

import httpx
import pytest

from socialcart import headers
from socialcart.installation import new_keys
from tests.server import Server

pytestmark = pytest.mark.once

API = "/api/social-cart"
HTTPS = {"X-Forwarded-Proto": "https"}
ANSWERS = {
    "a page": ("GET", "/", 200),
    "a redirect": ("GET", "/admin/", 302),
    "the staff's door": ("GET", "/admin/login/", 200),
    "nothing there": ("GET", "/nothing", 404),
    "an unknown link": ("GET", "/join/nothing", 404),
    "a page's 405": ("OPTIONS", "/", 405),
    "a form without its token": ("POST", "/admin/login/", 403),
    "a malformed path": ("GET", "/join/%00", 400),
    "a static file that is not there": ("GET", "/static/nothing", 404),
    "an answer of the API": ("GET", f"{API}/openapi.json", 200),
    "a refusal of the API": ("GET", f"{API}/join?tripId=x", 404),
    "a 405 of the API": ("DELETE", f"{API}/join", 405),
    "a stream that is refused": ("GET", f"{API}/events?tripId=x", 404),
    "a probe": ("GET", "/livez", 200),
    "a probe's 405": ("POST", "/readyz", 405),
    "the metrics": ("GET", "/metrics", 200),
}


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    hosts = {"ALLOWED_HOSTS": "trips.example,127.0.0.1"}
    with Server(tmp_path_factory.mktemp("production"), **hosts, **new_keys()) as running:
        yield running


def carries_all(answer: httpx.Response) -> bool:
    """Each header once, and nothing about who answers."""
    names = [name.lower() for name, _ in answer.headers.raw]
    wanted = [*headers.ALWAYS, b"content-security-policy", b"strict-transport-security"]
    return [names.count(name) for name in wanted] == [1] * len(wanted) and b"server" not in names


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS.values(), ids=ANSWERS.keys())
def test_every_answer_carries_all_headers(
    production: Server, method: str, path: str, status: int
) -> None:
    answer = httpx.request(method, production.url + path, headers=HTTPS)
    assert answer.status_code == status
    assert carries_all(answer)
    assert answer.headers["x-robots-tag"] == "noindex"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; ")
    assert "unsafe" not in answer.headers["content-security-policy"]


def test_an_open_stream_and_a_body_too_large_carry_them_too(production: Server) -> None:
    body = {"tripName": "Goa", "requiredMembers": 5, "adminName": "Ben"}
    trip = httpx.post(f"{production.url}{API}/create", json=body, headers=HTTPS).json()
    address = f"{production.url}{API}/events?tripId={trip['tripId']}"
    with httpx.stream("GET", address, headers=HTTPS) as stream:
        assert stream.headers["content-type"] == "text/event-stream"
        assert carries_all(stream)
    large = httpx.post(production.url, content=b"x" * 70_000, headers=HTTPS)
    assert large.status_code == 413
    assert carries_all(large)


def test_pages_take_no_html_from_scripts(production: Server) -> None:
    policy = httpx.get(production.url, headers=HTTPS).headers["content-security-policy"]
    assert "require-trusted-types-for 'script'; trusted-types 'none'" in policy


def test_only_the_picture_of_link_previews_is_shown_elsewhere(production: Server) -> None:
    home = httpx.get(production.url, headers=HTTPS).text
    sheet = re.search(r"/static/css/app\.\w+\.css", home)
    picture = next((production.data_dir / "static").glob("og.????????????.png")).name
    assert sheet is not None
    for path, policy in ((sheet[0], "same-origin"), (f"/static/{picture}", "cross-origin")):
        answer = httpx.get(production.url + path, headers=HTTPS)
        assert answer.status_code == 200
        assert carries_all(answer)
        assert answer.headers["cross-origin-resource-policy"] == policy


@pytest.mark.parametrize("path", ["/enter?x=%C3%A9", "/static/nothing", f"{API}/events?tripId=x"])
def test_plain_http_is_sent_on_to_the_same_address(production: Server, path: str) -> None:
    answer = httpx.get(production.url + path, headers={"Host": "trips.example"})
    assert answer.status_code == 308
    assert answer.headers["location"] == f"https://trips.example{path}"


def test_on_this_machine_alone_http_stays(server: Server) -> None:
    answer = httpx.get(server.url)
    assert answer.status_code == 200
    assert "strict-transport-security" not in answer.headers


@pytest.mark.parametrize("path", ["join", "create", "events?tripId=x"])
def test_a_wrong_method_gets_the_error_shape_and_the_right_ones(server: Server, path: str) -> None:
    answer = httpx.delete(f"{server.url}{API}/{path}")
    assert (answer.status_code, answer.json()["error"]) == (405, "method_not_allowed")
    assert set(answer.headers["allow"].split(", ")) <= {"GET", "POST"}
