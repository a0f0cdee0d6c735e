"""The news reaches a member by e-mail: at an address that its owner confirmed, until they stop."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone

from socialcart.logs import redact
from tests.conftest import browser_with
from tests.entering import delivers
from tests.post_office import PostOffice, text_of
from trips import housekeeping, keys, membership, messages, planning, polls, rotation, throttle
from trips.deliveries import deliverer, leases
from trips.forms import Guest, PollTerms, Terms
from trips.models import DeliveryCursor, Member, Receiver, Trip
from trips.wire import JoinResponse

in_threads = pytest.mark.django_db(transaction=True)
LINK = re.compile(r"http://testserver(/news/\w+(?:/confirm)?)")
MAIL = "asha@mail.example"
DATES = {"startDate": "2030-12-12", "endDate": "2030-12-15"}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliverer, "LOOKS_EVERY_S", 0.02)
    monkeypatch.setattr(leases, "FIRST_PAUSE_S", 0.01)


@pytest.fixture
def office(settings: Any) -> Iterator[PostOffice]:
    with PostOffice() as opened:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", opened.port
        yield opened


@pytest.fixture
def phone(trip: Trip, asha: JoinResponse) -> Client:
    """Asha's browser."""
    return browser_with(trip.id, asha["memberKey"])


def asks(phone: Client, trip: Trip, email: str = MAIL, **more: Any) -> Any:
    return phone.post(f"/trips/{trip.id}/news", {"email": email}, **more)


def link_in(mail: Any) -> str:
    found = LINK.search(text_of(mail))
    assert found
    return found[1]


def subscribes(phone: Client, trip: Trip, office: PostOffice, **more: Any) -> Receiver:
    """Somebody gives an address and uses the link that comes, in another browser."""
    assert asks(phone, trip, **more).status_code == 303
    assert Client().post(link_in(office.came.pop())).status_code == 303
    return Receiver.objects.latest("confirmed_at")


def joins(trip: Trip, *names: str, **more: Any) -> list[JoinResponse]:
    return [membership.join(trip.id, None, Guest(name), **more) for name in names]


def is_delivered() -> bool:
    return not DeliveryCursor.objects.exclude(seq=F("trip__seq")).exists()


def told(mail: Any) -> list[str]:
    return [line[2:] for line in text_of(mail).splitlines() if line.startswith("* ")]


@in_threads
def test_who_confirms_is_told_what_happens_from_then_on(
    trip: Trip, phone: Client, office: PostOffice
) -> None:
    subscribes(phone, trip, office)
    joins(trip, "Chloé", "李小龍", "Dev")
    polls.open_poll(trip.id, None, PollTerms("Which dates?", ("5 Dec", "12 Dec")))
    delivers(is_delivered)
    [mail] = office.came
    assert (mail["To"], mail["Subject"]) == (MAIL, "Goa: The discount is unlocked.")
    assert told(mail) == ["The discount is unlocked.", "A poll was opened: “Which dates?”"]
    assert f"http://testserver/trips/{trip.id}\n" in text_of(mail)
    assert "<li>The discount is unlocked.</li>" in text_of(mail, "html")


@in_threads
def test_messages_dates_and_the_end_are_told_and_what_was_taken_back_is_not(
    trip: Trip, phone: Client, office: PostOffice
) -> None:
    subscribes(phone, trip, office)
    founder = trip.members.get(is_founder=True)
    for text in ("Bring passports & towels", "Oh no"):
        messages.post_message(founder, None, founder.id, text)
    messages.delete_message(founder, None, 2)
    planning.update(trip.id, None, DATES)
    planning.update(trip.id, None, {"description": "Sun"})
    planning.cancel(trip.id, None)
    delivers(is_delivered)
    wrote, dates, ended = told(office.came[0])
    assert wrote == "Ben wrote to everybody. Bring passports & towels"
    assert dates.startswith("Dates: now ")
    assert ended == "The trip is cancelled."
    assert "passports &amp; towels" in text_of(office.came[0], "html")


@in_threads
def test_an_organiser_is_told_in_one_mail_of_all_who_joined_during_a_rest(
    trip: Trip, ben: Client, office: PostOffice
) -> None:
    subscribes(ben, trip, office)
    joins(trip, "Asha")
    delivers(lambda: len(office.came) == 1 and is_delivered())
    joins(trip, "Chloé", "Dev")
    delivers(lambda: DeliveryCursor.objects.filter(next_try_at__gt=timezone.now()).exists())
    assert len(office.came) == 1
    DeliveryCursor.objects.update(next_try_at=timezone.now())
    delivers(is_delivered)
    assert [told(each) for each in office.came] == [
        ["Asha joined."],
        ["Chloé joined.", "Dev joined."],
    ]


@in_threads
def test_who_waits_is_told_that_a_place_came_free_and_nothing_of_others(
    trip: Trip, asha: JoinResponse, office: PostOffice
) -> None:
    planning.update(trip.id, None, {"requiredMembers": 2, "capacity": 2})
    [noor] = joins(trip, "Noor", wait=True)
    waiting = browser_with(trip.id, noor["memberKey"])
    page = waiting.get(f"/trips/{trip.id}/waiting").content.decode()
    assert f'href="/trips/{trip.id}/news"' in page
    subscribes(waiting, trip, office)
    planning.update(trip.id, None, DATES)
    delivers(is_delivered)
    assert office.came == []
    membership.leave(trip.members.get(pk=asha["memberId"]), None, asha["memberId"])
    delivers(is_delivered)
    assert "A place came free, and it is yours: you are on the trip." in told(office.came[0])


@in_threads
def test_nothing_but_the_question_goes_to_who_has_not_confirmed(
    trip: Trip, phone: Client, office: PostOffice
) -> None:
    planning.update(trip.id, None, {"tripName": "Buy pills"})
    asks(phone, trip)
    [asked] = office.came
    Client().get(link_in(asked))  # as scanners do
    planning.cancel(trip.id, None)
    assert not DeliveryCursor.objects.exists()
    written = f"{asked['Subject']} {text_of(asked)} {text_of(asked, 'html')}"
    assert not re.search("pills|Asha|Ben", written)


@in_threads
def test_the_link_to_confirm_ends_after_two_days_and_with_a_newer_one(
    trip: Trip, phone: Client, office: PostOffice
) -> None:
    asks(phone, trip)
    Receiver.objects.update(created_at=timezone.now() - timedelta(minutes=2))
    asks(phone, trip)
    first, second = map(link_in, office.came)
    assert Client().post(first).status_code == 404
    Receiver.objects.update(created_at=timezone.now() - timedelta(days=2, minutes=1))
    assert Client().post(second).status_code == 404
    assert housekeeping.forget_receivers(timezone.now()) == 1
    assert not Receiver.objects.exists()


@in_threads
def test_a_double_tap_sends_one_link_which_stays(
    trip: Trip, phone: Client, office: PostOffice
) -> None:
    asks(phone, trip)
    asks(phone, trip)
    [link] = map(link_in, office.came)
    assert Client().post(link).status_code == 303


@in_threads
def test_a_new_address_takes_the_place_of_the_old_one_once_it_is_confirmed(
    trip: Trip, phone: Client, office: PostOffice
) -> None:
    subscribes(phone, trip, office)
    asks(phone, trip, "asha@work.example")
    assert Receiver.objects.filter(confirmed_at__isnull=False).get().address == MAIL
    Client().post(link_in(office.came.pop()))
    assert Receiver.objects.get().address == "asha@work.example"


@in_threads
def test_one_click_in_a_mail_program_stops_the_mails(
    trip: Trip, phone: Client, office: PostOffice
) -> None:
    subscribes(phone, trip, office)
    planning.cancel(trip.id, None)
    delivers(is_delivered)
    [mail] = office.came
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = mail["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")
    program = Client(enforce_csrf_checks=True)
    assert program.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Receiver.objects.exists()
    assert program.get(address).status_code == 404


@in_threads
def test_a_button_stops_them_too_and_a_look_at_its_page_does_not(
    trip: Trip, phone: Client, office: PostOffice
) -> None:
    address = f"/news/{subscribes(phone, trip, office).secret}"
    assert "Stop the mails about this trip?" in Client().get(address).content.decode()
    assert Receiver.objects.exists()
    answer = Client().post(address, follow=True)
    assert "No more mails come" in answer.content.decode()
    assert not Receiver.objects.exists()


@in_threads
def test_the_page_of_the_trip_says_how_it_stands_and_stops_the_mails(
    trip: Trip, phone: Client, office: PostOffice
) -> None:
    page = f"/trips/{trip.id}/news"
    assert page in phone.get(f"/trips/{trip.id}").content.decode()
    said = [phone.get(page).content.decode()]
    asks(phone, trip)
    said.append(phone.get(page).content.decode())
    Client().post(link_in(office.came.pop()))
    said.append(phone.get(page).content.decode())
    for text, marks in zip(said, ("A mail comes", "We have sent you", "You get"), strict=True):
        assert marks in text
        assert MAIL not in text
    phone.post(page, {"stop": "1"})
    assert not Receiver.objects.exists()


@in_threads
def test_who_leaves_is_removed_or_erases_themself_gets_none(
    trip: Trip, phone: Client, asha: JoinResponse, office: PostOffice
) -> None:
    subscribes(phone, trip, office)
    me = trip.members.get(pk=asha["memberId"])
    membership.remove(trip.id, None, me.id)
    assert not Receiver.objects.exists()
    membership.restore(trip.id, None, me.id)
    subscribes(phone, trip, office)
    membership.erase(trip.id, None, me.id)
    assert not Receiver.objects.exists()


@in_threads
def test_who_has_left_by_a_server_of_before_gets_none_either(
    trip: Trip, phone: Client, asha: JoinResponse, office: PostOffice
) -> None:
    subscribes(phone, trip, office)
    planning.cancel(trip.id, None)
    Member.objects.filter(pk=asha["memberId"]).update(state=Member.State.LEFT)
    delivers(lambda: not Receiver.objects.exists())
    assert office.came == []


@in_threads
def test_the_mail_is_in_the_language_in_which_it_was_asked_for(
    trip: Trip, phone: Client, office: PostOffice
) -> None:
    subscribes(phone, trip, office, headers={"Accept-Language": "ar"})
    planning.cancel(trip.id, None)
    delivers(is_delivered)
    [mail] = office.came
    assert told(mail) == ["أُلغيت الرحلة."]
    assert '<html lang="ar" dir="rtl">' in text_of(mail, "html")


@in_threads
def test_a_mailbox_that_is_none_is_told_beside_the_field(
    trip: Trip, phone: Client, office: PostOffice
) -> None:
    office.answer = "550 5.1.1 No such mailbox"
    answer = asks(phone, trip)
    assert answer.status_code == 422
    assert "No mail reaches this address." in answer.content.decode()
    assert not Receiver.objects.exists()


@in_threads
@pytest.mark.parametrize("answer", ["450 4.2.1 Try later", "550 5.7.1 Relay denied"])
def test_a_server_that_cannot_now_keeps_nothing_and_says_so(
    trip: Trip, phone: Client, office: PostOffice, answer: str
) -> None:
    office.answer = answer
    assert asks(phone, trip).status_code == 503
    assert not Receiver.objects.exists()


@in_threads
def test_a_mailbox_that_is_gone_is_sent_nothing_more_and_the_page_says_so(
    trip: Trip, phone: Client, office: PostOffice
) -> None:
    receiver = subscribes(phone, trip, office)
    office.answer = "550 5.1.1 No such mailbox"
    planning.cancel(trip.id, None)
    delivers(lambda: Receiver.objects.filter(off_since__isnull=False).exists())
    receiver.refresh_from_db()
    assert (receiver.last_failure, office.came) == ("status 550", [])
    assert "Your mails came back" in phone.get(f"/trips/{trip.id}/news").content.decode()


@in_threads
def test_a_server_that_is_down_for_a_while_loses_no_mail(
    trip: Trip, phone: Client, office: PostOffice
) -> None:
    subscribes(phone, trip, office)
    asked, office.answer = office.asked, "451 4.3.0 Later"
    planning.cancel(trip.id, None)
    delivers(lambda: office.asked >= asked + 3)
    office.answer = "250 OK"
    DeliveryCursor.objects.update(next_try_at=timezone.now())
    delivers(is_delivered)
    assert told(office.came[0]) == ["The trip is cancelled."]


@in_threads
def test_a_slow_server_is_given_up_in_time_and_the_mail_tried_again(
    trip: Trip, phone: Client, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribes(phone, trip, office)
    monkeypatch.setattr("trips.deliveries.mailer.TIMEOUT_S", 0.2)
    office.waits_s = 1.0
    planning.cancel(trip.id, None)
    delivers(lambda: Receiver.objects.filter(last_failure__startswith="no answer").exists())
    assert Receiver.objects.get().off_since is None


@in_threads
def test_nobody_is_flooded_with_questions(trip: Trip, phone: Client, office: PostOffice) -> None:
    for written in (MAIL, "Asha@Mail.example", "asha+goa@mail.example"):
        assert asks(phone, trip, written).status_code == 303
    assert asks(phone, trip, "chloe@mail.example").status_code == 429  # of one member
    [dev] = joins(trip, "Dev")
    other = browser_with(trip.id, dev["memberKey"])
    assert asks(other, trip, "ASHA+x@mail.example").status_code == 429  # to one mailbox
    assert len(office.came) == 3


@pytest.mark.parametrize("typed", ["", "asha", "asha@", "a@b.example\nBcc: c@d.example", "x" * 300])
def test_what_is_no_address_is_refused_beside_its_field(
    trip: Trip, phone: Client, typed: str
) -> None:
    answer = asks(phone, trip, typed)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Receiver.objects.exists()


@in_threads
def test_the_address_is_encrypted_and_no_log_holds_it_or_a_link(
    trip: Trip, phone: Client, office: PostOffice
) -> None:
    receiver = subscribes(phone, trip, office)
    assert receiver.secret_digest == keys.digest(receiver.secret)
    assert MAIL not in receiver.address_encrypted
    assert {(Receiver, "address_encrypted"), (Receiver, "secret_encrypted")} <= {
        *rotation.ENCRYPTED
    }
    assert redact(f"POST /news/{receiver.secret}/confirm") == "POST /news/***/confirm"
    assert redact(f"refused: {{'{MAIL}': 550}}") == "refused: {'***': 550}"


@in_threads
def test_a_member_sees_their_address_in_what_is_held_of_them(
    trip: Trip, phone: Client, office: PostOffice
) -> None:
    subscribes(phone, trip, office)
    assert phone.get(f"/trips/{trip.id}/my-data.json").json()["newsTo"] == [MAIL]


@in_threads
def test_addresses_go_with_the_numbers_once_the_trip_is_over(
    trip: Trip, phone: Client, office: PostOffice
) -> None:
    planning.update(trip.id, None, DATES)
    subscribes(phone, trip, office)
    Trip.objects.update(starts_on="2020-12-12", ends_on="2020-12-15")
    assert housekeeping.forget_receivers(timezone.now()) >= 1
    assert not Receiver.objects.exists()


def test_a_site_without_a_server_for_mails_says_so(
    trip: Trip, phone: Client, settings: Any
) -> None:
    settings.SENDS_MAIL = settings.SENDS_PUSH = False
    page = f"/trips/{trip.id}/news"
    assert page not in phone.get(f"/trips/{trip.id}").content.decode()
    assert "This site sends no e-mail." in phone.get(page).content.decode()
    assert asks(phone, trip).status_code == 503


def way_back_in(mail: Any) -> str:
    found = re.search(r"http://testserver(/news/\w+/back)", text_of(mail))
    return found[1] if found else ""


@in_threads
def test_the_founder_alone_finds_a_way_back_in_each_mail(
    trip: Trip, ben: Client, phone: Client, office: PostOffice
) -> None:
    subscribes(ben, trip, office)
    subscribes(phone, trip, office, email="other@mail.example")
    planning.cancel(trip.id, None)
    delivers(lambda: len(office.came) == 2 and is_delivered())
    found = {mail["To"]: way_back_in(mail) for mail in office.came}
    assert found[MAIL]
    assert not found["other@mail.example"]
    secret = Receiver.objects.get(member__is_founder=False).secret
    assert Client().post(f"/news/{secret}/back").status_code == 404


def test_it_leads_back_in_by_a_mail_to_the_confirmed_address_alone(
    trip: Trip, ben: Client, office: PostOffice
) -> None:
    back = f"/news/{subscribes(ben, trip, office).secret}/back"
    stranger, new_phone = Client(), Client()
    assert stranger.get(back).status_code == 200  # nor does a scanner send anything
    assert office.came == []
    assert stranger.post(back, {"key": "1"}).headers["Location"] == f"{back}?sent"
    assert stranger.get(f"/trips/{trip.id}").status_code == 404
    [mail] = office.came
    found = re.search(r"http://testserver/enter#(\S+)", text_of(mail))
    assert mail["To"] == MAIL
    assert found
    assert new_phone.post("/enter", {"key": found[1]}).headers["Location"] == f"/trips/{trip.id}"
    assert new_phone.get(f"/trips/{trip.id}/settings").status_code == 200
    assert ben.get(f"/trips/{trip.id}").status_code == 404
    assert Client().post("/enter", {"key": found[1]}).status_code == 404
    sent = stranger.get(f"{back}?sent").content.decode()
    assert "Open the link in it" in sent
    assert "You can change this" not in sent


def test_an_address_given_by_who_had_the_old_key_ends_with_it(
    trip: Trip, ben: Client, office: PostOffice
) -> None:
    of_mallory = subscribes(ben, trip, office, email="mallory@mail.example")
    asks(ben, trip, email="another@mail.example")
    assert ben.post(f"/trips/{trip.id}/personal-link").status_code == 303
    assert Client().post(f"/news/{of_mallory.secret}/back").status_code == 404
    assert Client().post(link_in(office.came.pop())).status_code == 404
    assert not Receiver.objects.exists()


def test_of_two_addresses_that_stays_to_which_the_way_back_was_sent(
    trip: Trip, ben: Client, office: PostOffice
) -> None:
    back = f"/news/{subscribes(ben, trip, office).secret}/back"
    asks(ben, trip, email="other@mail.example")
    office.came.clear()
    Client().post(back, {"key": "1"})
    [code] = re.findall(r"/enter#(\S+)", text_of(office.came.pop()))
    assert Client().post("/enter", {"key": code}).status_code == 303
    assert [each.address for each in Receiver.objects.all()] == [MAIL]
    assert Client().get(back).status_code == 200


def test_a_code_from_paper_leaves_no_address(trip: Trip, ben: Client, office: PostOffice) -> None:
    code = membership.make_code(trip.id, None)["recoveryCode"]
    subscribes(ben, trip, office, email="mallory@mail.example")
    assert Client().post("/enter", {"key": code}).status_code == 303
    assert not Receiver.objects.exists()


def test_an_address_that_comes_with_a_key_that_has_just_ended_is_not_kept(
    trip: Trip, phone: Client, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ends(*_: object) -> None:
        membership.replace_key(trip.id, None, trip.members.get(is_founder=False).id)

    monkeypatch.setattr(throttle, "confirmation", ends)
    assert asks(phone, trip).status_code == 403
    assert not Receiver.objects.exists()


def test_a_way_back_that_could_not_be_sent_is_sent_by_the_next_try(
    trip: Trip, ben: Client, office: PostOffice
) -> None:
    back = f"/news/{subscribes(ben, trip, office).secret}/back"
    office.answer = "451 later"
    assert Client().post(back, {"key": "1"}).status_code == 503
    office.answer = "250 OK"
    assert Client().post(back, {"key": "1"}).status_code == 303
    assert len(office.came) == 1
    assert Client().post(back, {"key": "2"}).status_code == 303
    assert Client().post(back, {"key": "3"}).status_code == 429  # three an hour, the first of all


def test_nobody_keeps_a_founder_out_by_questions_to_their_address(
    trip: Trip, ben: Client, office: PostOffice
) -> None:
    back = f"/news/{subscribes(ben, trip, office).secret}/back"
    rome = planning.plan(None, Terms("Rome", 2), Guest("Mallory"))
    mallory = browser_with(rome["trip"]["id"], rome["adminId"])
    tries = [
        mallory.post(f"/trips/{rome['trip']['id']}/news", {"email": written}).status_code
        for written in (MAIL, MAIL.upper(), MAIL.replace("@", "+1@"))
    ]
    assert tries == [303, 303, 429]  # three a day, of which one was Ben's own
    assert Client().post(back, {"key": "1"}).status_code == 303


def test_no_way_back_leads_from_an_address_that_is_not_confirmed(
    trip: Trip, ben: Client, office: PostOffice
) -> None:
    asks(ben, trip)
    secret = Receiver.objects.get().secret
    assert Client().get(f"/news/{secret}/back").status_code == 404
    assert Client().post(f"/news/{secret}/back").status_code == 404
    assert len(office.came) == 1
