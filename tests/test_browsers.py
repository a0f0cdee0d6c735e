"""The keys of a browser: none is lost, none is another's, whatever cookies there are."""

from datetime import timedelta
from http.cookies import SimpleCookie
from types import ModuleType
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.conftest import browser_with
from tests.roles import cookie_of, plans
from trips import (
    browsers,
    credentials,
    first_answers,
    housekeeping,
    keys,
    membership,
    planning,
    wire,
)
from trips.forms import Guest, Terms
from trips.models import FirstAnswer, HeldKey, JoinRequest, Member, Trip

pytestmark = pytest.mark.django_db
CROWD = 300


def of_release_1(held: dict[str, str]) -> Client:
    """A browser whose cookies were set by the release before: one a trip."""
    browser = Client()
    browser.cookies.load({f"trip-{trip_id}": key for trip_id, key in held.items()})
    return browser


def only_its_own(browser: Client) -> Client:
    """The same browser once no server of release 1 runs: with the one cookie alone."""
    alone = Client()
    alone.cookies["browser"] = browser.cookies["browser"].value
    return alone


def takes(browser: Client, *answers: Any) -> None:
    """What a browser does with answers that come in this order."""
    for answer in answers:
        browser.cookies.update(answer.cookies)
    gone = [name for name, cookie in browser.cookies.items() if not cookie.value]
    for name in gone:
        del browser.cookies[name]


def cookies_of_trips(browser: Client) -> list[str]:
    return [name for name in browser.cookies if name.startswith("trip-")]


def status(browser: Client, trip_id: str) -> int:
    return browser.get(f"/trips/{trip_id}").status_code


@pytest.mark.parametrize("knows_us", [False, True], ids=["a new browser", "one with an id"])
def test_two_tabs_that_join_at_once_keep_both_keys(knows_us: bool) -> None:
    phone, trips = Client(), [Trip.objects.get(pk=each) for each in plans(2)]
    if knows_us:
        phone = browser_with(*plans(1).popitem())
    tabs = [Client(), Client()]
    for tab in tabs:
        tab.cookies = SimpleCookie(phone.cookies.output(header=""))
    answers = [
        tab.post(f"/join/{credentials.invitation_of(trip)}", {"guest_name": "Asha"})
        for tab, trip in zip(tabs, trips, strict=True)
    ]
    takes(phone, *answers)
    takes(phone, phone.get("/"))
    assert [status(only_its_own(phone), trip.id) for trip in trips] == [200, 200]
    assert HeldKey.objects.filter(browser=keys.digest(phone.cookies["browser"].value)).count() >= 2


def test_a_crowd_of_trips_fits_into_one_cookie_and_the_newest_are_shown() -> None:
    held = plans(CROWD)
    phone = Client()
    phone.cookies.load(cookie_of(held))
    shown = phone.get("/").content.decode()
    assert [f"Trip {n}</bdi>" in shown for n in (0, 199, 200, 299)] == [False, False, True, True]
    assert "Only your newest 100 trips are shown. To come back to another" in shown
    assert {status(phone, trip_id) for trip_id in list(held)[:3]} == {200}
    assert len(phone.cookies.output()) < 500


@pytest.mark.once
def test_old_cookies_are_moved_in_silence_and_the_newest_stay_for_old_servers() -> None:
    held = plans(150)
    phone = of_release_1(held)
    for _ in range(11):
        oldest_first = "; ".join(f"{name}={each.value}" for name, each in phone.cookies.items())
        answer = phone.get("/", headers={"Cookie": oldest_first})
        assert len(answer.cookies.output()) < 2_000  # or nginx, by default, shows no page
        takes(phone, answer)
    assert {status(only_its_own(phone), trip_id) for trip_id in held} == {200}
    assert sorted(cookies_of_trips(phone)) == sorted(
        f"trip-{trip_id}" for trip_id in list(held)[-50:]
    )
    assert phone.cookies[f"trip-{list(held)[-1]}"].value == list(held.values())[-1]


def test_what_was_moved_is_not_moved_again(trip: Trip, asha: wire.JoinResponse) -> None:
    phone = of_release_1({trip.id: asha["memberKey"]})
    phone.get("/")
    with CaptureQueriesContext(connection) as asked:
        assert phone.get("/").cookies.keys() <= {"csrf"}
    assert [each["sql"] for each in asked if not each["sql"].startswith("SELECT")] == []


def test_an_ended_key_does_not_push_out_a_newer_one(trip: Trip, asha: wire.JoinResponse) -> None:
    phone = browser_with(trip.id, asha["memberKey"])
    phone.post(f"/trips/{trip.id}/personal-link")
    newer = phone.cookies[f"trip-{trip.id}"].value
    phone.cookies[f"trip-{trip.id}"] = asha["memberKey"]  # of a tab that was slow
    for door in (f"/trips/{trip.id}", "/"):
        assert phone.get(door).status_code == 200
    assert phone.cookies[f"trip-{trip.id}"].value == newer
    assert status(only_its_own(phone), trip.id) == 200


def test_a_key_that_a_server_of_release_1_gave_takes_the_place_of_an_ended_one(
    trip: Trip, asha: wire.JoinResponse
) -> None:
    phone = browser_with(trip.id, asha["memberKey"])
    newer = membership.replace_key(trip.id, None, asha["memberId"])["memberKey"]
    phone.cookies[f"trip-{trip.id}"] = newer
    assert f"#{newer}" in phone.get(f"/trips/{trip.id}").content.decode()
    assert status(only_its_own(phone), trip.id) == 200


@pytest.mark.parametrize("how", ["a new personal link", "moved"])
def test_a_copy_of_the_cookie_never_opens_a_key_that_came_in_place_of_another(
    trip: Trip, asha: wire.JoinResponse, how: str
) -> None:
    (rome, key), *_ = plans(1).items()
    phone = Client()
    phone.cookies.load(cookie_of({trip.id: asha["memberKey"], rome: key}))
    stolen = only_its_own(phone)
    if how == "moved":
        newer = membership.replace_key(trip.id, None, asha["memberId"])["memberKey"]
        phone.cookies[f"trip-{trip.id}"] = newer
        phone.get("/")
    else:
        phone.post(f"/trips/{trip.id}/personal-link")
    assert (status(stolen, trip.id), status(only_its_own(phone), trip.id)) == (404, 200)
    assert (status(stolen, rome), status(only_its_own(phone), rome)) == (200, 200)


def test_who_leaves_takes_their_key_out_of_the_browser(trip: Trip, asha: wire.JoinResponse) -> None:
    (rome, key), *_ = plans(1).items()
    phone = Client()
    phone.cookies.load(cookie_of({trip.id: asha["memberKey"], rome: key}))
    copy = only_its_own(phone)
    phone.post(f"/trips/{trip.id}/leave")
    phone.get("/")
    assert list(HeldKey.objects.values_list("trip", flat=True)) == [rome]
    assert (status(copy, trip.id), status(phone, rome)) == (404, 200)


def test_with_its_last_key_a_browser_loses_its_id(trip: Trip, asha: wire.JoinResponse) -> None:
    phone = browser_with(trip.id, asha["memberKey"])
    phone.post(f"/trips/{trip.id}/leave")
    assert phone.cookies["browser"].value == ""
    assert HeldKey.objects.count() == 0


@pytest.mark.parametrize("value", ["x" * 32, "x", "a key of another trip"])
def test_a_cookie_that_opens_nothing_is_taken_away_and_kept_nowhere(trip: Trip, value: str) -> None:
    other = plans(1).popitem()[1]
    phone = of_release_1({trip.id: other if "another" in value else value})
    phone.cookies["browser"] = "y" * 32  # nor does an id that we did not give
    takes(phone, phone.get("/"))
    assert (cookies_of_trips(phone), HeldKey.objects.count()) == ([], 0)
    phone.post(f"/join/{credentials.invitation_of(trip)}", {"guest_name": "Asha"})
    assert phone.cookies["browser"].value != "y" * 32


def test_a_robot_that_opens_a_link_leaves_no_row(planned: wire.CreateResponse) -> None:
    for door in ("/", f"/join/{planned['tripId']}", "/enter"):
        assert "browser" not in Client().get(door).cookies
    assert HeldKey.objects.count() == 0


def test_what_cannot_be_moved_now_is_shown_all_the_same_and_moved_later(
    trip: Trip, asha: wire.JoinResponse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*rows: Any, **options: Any) -> None:
        raise OperationalError("database is locked")

    phone = of_release_1({trip.id: asha["memberKey"]})
    with monkeypatch.context() as patch:
        patch.setattr(browsers, "insert", fails)
        assert status(phone, trip.id) == 200
    assert "browser" not in phone.cookies
    assert status(phone, trip.id) == 200
    assert status(only_its_own(phone), trip.id) == 200


def form_at(door: str, trip: Trip, phone: Client) -> tuple[str, dict[str, str]]:
    """A form by which a browser comes to a new key, and what has to be there before."""
    invitation, once = f"/join/{credentials.invitation_of(trip)}", {"key": "k" * 20}
    match door:
        case "plan":
            return "/", {"tripName": "Rome", "requiredMembers": "2", "adminName": "Ben", **once}
        case "join":
            return invitation, {"guest_name": "Asha", **once}
        case "claim":
            membership.join(trip.id, None, Guest("Asha"))
            return f"{invitation}/claim", {"guest_name": "Asha", **once}
        case "recover":
            code = membership.make_code(trip.id, None)["recoveryCode"]
            return "/enter", {"key": code, "attempt": "k" * 20}
    key = membership.replace_key(trip.id, None, trip.members.get().id)["memberKey"]
    phone.cookies.load(cookie_of({trip.id: key}))
    return f"/trips/{trip.id}/personal-link", once


def rows() -> list[Any]:
    tables = (Trip, Member, JoinRequest, HeldKey, FirstAnswer)
    return [list(table.objects.order_by("pk").values()) for table in tables]


@pytest.mark.parametrize(
    "fails", [browsers, first_answers], ids=["the browser's row", "the answer"]
)
@pytest.mark.parametrize("knows_us", [False, True], ids=["a new browser", "one with an id"])
@pytest.mark.parametrize("door", ["plan", "join", "claim", "recover", "replace the key"])
def test_a_change_and_the_key_that_it_gives_are_saved_together_or_not_at_all(
    trip: Trip, monkeypatch: pytest.MonkeyPatch, door: str, knows_us: bool, fails: ModuleType
) -> None:
    def fail(*given: Any, **more: Any) -> None:
        raise OperationalError("disk full")

    phone = browser_with(*plans(1).popitem()) if knows_us else Client()
    address, form = form_at(door, trip, phone)
    before, cookies = rows(), set(phone.cookies)
    with monkeypatch.context() as patch:
        patch.setattr(fails, "insert", fail)
        assert phone.post(address, form).status_code == 503
    assert (rows(), set(phone.cookies) - {"csrf"}) == (before, cookies)
    assert phone.post(address, form).status_code == 303
    newest, browser = HeldKey.objects.latest("pk"), phone.cookies["browser"].value
    assert newest.browser == keys.digest(browser)
    held = {
        *Member.objects.values_list("key_digest"),
        *JoinRequest.objects.values_list("key_digest"),
    }
    assert (newest.key_digest,) in held


def test_a_change_that_fails_leaves_the_keys_of_its_request_as_they_were(trip: Trip) -> None:
    request = RequestFactory().get("/")
    request.COOKIES = cookie_of(plans(1))
    was = browsers.of(request).id, {*browsers.of(request).rows}
    with pytest.raises(OperationalError), browsers.of_change(request) as held:
        held.keep({trip.id: "k" * 32, was[1].copy().pop(): "j" * 32})
        assert held.id != was[0]
        raise OperationalError("not committed")
    held = browsers.of(request)
    assert (held.id, {*held.rows}, held.kept) == (*was, {})


def test_a_repeated_tap_gives_the_browser_its_key_once_more(trip: Trip) -> None:
    join, form = f"/join/{credentials.invitation_of(trip)}", {"guest_name": "Asha", "key": "k" * 20}
    lost, phone = Client().post(join, form), Client()
    again = phone.post(join, form)
    assert again.cookies[f"trip-{trip.id}"].value == lost.cookies[f"trip-{trip.id}"].value
    assert status(only_its_own(phone), trip.id) == 200


def test_a_cookie_lives_on_with_who_comes_back(trip: Trip, asha: wire.JoinResponse) -> None:
    phone = browser_with(trip.id, asha["memberKey"])
    assert "browser" not in phone.get("/").cookies
    HeldKey.objects.update(seen_at=timezone.now() - timedelta(days=31))
    assert phone.get("/").cookies["browser"]["max-age"] == 400 * 86_400
    assert "browser" not in phone.get("/").cookies


def test_who_has_a_key_makes_no_rows_without_end(trip: Trip, asha: wire.JoinResponse) -> None:
    for _ in range(browsers.MOST_BROWSERS + 3):
        newest = Client()
        newest.post("/enter", {"key": asha["memberKey"]})
    assert HeldKey.objects.count() == browsers.MOST_BROWSERS
    assert status(only_its_own(newest), trip.id) == 200


def test_nor_does_who_has_two_and_lets_one_push_out_the_other(
    planned: wire.CreateResponse, trip: Trip, asha: wire.JoinResponse
) -> None:
    other, phone = planning.plan(None, Terms("Rome", 5), Guest("Ben")), Client()
    for key in [other["adminId"], *[planned["adminId"], asha["memberKey"]] * 15]:
        assert phone.post("/enter?instead", {"key": key}).status_code == 303
    for trip_id, keys_of_it in ((trip.id, 2), (other["trip"]["id"], 1)):
        rows = HeldKey.objects.filter(trip_id=trip_id).count()
        assert 0 < rows <= keys_of_it * browsers.MOST_BROWSERS


def test_what_a_browser_holds_is_tidied_once_its_cookie_or_its_key_is_over(
    trip: Trip, asha: wire.JoinResponse
) -> None:
    now = timezone.now()
    for key in (asha["memberKey"], "of nobody"):
        cookie_of({trip.id: key})
    assert housekeeping.forget_browsers(now) == 1
    assert housekeeping.forget_browsers(now + timedelta(days=399)) == 0
    assert housekeeping.forget_browsers(now + timedelta(days=401)) == 1


def test_neither_a_dump_nor_the_field_keys_open_what_a_browser_holds(
    trip: Trip, asha: wire.JoinResponse
) -> None:
    cookie_of({trip.id: asha["memberKey"]})
    row = HeldKey.objects.get()
    with pytest.raises(LookupError):
        keys.decrypt(f"x:{row.key_encrypted}")
    for guess in (row.browser, row.key_digest, asha["memberKey"]):
        with pytest.raises(LookupError):
            keys.decrypt_with(row.key_encrypted, guess)
        assert not browsers.Held({"browser": guess}).rows


def test_a_removed_member_is_known_by_the_one_cookie(
    trip: Trip, planned: wire.CreateResponse, asha: wire.JoinResponse
) -> None:
    phone = browser_with(trip.id, asha["memberKey"])
    membership.remove(trip.id, None, asha["memberId"])
    assert status(phone, trip.id) == 403
    assert phone.post(f"/join/{planned['tripId']}", {"guest_name": "Zoë"}).status_code == 409
    assert Member.objects.filter(name="Zoë").count() == 0
