"""In which language somebody reads: what they chose, what their browser asks for, or English."""

import json
import re
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings as configured
from django.test import Client, override_settings

from tests.addresses import addresses
from tests.conftest import browser_with
from tests.test_fields import GOA
from trips import membership, pseudo, wire
from trips.forms import Guest
from trips.models import Poll, Trip

pytestmark = pytest.mark.usefixtures("every_language")

MADE_UP = "en-xa"


def in_language(client: Client, language: str) -> Client:
    client.cookies["language"] = language
    return client


def html_of(page: Any) -> str:
    return str(page.content.decode()).partition("<head>")[0].rpartition("<html")[2].strip()


@pytest.mark.parametrize(
    ("asked", "tag"),
    [
        ("", 'lang="en">'),
        ("ar-EG, en;q=0.5", 'lang="ar" dir="rtl">'),
        ("tlh, en-XA;q=0.5", 'lang="en-xa">'),
        ("tlh, x-\0, *;q=nan", 'lang="en">'),
    ],
)
def test_a_page_is_in_the_language_that_the_browser_asks_for(
    db: None, asked: str, tag: str
) -> None:
    page = Client().get("/", headers={"Accept-Language": asked})
    assert html_of(page) == tag
    assert page["Content-Language"] == tag.split('"')[1]
    assert {"Accept-Language", "Cookie"} <= set(page["Vary"].split(", "))


def test_all_that_holds_words_says_on_what_they_depend(
    ben: Client, trip: Trip, planned: wire.CreateResponse
) -> None:
    """Pages, files and errors: no cache between gives one reader what another asked for."""
    Trip.objects.update(starts_on="2030-12-12")
    hub = f"/trips/{trip.id}"
    for path in (
        "/",
        "/nowhere",
        hub,
        f"{hub}/settings",
        f"{hub}/calendar.ics",
        f"{hub}/members.csv",
    ):
        assert {"Accept-Language", "Cookie"} <= set(ben.get(path)["Vary"].split(", ")), path
    typed = Client().post(f"/join/{planned['tripId']}", {"guest_name": ""})
    assert typed.status_code == 422
    assert {"Accept-Language", "Cookie"} <= set(typed["Vary"].split(", "))


def test_what_was_chosen_is_kept_and_leads_back(db: None) -> None:
    asha = Client(headers={"Accept-Language": "en-xa"})
    answer = asha.post("/language", {"language": "ar", "next": "/enter?a=1"})
    assert (answer.status_code, answer["Location"]) == (303, "/enter?a=1")
    cookie = answer.cookies["language"]
    assert (cookie["samesite"], bool(cookie["httponly"]), cookie["path"]) == ("Lax", True, "/")
    assert 'lang="ar"' in html_of(asha.get("/enter"))


@pytest.mark.parametrize("is_https", [False, True])
def test_the_choice_is_kept_as_long_as_browsers_keep_any(
    db: None, settings: Any, is_https: bool
) -> None:
    settings.COOKIES_SECURE = is_https
    cookie = Client().post("/language", {"language": "ar"}).cookies["language"]
    assert (bool(cookie["secure"]), cookie["max-age"]) == (is_https, 400 * 86_400)


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "///x", "javascript:x", "", "x"]
    + ["/" + "x" * 3_000, "\n//evil.example", "/\t/evil.example"],
)
def test_it_leads_to_no_other_site(db: None, elsewhere: str) -> None:
    answer = Client().post("/language", {"language": "ar", "next": elsewhere})
    assert answer["Location"] == "/"


@pytest.mark.parametrize("language", ["", "tlh", "../../etc", "AR", "ar\r\nX: 1"])
def test_a_language_that_nobody_offers_is_refused(db: None, language: str) -> None:
    answer = Client().post("/language", {"language": language, "next": "/"})
    assert (answer.status_code, "language" in answer.cookies) == (422, False)
    said = answer.content.decode()
    assert ("Choose one below a page." in said, "marked fields" in said) == (True, False)


@pytest.mark.parametrize("kept", ["tlh", "../../etc", "x" * 4_000])
def test_a_cookie_of_no_language_is_none(db: None, kept: str) -> None:
    assert html_of(in_language(Client(), kept).get("/")) == 'lang="en">'


def test_each_language_is_named_in_itself_and_the_chosen_one_marked(db: None) -> None:
    page = in_language(Client(), "ar").get("/enter?a=1&b").content.decode()
    assert re.findall(r'lang="(\S+)"\s+aria-current', page) == ["ar"]
    assert "العربية" in page
    assert "English" in page
    assert 'name="next" value="/enter?a=1&amp;b"' in page


def test_each_page_lets_one_choose_and_leads_back_to_it(
    ben: Client, trip: Trip, planned: wire.CreateResponse
) -> None:
    hub, invitation = f"/trips/{trip.id}", f"/join/{planned['tripId']}"
    for address in ("/", "/enter", "/nowhere", invitation, hub, f"{hub}/settings"):
        browser = Client() if address == invitation else ben  # who is in is sent to the hub
        page = browser.get(address).content.decode()
        assert re.findall(r'name="next" value="(.*)"', page) == [address]


def test_where_there_is_one_language_nothing_is_to_choose(db: None) -> None:
    with override_settings(LANGUAGES=[("en", "English")]):
        page = Client().get("/", headers={"Accept-Language": "ar"})
    assert html_of(page) == 'lang="en">'
    assert b'action="/language"' not in page.content


def test_programs_are_answered_in_english(db: None) -> None:
    ar = in_language(Client(headers={"Accept-Language": "ar"}), "ar")
    answer = ar.get("/api/social-cart/nothing")
    assert answer["Content-Language"] == "en"
    assert "We" in answer.json()["message"] or answer.json()["message"].isascii()
    assert html_of(ar.get("/api/social-cart/docs")) == 'lang="en">'


def test_staff_are_answered_in_their_language(admin_client: Client) -> None:
    for path in ("/admin/", "/admin/trips/trip/"):
        page = in_language(admin_client, "ar").get(path)
        assert (page["Content-Language"], html_of(page)) == ("ar", 'lang="ar" dir="rtl">')


def test_one_trip_is_drawn_for_each_in_their_own_language(trip: Trip, ben: Client) -> None:
    """What is drawn once for all is drawn once a language: pages, rows, and after a change too."""
    asha = membership.join(trip.id, None, Guest("Asha"))
    other = in_language(browser_with(trip.id, asha["memberKey"]), MADE_UP)
    for name in ("Chloé", "Dev"):
        membership.join(trip.id, None, Guest(name))
        for _ in range(2):  # the second time it is there already
            english, made_up = (moments(each.get(f"/trips/{trip.id}")) for each in (ben, other))
            assert english == {"just now", "joined just now"}
            assert made_up == {"[ĵûšţ ñöŵ one]", "[ĵöîñéð ĵûšţ ñöŵ one two]"}


def test_zones_currencies_and_countries_are_named_in_the_language_of_each_reader(db: None) -> None:
    """Also where another has read the page in theirs just before."""
    named = {
        "en": ("UTC, or choose yours", "UTC+05:30 India (IST)", "Indian Rupee"),
        "ar": ("UTC، أو اختر توقيتك", "UTC+05:30 توقيت الهند", "روبية هندي"),
        MADE_UP: ("[ÛŢÇ, öŕ", "UTC+05:30 [India ţîmé", "Indian Rupee"),
    }
    for language, expected in [*named.items()] * 2:
        page = in_language(Client(), language).get("/").content.decode()
        assert [each for each in expected if each not in page] == []
        others = {each for names in named.values() for each in names} - {*expected}
        assert [each for each in others if each in page] == []


def test_a_number_is_read_by_the_country_in_the_language_of_the_reader(
    trip: Trip, planned: wire.CreateResponse
) -> None:
    Trip.objects.update(time_zone="Asia/Kolkata")
    for language, country in [("en", "India"), ("ar", "الهند")] * 2:
        page = in_language(Client(), language).get(f"/join/{planned['tripId']}")
        assert f"({country})" in page.content.decode()


def moments(page: Any) -> set[str]:
    return set(re.findall(r"<time\s[^>]*>(.+?)</time>", page.content.decode()))


@pytest.mark.parametrize("language", configured.WRITTEN_IN)
def test_scripts_read_the_catalogue_of_the_page(db: None, language: str) -> None:
    page = in_language(Client(), language).get("/").content.decode()
    assert page.count(f'src="/static/js/languages/{language}.js"') == 1
    assert page.count("/static/js/languages/") == 1


@pytest.mark.parametrize(
    ("text", "made_up"),
    [
        ("Join", "[Ĵöîñ one]"),
        ("<b>{n} more</b> of %(all)s %d&nbsp;%", "[<b>{n} möŕé</b> öf %(all)s %d&nbsp;% one two]"),
        ("", ""),
    ],
)
def test_the_made_up_language_keeps_what_is_filled_in(text: str, made_up: str) -> None:
    assert pseudo.accented(text) == made_up


def test_the_made_up_language_is_as_much_longer_as_german_may_be() -> None:
    for text in ("The trip was cancelled.", "If you would still like to come, ask again. " * 9):
        assert 1.3 < len(pseudo.accented(text)) / len(text) < 1.9


def test_what_is_handed_on_is_in_the_language_of_who_planned_the_trip(db: None) -> None:
    ben = in_language(Client(), MADE_UP)
    address = ben.post("/", GOA | {"startDate": "2030-12-12"})["Location"]
    trip = Trip.objects.get()
    english = in_language(ben, "en")
    hub = english.get(address).content.decode()
    assert html_of(english.get(address)) == 'lang="en">'
    assert "[ĝöå".casefold() not in hub.casefold().partition("wa.me")[0]
    assert quote("îñ") in re.findall(r'href="(https://wa.me/[^"]*)', hub)[0]
    assert f'data-language="{MADE_UP}"' in hub
    assert re.findall(r'/static/js/languages/([\w-]+)\.js"', hub) == ["en"]
    assert f'data-words="/static/js/languages/shared/{MADE_UP}.js"' in hub
    assert "î" in english.get(f"{address}/calendar.ics").content.decode()
    assert html_of(english.get(address)) == 'lang="en">'
    assert trip.language == MADE_UP
    assert "language" not in json.dumps(wire.trip_fields(trip), default=str)


def test_a_preview_is_in_the_language_of_the_trip_whoever_asks(
    trip: Trip, planned: wire.CreateResponse
) -> None:
    """A messenger's robot says nothing of languages, or asks for its own."""
    Trip.objects.update(language="ar")
    for robot in (Client(), Client(headers={"Accept-Language": "en-US"})):
        page = robot.get(f"/join/{planned['tripId']}")
        told = dict(re.findall(r'property="og:(\w+)" content="([^"]*)"', page.content.decode()))
        assert told["title"] == "Goa"
        assert told["description"].startswith("وصلتك دعوة إلى رحلة جماعية")
        assert html_of(page) == 'lang="en">'


def test_a_program_plans_in_english(db: None) -> None:
    client = Client(headers={"Accept-Language": "ar"})
    body = {"tripName": "Goa", "requiredMembers": 5, "adminName": "Ben"}
    client.post("/api/social-cart/create", body, "application/json")
    assert Trip.objects.get().language == "en"


TYPED_IN = re.compile(r"<(?:input|textarea)\b[^>]*>")
# Numbers and codes are read the same both ways; dates are drawn by the browser.
NO_TEXT = re.compile(
    r'type="(?:hidden|radio|checkbox|date|time|datetime-local)"|inputmode="(?:numeric|decimal)"'
    r'|list="currencies"'
)


def test_what_one_types_runs_the_way_it_is_written(
    ben: Client, trip: Trip, planned: wire.CreateResponse, poll: Poll
) -> None:
    """Names and titles by their first letter; numbers, links and codes from left to right."""
    found = set()
    shown = addresses(trip_id=trip.id, poll_id=poll.id, invitation=planned["tripId"])
    pages = [browser.get(address) for address in shown for browser in (ben, Client())]
    for page in pages:
        if page.headers["Content-Type"].startswith("text/html"):
            found |= {
                tag for tag in TYPED_IN.findall(page.content.decode()) if not NO_TEXT.search(tag)
            }
    ways = {
        re.findall(r'name="(\w+)"|id="([\w-]+)"', tag)[0]: re.findall(r'dir="(\w+)"', tag)
        for tag in found
    }
    assert {name or part: way for (name, part), way in ways.items()} == {
        **dict.fromkeys(("tripName", "adminName", "guest_name", "name", "decline-name"), ["auto"]),
        **dict.fromkeys(("question", "options", "text", "description", "place", "cover"), ["auto"]),
        **dict.fromkeys(("adminMobile", "guest_mobile", "mobile", "email", "key"), ["ltr"]),
        **dict.fromkeys(("personal-url", "share-url", "discountSteps", "url"), ["ltr"]),
    }


def test_search_engines_find_the_start_page_in_each_language(db: None) -> None:
    page = Client().get("/").content.decode()
    found = dict(
        re.findall(r'rel="alternate" hreflang="([\w-]+)" href="http://testserver(.*)"', page)
    )
    assert found.keys() == {"x-default", *configured.WRITTEN_IN}
    for language, address in found.items():
        shown = Client().get(address)
        assert f'lang="{"en" if language == "x-default" else language}"' in html_of(shown)
        assert shown["X-Robots-Tag"] == "all"
    assert found["x-default"] == "/"


def test_who_has_chosen_a_language_keeps_it_whatever_an_address_names(db: None) -> None:
    assert html_of(in_language(Client(), "ar").get("/?language=en-xa")) == 'lang="ar" dir="rtl">'
    for address in ("/?language=tlh", "/?language=", "/enter?language=ar"):
        assert html_of(Client().get(address)) == 'lang="en">'


def test_a_trip_that_is_planned_where_an_address_names_a_language_is_in_it(db: None) -> None:
    ben = Client()
    action = re.findall(r'action="(/\?[^"]*)"', ben.get("/?language=ar").content.decode())
    assert action == ["/?language=ar"]
    ben.post(action[0], GOA)
    assert Trip.objects.get().language == "ar"


@pytest.mark.parametrize("address", ["/trips/{}", "/trips/{}/leave"])
def test_what_an_organiser_typed_is_said_to_be_in_the_language_of_the_trip(
    trip: Trip, address: str
) -> None:
    """Else a screen reader would read a Hindi title with the voice of the page."""
    asha = membership.join(trip.id, None, Guest("Asha"))
    Trip.objects.update(language="hi")
    page = browser_with(trip.id, asha["memberKey"]).get(address.format(trip.id)).content.decode()
    assert set(re.findall(r'<bdi[^>]* lang="(\w+)"[^>]*>Goa</bdi>', page)) == {"hi"}
