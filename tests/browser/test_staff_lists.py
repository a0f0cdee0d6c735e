"""Staff's lists fit a desk, to their last column, in each language."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests.browser.conftest import DESK
from tests.browser.people import Meet
from tests.server import Server

LONG = "A long journey to the far north of our mountains and back"
LISTS = ("report", "trip", "member", "poll", "event", "message", "joinrequest", "decline")
PLANNED = f"""
from datetime import timedelta
from django.contrib.auth.models import User
from tests.browser import states
from trips import membership, reports
from trips.models import Report
row = states.a_trip("{LONG}", 3, 3, join_by=states.timezone.now() + timedelta(days=4))
states.with_every_poll(row)
states.told(row)
states.asked(row)
for reason in ("personal_data", "misleading"):
    reports.report(row["id"], None, reason, "They sell the numbers of everybody who joins. " * 3)
reports.handle(row["id"], None, Report.objects.first().pk, "sam")
User.objects.create_superuser("lena", "", "of the shop")
"""
SPILLS = """() => {
  const place = document.querySelector("#result_list").closest(".results");
  return Math.max(place.scrollWidth - place.clientWidth,
    document.scrollingElement.scrollWidth - innerWidth);
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One on which no other test plans trips with names of sixty letters in one word."""
    with Server(tmp_path_factory.mktemp("staff-lists")) as running:
        yield running


@pytest.fixture(scope="module")
def planned(server: Server) -> None:
    server.manage("shell", "--no-imports", "-c", PLANNED)


def signs_in(page: Page) -> None:
    page.goto("/admin/")
    page.locator("[name=username]").fill("lena")
    page.locator("[name=password]").fill("of the shop")
    page.locator("[name=password]").press("Enter")
    page.wait_for_selector("#content-main")


@pytest.mark.once
def test_no_column_of_staffs_lists_is_off_the_screen(planned: None, meet: Meet) -> None:
    lena = meet(DESK)
    signs_in(lena.page)
    spilling = {}
    for language in settings.COMPLETE:
        lena.holds("language", language)
        for each in LISTS:
            lena.opens(f"/admin/trips/{each}/")
            spilling[language, each] = lena.page.evaluate(SPILLS)
    assert {where: px for where, px in spilling.items() if px > 0} == {}
