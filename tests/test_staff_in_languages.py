"""Staff's pages are in the language of who reads them: lists, forms, filters, what was done."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.utils import quote
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.test import Client, RequestFactory
from django.utils import translation

from tests.test_admin import run_action
from tests.test_languages import html_of, in_language
from tests.test_untranslated import LEFT, TYPED, WORD, shown, unmarked
from trips import deliveries, keys, membership, messages, polls, pseudo, reports
from trips.admin.history import said
from trips.forms import TermsForm, Vote
from trips.models import JoinRequest, Member, Poll, Receiver, Trip
from trips.wire import events

pytestmark = pytest.mark.usefixtures("every_language")

LANGUAGES = sorted({*settings.COMPLETE} - {"en"})
# What staff and others have typed, ids and names that programs have: the same in any language.
DATA = {"sam", "shop", "example", "Shop", "Pack", "light", "Numbers", "Dora", "True", "md"}
DATA |= {"False", "UTC", "LDAP", "https", "RESET", "whsec_", "base", "PASSED"}
DATA |= {"IP", "SSO", "salt", "hash", "Control", "Command", "Mac"}
DATA |= {*LEFT, *TYPED, *WORD.findall(" ".join(events.IN_THE_LOG))}
# The switch, data of an event, a masked password, marks of Django.
NO_WORDS = re.compile(
    r'<form class="languages".*?</form>|'
    r"\{&quot;.*?</div>|\S*\*\*\S*|\b[0-9a-f]{8}\.\d+|@/\./\+/-/_|&[lr]saquo;",
    re.S,
)


@pytest.fixture
def staff(db: None, trip: Trip, poll: Poll) -> Client:
    """Sam's browser, where each list has a row."""
    asha, ben = (Member.objects.get(name=name) for name in ("Asha", "Ben"))
    polls.vote(trip.id, None, asha.id, poll.id, Vote((poll.options.all()[0].id,), 1))
    messages.post_message(trip.id, None, ben.id, "Pack light")
    membership.decline(trip.id, None, "Dora")
    reports.report(trip.id, None, "personal_data", "Numbers")
    JoinRequest.objects.create(trip=trip, member=asha, kind="claim")
    shop = Receiver.objects.create(name="Shop", trip=trip, address_encrypted=keys.encrypt("x"))
    deliveries.follow(shop, trip)
    Group.objects.create(name="Shop")
    User.objects.create_superuser("sam", "sam@shop.example", "of the shop")
    sam = Client()
    sam.post("/admin/login/", {"username": "sam", "password": "of the shop"})
    run_action(sam, "trip", "close_trips", trip.id)
    return sam


def pages(*kinds: str) -> Iterator[str]:
    """The pages of each list, with one of its rows."""
    for model in admin.site._registry:
        of = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        row: Model | None = model._default_manager.first()
        assert row, f"no row of {model}"
        for kind in kinds:
            yield of + (kind if kind in ("", "add/") else f"{quote(row.pk)}/{kind}")


def page(staff: Client, address: str) -> str:
    return cleaned(staff.get(address))


def cleaned(answer: Any) -> str:
    """A page without data of an event, hashes and ids."""
    html = NO_WORDS.sub("", answer.content.decode())
    for model in admin.site._registry:
        for row in model._default_manager.all():
            html = html.replace(row.pk, "") if isinstance(row.pk, str) else html
    return html


EVERY_KIND = ("", "add/", "change/", "delete/", "history/")
OTHERS = ("", "trips/", "password_change/", "trips/nothing/", "trips/trip/?q=nothing")


def test_every_text_of_staffs_pages_is_marked(staff: Client) -> None:
    in_language(staff, pseudo.LANGUAGE)
    addresses = [*pages(*EVERY_KIND), *(f"/admin/{each}" for each in OTHERS)]
    found = {address: unmarked(page(staff, address)) - DATA for address in addresses}
    assert {address: left for address, left in found.items() if left} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_staffs_pages_is_left_in_english(staff: Client, language: str) -> None:
    """None is a sentence that has a translation; in other letters than ours no word is Latin."""
    in_language(staff, language)
    more = ("", "password_change/", "auth/user/add/", "trips/poll/add/", "trips/receiver/add/")
    addresses = [*pages("", "change/"), *(f"/admin/{each}" for each in more)]
    found = {address: [*english(page(staff, address), language)] for address in addresses}
    assert {address: left for address, left in found.items() if left} == {}


@pytest.mark.parametrize("language", [pseudo.LANGUAGE, "hi"])
def test_what_staff_are_asked_and_told_is_in_their_language(staff: Client, language: str) -> None:
    """The question before an action, the form that is refused, the door that stays shut."""
    trip, shop = Trip.objects.get(), Receiver.objects.get()
    Receiver.objects.update(last_failure="status 500", failing_since=trip.created_at)
    row = {"_selected_action": [trip.id]}
    no_rows = {"members-TOTAL_FORMS": "0", "members-INITIAL_FORMS": "0"}
    sent = {
        "/admin/trips/trip/": {"action": "cancel_trips", **row},
        f"/admin/trips/trip/{quote(trip.id)}/change/": {"title": "", **no_rows},
        f"/admin/trips/receiver/{shop.id}/change/": {"address": "ftp://shop.example"},
        "/admin/auth/user/add/": {"username": "?"},
        "/admin/password_change/": {"old_password": "?"},
        "/admin/auth/group/": {"action": "delete_selected", "_selected_action": ["1"]},
        "/admin/login/": {"username": "sam", "password": "?"},
    }
    for address, form in sent.items():
        browser = in_language(Client() if "login" in address else staff, language)
        html = cleaned(browser.post(address, form, follow=True))
        left = unmarked(html) if language == pseudo.LANGUAGE else {*english(html, language)}
        assert left - DATA == set(), address


def test_what_the_scripts_of_staffs_pages_say_is_whole_in_each_language(staff: Client) -> None:
    def said(language: str) -> set[str]:
        script = in_language(staff, language).get("/admin/jsi18n/")
        assert script["Content-Language"] == language
        return {*re.findall(r'^    "(.*?)":', script.content.decode(), re.M)}

    assert {each: said("es") - said(each) for each in LANGUAGES} == dict.fromkeys(LANGUAGES, set())


def html_text(answer: Any) -> str:
    return unescape(answer.content.decode())


def english(html: str, language: str) -> Iterator[str]:
    said = html.partition("</head>")[2]
    texts = {each.strip() for each in re.split(r"<[^>]*>", said)} - {""}
    with translation.override(language):
        yield from (
            each for each in texts if WORD.search(each) and translation.gettext(each) != each
        )
    if not re.search("[a-z]", settings.COMPLETE[language]):
        yield from {each for each in WORD.findall(shown(html)) if each.isascii()} - DATA


def test_what_was_done_is_kept_in_english_and_said_to_each_in_their_language(staff: Client) -> None:
    """Whatever language spoke who did it."""
    trip = Trip.objects.get()
    run_action(in_language(staff, "ar"), "trip", "reopen_trips", trip.id)
    member = trip.members.get(name="Dev").id
    form = {"name": "Devi", "initial-name": "Dev"}
    staff.post(f"/admin/trips/member/{quote(member)}/change/", form)
    sam = User.objects.get()
    LogEntry.objects.log_actions(
        sam.id, [sam], CHANGE, [{"changed": {"fields": ["First name"]}}], single_object=True
    )
    kept = LogEntry.objects.order_by("-id").values_list("change_message", flat=True)
    assert [*kept][1:3] == ['[{"changed": {"fields": ["Name"]}}]', "Open joining again"]
    in_language(staff, "hi")
    of_trip, of_member = f"trip/{quote(trip.id)}", f"member/{quote(member)}"
    for address in ("admin/logentry/", f"trips/{of_trip}/history/"):
        assert "जॉइनिंग फिर खोलें" in staff.get(f"/admin/{address}").content.decode()
    for address in ("admin/logentry/", f"trips/{of_member}/history/"):
        assert "नाम बदला" in staff.get(f"/admin/{address}").content.decode()
    for address in ("admin/logentry/", f"auth/user/{sam.id}/history/"):
        assert "First name" not in staff.get(f"/admin/{address}").content.decode()


def test_a_column_is_named_in_its_context_and_what_is_no_json_as_it_is(staff: Client) -> None:
    kind = ContentType.objects.get_for_model(Trip)
    fields = '[{"changed": {"fields": ["Required members", "Further steps"]}}]'
    with translation.override("de"):
        told = said(LogEntry(change_message=fields, content_type=kind))
        assert "Required" not in told
        assert "steps" not in told
        assert said(LogEntry(change_message="[<b>", content_type=kind)) == "[<b>"


@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_staff_read_of_a_trip_the_words_of_its_organiser(staff: Client, language: str) -> None:
    address = f"/admin/trips/trip/{quote(Trip.objects.get().id)}/change/"
    form = html_text(in_language(staff, language).get(address))
    with translation.override(language):
        for name in ("capacity", "discountPercent", "discountSteps", "currency", "joinBy"):
            assert f"{TermsForm.base_fields[name].label}:" in form, name


def test_who_has_no_right_is_told_so_in_their_language(db: None) -> None:
    tim = Client()
    tim.force_login(User.objects.create_user("tim", is_staff=True))
    shut = in_language(tim, "de").get("/admin/trips/trip/")
    assert shut.status_code == 403
    assert "Dazu hast du keinen Zugang" in shut.content.decode()
    assert "no right" not in shut.content.decode()


def test_what_an_action_is_called_is_found_by_the_english_that_is_kept(staff: Client) -> None:
    request = RequestFactory().get("/admin/")
    request.user = User.objects.get(username="sam")
    for door in admin.site._registry.values():
        for description in (each[2] for each in door.get_actions(request).values() if each):
            with translation.override("en"):
                kept = f"{description}"
            with translation.override("ar"):
                assert "%(" in kept or translation.gettext(kept) == f"{description}"


@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", "/admin/trips/trip/?q=a&o=1"])
def test_staff_choose_the_language_at_the_foot_and_come_back(staff: Client, address: str) -> None:
    browser = Client() if "login" in address else staff
    browser.defaults["HTTP_ACCEPT_LANGUAGE"] = "de"
    page = browser.get(address)
    assert (page["Content-Language"], html_of(page)) == ("de", 'lang="de" dir="ltr">')
    assert {"Accept-Language", "Cookie"} <= set(page["Vary"].split(", "))
    back = re.findall(r'name="next" value="(.*)"', page.content.decode())[-1]
    chosen = browser.post("/language", {"language": "ar", "next": unescape(back)}, follow=True)
    assert chosen.redirect_chain == [(address, 303)]
    assert html_of(chosen) == 'lang="ar" dir="rtl">'
