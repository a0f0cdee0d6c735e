"""Forget this device: a browser that others use too keeps nothing of a member, who stays one."""

from typing import Any
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.test import Client

from tests.conftest import browser_with
from tests.roles import cookie_of, plans
from tests.test_browsers import of_release_1, takes
from tests.test_pages import text_of
from tests.test_push_page import turns_on
from trips import credentials, keys, membership, wire
from trips.models import HeldKey, Member, Receiver, Trip

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(trip: Trip, asha: wire.JoinResponse) -> Client:
    """Asha's browser, which is told the news."""
    browser = browser_with(trip.id, asha["memberKey"])
    turns_on(browser, trip)
    return browser


def forgets(browser: Client) -> Any:
    """Presses the button; gives the last answer, once the browser has done as all of them say."""
    address = "/forget"
    while (answer := browser.post(address)).status_code == 307:
        assert len(answer.cookies.output()) < 2_000  # or nginx, by default, shows no page
        takes(browser, answer)
        address = f"/forget{answer['Location']}"
    takes(browser, answer)
    return answer


def test_a_device_that_is_forgotten_opens_nothing_and_its_member_stays(
    trip: Trip, phone: Client, asha: wire.JoinResponse
) -> None:
    copy = Client()
    copy.cookies["browser"] = phone.cookies["browser"].value
    answer = forgets(phone)
    assert (answer.status_code, answer["Location"]) == (303, "/?forgotten")
    assert [each.get(f"/trips/{trip.id}").status_code for each in (phone, copy)] == [404, 404]
    assert (HeldKey.objects.count(), Receiver.objects.count()) == (0, 0)
    assert Member.objects.get(pk=asha["memberId"]).is_in
    assert "This device is forgotten" in text_of(phone.get("/?forgotten"))


def test_other_browsers_and_other_members_lose_nothing(
    trip: Trip, phone: Client, asha: wire.JoinResponse, planned: wire.CreateResponse
) -> None:
    laptop, ben = (browser_with(trip.id, key) for key in (asha["memberKey"], planned["adminId"]))
    turns_on(laptop, trip, "https://push.example/laptop")
    forgets(phone)
    assert [each.get(f"/trips/{trip.id}").status_code for each in (laptop, ben)] == [200, 200]
    assert Receiver.objects.get().address == "https://push.example/laptop"


def test_a_repeat_and_a_browser_that_knows_nobody_are_answered_alike(phone: Client) -> None:
    for browser in (phone, phone, Client()):
        assert forgets(browser)["Location"] == "/?forgotten"


def test_a_browser_is_told_to_clear_what_it_keeps_but_not_all_cookies(phone: Client) -> None:
    assert forgets(phone)["Clear-Site-Data"] == '"storage", "cache"'
    for page in ("/forget", "/forget?unsent", "/?forgotten"):  # which another site could open
        assert "Clear-Site-Data" not in phone.get(page)


def test_the_language_and_staff_who_are_logged_in_stay(
    trip: Trip, phone: Client, admin_client: Client
) -> None:
    phone.cookies[settings.SESSION_COOKIE_NAME] = admin_client.cookies["staff"].value
    phone.post("/language", {"language": "ar", "next": "/"})
    cookies = forgets(phone).cookies
    gone = {name for name, cookie in cookies.items() if cookie["max-age"] == 0}
    assert gone == {"browser", f"trip-{trip.id}"}
    assert phone.get("/admin/").status_code == 200
    assert b'lang="ar"' in phone.get("/").content


def test_keys_in_many_old_cookies_go_a_few_at_a_time_and_none_comes_back() -> None:
    held = plans(35)
    phone = of_release_1(held)
    forgets(phone)
    assert {phone.get(f"/trips/{trip_id}").status_code for trip_id in held} == {404}
    assert HeldKey.objects.count() == 0


def test_cookies_that_we_cannot_delete_neither_keep_a_key_nor_make_it_go_on_for_ever() -> None:
    neighbours = {f"A-neighbour-{n}": "x" for n in range(15)}
    (trip_id, key), *_ = plans(1).items()
    phone, address = of_release_1({trip_id: key}), "/forget"
    answers: list[Any] = []
    while address.startswith("/forget") and len(answers) < 5:
        phone.cookies.load(neighbours)
        answers.append(phone.post(address))
        takes(phone, answers[-1])
        address = urljoin(address, answers[-1]["Location"])
    assert [each.status_code for each in answers] == [307, 307, 303]
    assert phone.get(f"/trips/{trip_id}").status_code == 404


def test_an_answer_to_an_invitation_goes_too(trip: Trip) -> None:
    phone, join = Client(), f"/join/{credentials.invitation_of(trip)}"
    takes(phone, phone.post(f"{join}/decline", {"name": "Dev"}))
    assert phone.cookies[f"declined-{trip.id}"]["path"] == "/"  # or /forget would not get it
    assert "You said that you can’t make it" in text_of(phone.get(join))
    forgets(phone)
    assert "You said that you can’t make it" not in text_of(phone.get(join))


def test_the_page_names_each_trip_and_what_one_is_there(trip: Trip, phone: Client) -> None:
    (rome, key), *_ = plans(1).items()
    takes(phone, phone.post("/enter", {"key": key}))
    shown = text_of(phone.get("/forget"))
    assert "Goa member" in shown
    assert "Trip 0 founder" in shown
    assert Trip.objects.get(pk=rome).member_count == 1
    assert "None." in text_of(Client().get("/forget"))


def test_who_waits_was_removed_or_asks_finds_their_trip_there(
    trip: Trip, phone: Client, asha: wire.JoinResponse
) -> None:
    guest = Client()
    takes(
        guest, guest.post(f"/join/{credentials.invitation_of(trip)}/claim", {"guest_name": "Asha"})
    )
    assert "Goa has asked to be let in" in text_of(guest.get("/forget"))
    Member.objects.filter(pk=asha["memberId"]).update(state="waiting")
    assert "Goa waits for a place" in text_of(phone.get("/forget"))
    Member.objects.filter(pk=asha["memberId"]).update(state="removed")
    assert "Goa was taken off the trip" in text_of(phone.get("/forget"))


def test_a_founder_without_another_way_back_is_warned_of_that_trip(
    trip: Trip, planned: wire.CreateResponse, settings: Any
) -> None:
    settings.SENDS_MAIL = True
    laptop, link = browser_with(trip.id, planned["adminId"]), f'"/trips/{trip.id}/recovery"'
    assert link in laptop.get("/forget").content.decode()
    mails = Receiver.objects.create(
        kind="email", trip=trip, member_id=planned["trip"]["founderId"], secret_digest="x"
    )
    assert link in laptop.get("/forget").content.decode()
    Receiver.objects.update(confirmed_at=mails.created_at)
    assert link not in laptop.get("/forget").content.decode()
    mails.delete()
    membership.make_code(trip.id, None)
    assert link not in laptop.get("/forget").content.decode()


def test_a_member_is_not_warned(trip: Trip, phone: Client) -> None:
    assert "recovery" not in phone.get("/forget").content.decode().replace("recovery code, too", "")


def test_another_site_cannot_forget_a_device(trip: Trip, asha: wire.JoinResponse) -> None:
    phone = Client(enforce_csrf_checks=True)
    phone.cookies.load(cookie_of({trip.id: asha["memberKey"]}))
    assert phone.post("/forget", headers={"Origin": "https://evil.example"}).status_code == 403
    assert HeldKey.objects.get().key_digest == keys.digest(asha["memberKey"])
