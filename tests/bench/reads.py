"""Pages and reads, one after the other: CPU of the server for each."""

import itertools
import re
from collections.abc import Callable, Iterator

import httpx

from tests.bench import paint
from tests.bench.crowd import Crowd
from tests.bench.figures import Measured
from tests.bench.run import Bench
from tests.bench.running import Running

API = "/api/social-cart/join"
FEW = 5
LOADED = re.compile(r'(?:href|src)="(/static/[^"]+\.(css|js))"')
FIELD = re.compile(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"')

_addresses = (f"10.3.{n >> 8 & 255}.{n & 255}" for n in itertools.count())
_names = (f"Visitor {n}" for n in itertools.count())


class Browser:
    """Somebody who comes for the first time, from an address of their own."""

    def __init__(self, server: Running) -> None:
        # Without certificates: to read them takes longer than the page, and empties the caches.
        url = f"http://127.0.0.1:{server.port}"
        self._client = httpx.Client(base_url=url, timeout=30, verify=False)

    def __enter__(self) -> "Browser":
        return self

    def __exit__(self, *failure: object) -> None:
        self._client.close()

    def get(self, path: str) -> httpx.Response:
        """A page, asked for from an address of many. Raises HTTPStatusError."""
        return self._whole("GET", path)

    def join(self, trip: str) -> httpx.Response:
        """Opens the invitation, taps, and follows to the hub."""
        page = self.get(f"/join/{trip}").text
        form = dict(FIELD.findall(page)) | {"guest_name": next(_names)}
        answer = self._whole("POST", f"/join/{trip}", form)
        return self.get(answer.headers["Location"])

    def _whole(self, method: str, path: str, form: dict[str, str] | None = None) -> httpx.Response:
        headers = {"X-Forwarded-For": next(_addresses)}
        answer = self._client.request(method, path, data=form, headers=headers)
        if answer.is_error:
            answer.raise_for_status()
        return answer


def pages(bench: Bench) -> Iterator[tuple[str, Measured]]:
    """Reading by API, home, invitation, hub, and the whole journey."""
    with bench.ours() as server, Browser(server) as stranger:
        asked: dict[str, Callable[[], object]] = {"home": lambda: stranger.get("/")}
        for name, members in (("5", FEW), ("200", bench.size.members)):
            asked |= _of_a_trip(server, stranger, name, members)
        new_trips = itertools.cycle([server.plan() for _ in range(20)])
        asked["journey"] = lambda: _journey(server, next(new_trips))
        for name, ask in asked.items():
            yield name, Measured(_slices(bench, server, ask))
        yield from _loaded(server, stranger)


def first_paint(bench: Bench) -> Iterator[tuple[str, Measured]]:
    """The invitation on a phone on a slow line."""
    if bench.size.paints:
        found = paint.invitation(bench.size.paints)
        yield "paint cold", Measured([found.cold_s], note=f"{found.requests} requests")
        yield "paint warm", Measured([found.warm_s])


def _of_a_trip(
    server: Running, stranger: Browser, name: str, members: int
) -> dict[str, Callable[[], object]]:
    trip = server.plan()
    with Crowd(server, [trip], flags="mk") as crowd:
        crowd.join(members - 2)
    member = Browser(server)
    hub = member.join(trip).request.url.path  # the last of them
    return {
        f"read {name}": lambda: stranger.get(f"{API}?tripId={trip}"),
        f"invitation {name}": lambda: stranger.get(f"/join/{trip}"),
        f"hub {name}": lambda: member.get(hub),
    }


def _journey(server: Running, trip: str) -> None:
    with Browser(server) as guest:
        guest.join(trip)


def _loaded(server: Running, stranger: Browser) -> Iterator[tuple[str, Measured]]:
    """CSS files, and CSS and JS before compression, of the page that loads most."""
    trip = server.plan()
    pages = {"home": stranger.get("/").text, "invitation": stranger.get(f"/join/{trip}").text}
    with Browser(server) as member:
        pages["hub"] = member.join(trip).text
    files, kilobytes = {}, {}
    for name, html in pages.items():
        loaded = set(LOADED.findall(html))
        files[name] = sum(kind == "css" for _, kind in loaded)
        size = sum(len(stranger.get(path).content) for path, _ in loaded)
        kilobytes[name] = size / 1000
    note = ", ".join(f"{name} {size:.0f}" for name, size in kilobytes.items())
    yield "css", Measured([max(files.values())])
    yield "weight", Measured([max(kilobytes.values())], note=note)


def _slices(bench: Bench, server: Running, ask: Callable[[], object]) -> list[float]:
    """CPU in ms for each, slice by slice; the first times are not counted."""
    figures = []
    for number in range(bench.size.rounds + 1):
        cpu_s = server.cpu_s()
        for _ in range(bench.size.pages):
            ask()
        if number:
            figures.append((server.cpu_s() - cpu_s) / bench.size.pages * 1e3)
    return figures
