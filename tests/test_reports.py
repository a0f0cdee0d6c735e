"""People report a trip to staff: by page or call, with nothing of who they are."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from tests.conftest import browser_with
from tests.test_admin import audited, run_action, staff  # noqa: F401
from trips import housekeeping, reports, snapshots, wire
from trips.models import Event, FirstAnswer, Report, Trip

pytestmark = pytest.mark.django_db
SAID = {"reason": "spam", "text": "They ask for money\nbefore the trip."}


@pytest.fixture
def link(planned: wire.CreateResponse) -> str:
    return f"/join/{planned['tripId']}/report"


def call(**body: Any) -> Any:
    return Client().post("/api/social-cart/report", json.dumps(body), "application/json")


def filed() -> list[tuple[str, str]]:
    return list(Report.objects.order_by("pk").values_list("reason", "text"))


def test_a_guest_reports_by_the_link_at_the_foot_of_the_invitation(link: str) -> None:
    guest = Client()
    assert f'href="{link}"' in guest.get(link.removesuffix("/report")).content.decode()
    assert "What is wrong with this trip?" in guest.get(link).content.decode()
    thanks = guest.post(link, SAID, follow=True)
    assert thanks.redirect_chain == [(f"{link}?thanks", 303)]
    assert "Thank you for telling us" in thanks.content.decode()
    assert filed() == [tuple(SAID.values())]


def test_a_member_reports_by_the_link_at_the_foot_of_the_hub(
    trip: Trip, asha: wire.JoinResponse
) -> None:
    browser, address = browser_with(trip.id, asha["memberKey"]), f"/trips/{trip.id}/report"
    assert f'href="{address}"' in browser.get(f"/trips/{trip.id}").content.decode()
    assert browser.post(address, {"reason": "other"})["Location"] == f"{address}?thanks"
    assert filed() == [("other", "")]


def test_a_call_reports_by_the_invitation_or_by_the_id_with_a_key(
    planned: wire.CreateResponse, trip: Trip, asha: wire.JoinResponse
) -> None:
    assert call(tripId=planned["tripId"], **SAID).json() == {"success": True}
    assert call(tripId=trip.id, memberKey=asha["memberKey"], reason="spam").status_code == 200
    assert call(tripId=trip.id, **SAID).status_code == 403
    assert Report.objects.count() == 2


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"text": "Hm"}, "Choose what is wrong with the trip."),
        ({"reason": "boring", "text": "Hm"}, "Choose one of those that are offered."),
        ({"reason": "spam", "text": "x" * 1_001}, "1000"),
        ({"reason": "spam", "text": "a\u202eb"}, "Take out"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_the_field_and_kept(
    link: str, said: dict[str, str], words: str
) -> None:
    answer = Client().post(link, said)
    page = answer.content.decode()
    assert (answer.status_code, filed()) == (422, [])
    assert words in page
    assert said["text"] in page


def test_three_an_hour_and_address_then_it_waits_with_what_was_typed(
    planned: wire.CreateResponse, link: str
) -> None:
    for _ in range(3):
        assert Client().post(link, SAID).status_code == 303
    refused = Client().post(link, SAID)
    assert refused.status_code == 429
    assert 3_590 <= int(refused["Retry-After"]) <= 3_600
    assert "They ask for money" in refused.content.decode()
    assert '<input type="radio" name="reason" value="spam"' in refused.content.decode()
    assert call(tripId=planned["tripId"], **SAID).status_code == 429
    assert Client().post(link, SAID, REMOTE_ADDR="10.1.1.1").status_code == 303


def test_a_double_tap_is_one_report_and_counts_once(link: str) -> None:
    for _ in range(5):
        assert Client().post(link, SAID | {"key": "a-key-that-is-random"}).status_code == 303
    assert len(filed()) == 1


def test_nothing_says_who_reported_and_the_trip_learns_nothing(
    trip: Trip, asha: wire.JoinResponse, ben: Client
) -> None:
    before = snapshots.state_of(trip.id).shape(), Event.objects.count()
    kept = FirstAnswer.objects.count()
    browser = browser_with(trip.id, asha["memberKey"])
    browser.post(f"/trips/{trip.id}/report", SAID | {"key": "a-key-that-is-random"})
    assert (snapshots.state_of(trip.id).shape(), Event.objects.count()) == before
    row = str(vars(Report.objects.get()))
    assert not any(secret in row for secret in (asha["memberId"], "Asha", "127.0.0.1"))
    assert {each.caller for each in FirstAnswer.objects.order_by("pk")[kept:]} == {""}
    assert "They ask for money" not in ben.get(f"/trips/{trip.id}").content.decode()


def test_a_trip_keeps_a_hundred_open_reports_and_counts_the_rest(trip: Trip) -> None:
    for _ in range(103):
        reports.report(trip.id, None, "spam", "")
    trip.refresh_from_db()
    assert (Report.objects.count(), trip.report_count) == (100, 103)
    reports.handle(trip.id, None, Report.objects.latest("pk").pk, "sam")
    reports.report(trip.id, None, "offensive", "")
    assert Report.objects.filter(handled_at=None).count() == 100


def test_what_guests_are_answered_does_not_grow_by_reports(
    trip: Trip, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trips.first_answers.MOST_KEPT_OF_GUESTS", 10)
    kept = FirstAnswer.objects.count()
    for number in range(20):
        body = json.dumps({"tripId": _invitation(trip), **SAID})
        headers = {"Idempotency-Key": f"a-key-that-is-random-{number}"}
        Client(REMOTE_ADDR=f"10.1.1.{number}").post(
            "/api/social-cart/report", body, "application/json", headers=headers
        )
    assert FirstAnswer.objects.count() - kept <= 12


def _invitation(trip: Trip) -> str:
    from trips import credentials

    return credentials.invitation_of(trip)


@pytest.fixture
def report(trip: Trip) -> Report:
    reports.report(trip.id, None, **SAID)
    return Report.objects.get()


def test_staff_are_told_how_many_wait_and_see_the_open_ones_first(
    staff: Client,  # noqa: F811
    trip: Trip,
    report: Report,
) -> None:
    for text in ("a newer one", "the newest"):
        reports.report(trip.id, None, "other", text)
    reports.handle(trip.id, None, Report.objects.latest("pk").pk, "sam")
    assert "2 reports wait for you" in staff.get("/admin/").content.decode()
    queue = staff.get("/admin/trips/report/").content.decode()
    places = [queue.index(text) for text in ("a newer one", "They ask for money", "the newest")]
    assert places == sorted(places)
    assert "handled by sam" in queue
    waiting = staff.get("/admin/trips/report/?state=open").content.decode()
    assert ("a newer one" in waiting, "the newest" in waiting) == (True, False)


def test_a_report_shows_what_it_is_about(
    staff: Client,  # noqa: F811
    trip: Trip,
    report: Report,
) -> None:
    Trip.objects.update(description="Bring cash <b>only</b>")
    page = staff.get(f"/admin/trips/report/{report.pk}/change/").content.decode()
    for shown in ("Goa", "Bring cash &lt;b&gt;only", "Spam", "They ask for money"):
        assert shown in page
    assert f'href="/admin/trips/trip/{trip.id.replace("_", "_5F")}/change/"' in page


@pytest.mark.parametrize("action", ["hide_trips", "cancel_trips", "do_nothing"])
def test_each_decision_asks_first_and_is_audited(
    staff: Client,  # noqa: F811
    trip: Trip,
    report: Report,
    action: str,
) -> None:
    chosen = {"action": action, "_selected_action": str(report.pk)}
    page = staff.post("/admin/trips/report/", chosen).content.decode()
    assert 'name="confirmed"' in page
    assert audited() == []
    run_action(staff, "report", action, str(report.pk))
    trip.refresh_from_db()
    report.refresh_from_db()
    assert bool(trip.hidden_at) == (action == "hide_trips")
    assert bool(trip.cancelled_at) == (action == "cancel_trips")
    assert (report.handled_by, report.handled_at is not None) == ("sam", True)
    assert len(audited()) == (1 if action == "do_nothing" else 2)
    assert {who for who, _, _ in audited()} == {"sam"}


def test_a_report_alone_changes_nothing_and_staff_who_only_look_neither(
    trip: Trip, report: Report
) -> None:
    sam = User.objects.create_user("sam", is_staff=True)
    sam.user_permissions.add(Permission.objects.get(codename="view_report"))
    client = Client()
    client.force_login(sam)
    assert "They ask for money" in client.get("/admin/trips/report/").content.decode()
    run_action(client, "report", "hide_trips", str(report.pk))
    trip.refresh_from_db()
    assert (trip.hidden_at, trip.status, Event.objects.count()) == (None, "recruiting", 1)


def test_staff_without_the_right_do_not_learn_how_many_wait(report: Report) -> None:
    client = Client()
    client.force_login(User.objects.create_user("sam", is_staff=True))
    assert "waits for you" not in client.get("/admin/").content.decode()


def test_handled_reports_go_after_ninety_days_and_open_ones_stay(
    trip: Trip, report: Report
) -> None:
    reports.report(trip.id, None, "other", "")
    reports.handle(trip.id, None, report.pk, "sam")
    report.refresh_from_db()
    assert report.handled_at
    assert housekeeping.forget_reports(report.handled_at + housekeeping.REPORTS_KEPT_FOR) == 0
    late = report.handled_at + 2 * housekeeping.REPORTS_KEPT_FOR
    assert housekeeping.forget_reports(late) == 1
    assert filed() == [("other", "")]
