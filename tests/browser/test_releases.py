"""A phone that knows a release, and the next one that takes its place on the same address."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser.people import Planned
from tests.browser.phones import STORE, Phone, caches_of, has_a_worker, kept_pages, stored
from tests.browser.test_offline import DAY_MS, is_there_once, joins_without_network, rows, sees
from tests.server import ROOT, Server, until

pytestmark = pytest.mark.once

CODE = ("manage.py", "socialcart", "trips", "templates", "static")
# What is another in the next release: its pages, scripts and styles say so.
NEXT = {
    "templates/base.html": ("<head>", '<head><meta name="release" content="next">'),
    "static/js/ask-for-worker.js": (
        "\n\n",
        '\n\ndocument.documentElement.dataset.release = "next";\n',
    ),
    "static/css/base.css": ("", "body { --release: next; }\n"),
}
HAS_NO_WORKER = "navigator.serviceWorker.getRegistration().then((found) => !found)"


@pytest.fixture(scope="module")
def next_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code of this one, with other files."""
    folder = tmp_path_factory.mktemp("next")
    for name in CODE:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    for name, (before, after) in NEXT.items():
        text = (folder / name).read_text()
        (folder / name).write_text(text.replace(before, after, 1) if before else text + after)
    return folder


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "data").mkdir()
    with Server(tmp_path / "data") as running:
        yield running


@pytest.fixture
def phone(
    playwright: Playwright, browser_type_launch_args: dict[str, Any], server: Server, tmp_path: Path
) -> Iterator[Phone]:
    phone = Phone(playwright, browser_type_launch_args, tmp_path / "profile", server.url)
    yield phone
    phone.switch_off()


def upgrade(server: Server, code: Path, **environ: str) -> None:
    """Another release, or other settings, take the place of the server."""
    if server.process:
        server.kill()
    server.code = code
    server.environ |= environ
    collected = code / "collected"  # by the first server of it, for all that follow
    if collected.exists():
        shutil.copytree(collected, server.data_dir, dirs_exist_ok=True)
    server.start()
    if not collected.exists():
        shutil.copytree(server.data_dir / "static", collected / "static")
        shutil.copy(server.data_dir / "static.digest", collected)


def is_of_the_next(page: Page) -> None:
    """The page, its script and its styles are all of the next release."""
    expect(page.locator("meta[name=release]")).to_have_attribute("content", "next")
    expect(page.locator("html")).to_have_attribute("data-release", "next")
    expect(page.locator("body")).to_have_css("--release", "next")


def releases_kept(phone: Phone) -> set[str]:
    """Of which releases the phone keeps pages or files."""
    return {name.split(" ")[1] for name in caches_of(phone.asha)}


def test_the_next_release_takes_over_and_nothing_of_the_one_before_is_kept(
    server: Server, phone: Phone, trip: Planned, next_release: Path
) -> None:
    path = f"/join/{trip['tripId']}"
    sees(phone, path)
    expect(phone.asha.page.locator("meta[name=release], [data-release]")).to_have_count(0)
    (before,) = releases_kept(phone)
    upgrade(server, next_release)
    phone.asha.opens(path)
    is_of_the_next(phone.asha.page)
    until(lambda: before not in releases_kept(phone) and path in kept_pages(phone.asha))
    server.kill()
    phone.restart()
    phone.asha.opens(path)
    expect(phone.asha.page.get_by_text("without network")).to_be_visible()
    is_of_the_next(phone.asha.page)
    assert phone.asha.faults == []


def test_a_page_that_was_open_all_the_while_is_whole_and_the_next_one_is_new(
    server: Server, phone: Phone, trip: Planned, next_release: Path
) -> None:
    path = f"/join/{trip['tripId']}"
    sees(phone, path)
    (before,) = releases_kept(phone)
    upgrade(server, next_release)
    other = phone.context.new_page()
    other.goto(path)
    is_of_the_next(other)
    until(lambda: before not in releases_kept(phone))
    phone.asha.name_field.fill("Asha")
    phone.asha.tap("Count Me In")
    phone.asha.arrives_at_the_hub()
    is_of_the_next(phone.asha.page)
    assert is_there_once(server, trip)


@pytest.mark.parametrize("is_open", [True, False], ids=["its page open", "the browser restarted"])
def test_what_was_tapped_in_one_release_is_sent_once_in_the_next(
    server: Server, phone: Phone, trip: Planned, next_release: Path, is_open: bool
) -> None:
    joins_without_network(phone, server.kill, trip)
    (before,) = releases_kept(phone)
    if not is_open:
        phone.restart()
    upgrade(server, next_release)
    if not is_open:
        phone.asha.opens_invitation(trip)
    phone.asha.arrives_at_the_hub()
    is_of_the_next(phone.asha.page)
    until(lambda: before not in releases_kept(phone))
    phone.asha.opens("/outbox")
    expect(phone.asha.page.get_by_text("Nothing waits.")).to_be_visible()
    assert stored(phone.asha) == []
    assert is_there_once(server, trip)


def test_a_tap_that_waits_on_is_sent_by_the_worker_of_the_next(
    server: Server, phone: Phone, trip: Planned, next_release: Path
) -> None:
    joins_without_network(phone, server.kill, trip)
    (before,) = releases_kept(phone)
    phone.restart()
    puts_off(phone)
    upgrade(server, next_release)
    phone.asha.opens("/")
    until(lambda: before not in releases_kept(phone))
    assert not is_there_once(server, trip)
    phone.asha.opens("/outbox")
    phone.asha.tap("Send it now")
    expect(rows(phone.asha)).to_contain_text("It has arrived.")
    assert is_there_once(server, trip)


def test_where_the_next_has_no_worker_pages_and_files_go_and_taps_stay_for_one_to_come(
    server: Server, phone: Phone, trip: Planned, next_release: Path
) -> None:
    joins_without_network(phone, server.kill, trip)
    phone.restart()
    puts_off(phone)
    upgrade(server, next_release, SERVICE_WORKER="0")
    phone.asha.opens_invitation(trip)
    until(lambda: phone.asha.page.evaluate(HAS_NO_WORKER) and not caches_of(phone.asha))
    phone.asha.opens_invitation(trip)
    is_of_the_next(phone.asha.page)
    assert [tap["what"] for tap in stored(phone.asha)] == ["Asha"]
    upgrade(server, next_release, SERVICE_WORKER="1")
    phone.asha.opens("/outbox")
    has_a_worker(phone.asha)
    phone.asha.tap("Send it now")
    expect(rows(phone.asha)).to_contain_text("It has arrived.")
    assert is_there_once(server, trip)


def puts_off(phone: Phone) -> None:
    """What waits is so old that somebody is asked first."""
    phone.asha.opens("/outbox")
    taps = [tap | {"at": tap["at"] - 3 * DAY_MS} for tap in stored(phone.asha)]
    phone.asha.page.evaluate(STORE, taps)
