"""Pictures of pages, by a real browser.

`python -m tests.browser.pictures` draws those of the README from the demo. With a folder behind it,
it draws instead every page of a trip in each state of `states.py`, for people to look at: on a
phone and at a desk, light and dark, in each language, many on one sheet.
"""

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from socialcart.installation import translations_in
from tests.browser.conftest import DESK, PHONE, QUIET
from tests.server import ROOT, Server

OF_README = ROOT / ".github"
LANGUAGES = ("en", *translations_in(ROOT / "trips/locale"), "en-xa")
LOOKS = [
    (device, scheme, language)
    for language in LANGUAGES
    for scheme in ("light", "dark")
    for device in ("phone", "desk")
]
DEVICES: dict[str, dict[str, Any]] = {"phone": PHONE, "desk": DESK}
# All pages but those of every state, by who sees them. Addresses without a slash in front are
# below the hub; in braces stands what `states.other_pages` has named.
OTHER_PAGES = {
    "": (
        *("/outbox", "/forget", "/embed/{tripId}", "/join/{tripId}/report", "/join/{hidden}"),
        *("/news/{mailed}", "/news/{mailed}/back", "/news/{mailed}/back?sent"),
        *("/news/{asked}/confirm", "/news/{mailed}/confirm", "/news/{mailed}?stopped"),
        "/join/{tripId}?name=Asha",
    ),
    "Asha": (
        *("bring", "members/{Zain}/take-out", "members/{Zain}/link", "calendar", "news"),
        *("my-data", "erase", "report", "leave", "name", "mobile", "personal-link"),
    ),
    "Ben": (
        *("again", "poster", "my-data", "recovery", "invitation", "close", "cancel"),
        *("messages/1/delete", "waiting/{Zoë}/remove", "news", "erase", "leave"),
        *("polls/new", "polls/dates", "polls/{silent}/edit", "polls/{silent}/delete"),
        *("polls/{silent}/close", "polls/{closed}/reopen", "polls/{tie}/pick?optionId={Hotel}"),
        *("members/{Asha}/remove", "members/{Asha}/name", "members/{Asha}/make-organiser"),
        *("members/{Chloé}/take-role", "members/{Chloé}/hand-over"),
    ),
    "Chloé": ("", "step-down"),
    "Dev": ("", "/join/{tripId}"),
    "Zoë": ("waiting", "waiting/leave"),
    "李小龍": ("/join/{tripId}",),
}
SHEET_PX = 2_000  # as wide as a sheet gets
TALLEST_PX = 2_400  # of a page; what is below is cut off


def draw_for_readme() -> None:
    """Draw the invitation and the hub of the demo, as a phone and a desk show them."""
    with a_server() as server, a_browser() as browser:
        links = [line.split()[-1] for line in server.manage("demo").splitlines()]
        _site, organiser, invitation = links
        with visitor(browser, server, **PHONE, device_scale_factor=2) as guest:
            guest.goto(invitation)
            expect(guest.get_by_role("heading", name="Goa")).to_be_visible()
            guest.screenshot(path=OF_README / "invitation.png")
        with visitor(browser, server, **PHONE, device_scale_factor=2) as ben:
            opens_hub(ben, organiser)
            ben.screenshot(path=OF_README / "hub-phone.png")
        with visitor(browser, server, **DESK, color_scheme="dark") as ben:
            opens_hub(ben, organiser)
            ben.screenshot(path=OF_README / "hub.png")
    for path in OF_README.glob("*.png"):
        Image.open(path).convert("P", palette=Image.Palette.ADAPTIVE).save(path, optimize=True)


def draw_every_state(folder: Path, only: list[str]) -> None:
    """Draw a sheet for each state and look, with all pages of each who may see one."""
    folder.mkdir(parents=True, exist_ok=True)
    with a_server(LANGUAGES=",".join(LANGUAGES)) as server, a_browser() as browser:
        script = "from tests.browser import states; states.print_pictured()"
        rows = json.loads(server.manage("shell", "--no-imports", "-c", script))
        for state in only or rows:
            row = rows[state] | {"others": OTHER_PAGES if state == "other pages" else {}}
            for look in LOOKS:
                pages = list(pictures_of(browser, server, row, *look))
                name = "-".join([state.replace(" ", "-"), *look])
                on_one_sheet(pages).save(folder / f"{name}.png", optimize=True)
                print(f"{name}: {len(pages)} pages", flush=True)


def pictures_of(
    browser: Browser, server: Server, row: Any, device: str, scheme: str, language: str
) -> Iterator[Image.Image]:
    """Take a picture of each page of a trip, in one look.

    `row` is one of `states.print_pictured`, with its `others` drawn too.
    """
    for name, pages in addresses_by_reader(row).items():
        key = row["keys"].get(name)
        options = {**DEVICES[device], "color_scheme": scheme, "reduced_motion": "reduce"}
        with visitor(browser, server, **options, locale=language) as person:
            if key:
                cookie: Any = {"name": f"trip-{row['id']}", "value": key, "url": server.url}
                person.context.add_cookies([cookie])
            for path in pages if key or not name else []:
                person.goto(f"{server.url}{path}", wait_until="load")
                person.wait_for_timeout(300)
                height = min(person.evaluate("document.body.scrollHeight"), TALLEST_PX)
                width = options["viewport"]["width"]
                person.set_viewport_size({"width": width, "height": max(height, 740)})
                taken = Path(tempfile.gettempdir()) / "page.png"
                person.screenshot(path=taken)
                picture = Image.open(taken).convert("RGB")
                yield picture.reduce(2) if device == "desk" else picture
                person.set_viewport_size(options["viewport"])


def addresses_by_reader(row: Any) -> dict[str, list[str]]:
    """List the addresses to draw, by the name of who opens them: "" is somebody without a key."""
    hub = f"/trips/{row['id']}"
    polls = [f"{hub}/polls/{poll}" for poll in row["polls"].values()]
    ways = {
        "": [f"/join/{row['tripId']}", "/enter", "/nowhere"],
        "Asha": [hub, *polls],
        "Ben": [hub, f"{hub}/settings", f"{hub}/messages", *polls, "/"],
    }
    for name, paths in row.get("others", {}).items():
        named = [path.format(**row["ids"], **row["polls"]) for path in paths]
        more = [path if path.startswith("/") else f"{hub}/{path}".rstrip("/") for path in named]
        ways[name] = [*ways.get(name, []), *more]
    return ways


def on_one_sheet(pages: list[Image.Image]) -> Image.Image:
    """Put pictures side by side, in rows, from the left."""
    at: list[tuple[int, int]] = []
    x = y = tallest = 0
    for page in pages:
        if x + page.width > SHEET_PX and x:
            x, y, tallest = 0, y + tallest + 8, 0
        at.append((x, y))
        x, tallest = x + page.width + 8, max(tallest, page.height)
    sheet = Image.new("RGB", (SHEET_PX, y + tallest), "#888")
    for page, place in zip(pages, at, strict=True):
        sheet.paste(page, place)
    return sheet


def opens_hub(person: Page, link: str) -> None:
    """Open a hub by a personal link, and wait until it is live."""
    person.goto(link)
    person.wait_for_url("**/trips/*")
    expect(person.locator("connection-chip")).to_have_text("Live")


@contextmanager
def a_server(**environ: str) -> Iterator[Server]:
    """Run a server with a new database, until the end of the block."""
    with tempfile.TemporaryDirectory() as folder, Server(Path(folder), **environ) as server:
        yield server


@contextmanager
def a_browser() -> Iterator[Browser]:
    """Run Chromium until the end of the block."""
    with sync_playwright() as playwright:
        path = shutil.which("chromium-headless-shell")
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@contextmanager
def visitor(browser: Browser, server: Server, **options: Any) -> Iterator[Page]:
    """Open a browser window with cookies of its own."""
    context: BrowserContext = browser.new_context(base_url=server.url, **options)
    yield context.new_page()
    context.close()


if __name__ == "__main__":
    if sys.argv[1:]:
        draw_every_state(Path(sys.argv[1]), sys.argv[2:])
    else:
        draw_for_readme()
