"""Staff in Django admin: what they see, and that what they change goes through the verbs."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from axes.models import AccessLog
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import quote
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.conftest import complete
from trips import membership, planning, polls, wire
from trips.admin.trips import TripAdmin
from trips.forms import Guest, PollTerms, Terms, Vote
from trips.models import Choice, Event, Member, Option, Poll, Receiver, Trip

DATES = "2030-06-01\n2030-07-01/2030-07-04"


@pytest.fixture
def staff(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("sam"))
    return client


def run_action(staff: Client, model: str, action: str, *ids: str) -> Any:
    """With the answer to what it may ask first."""
    body = {"action": action, "_selected_action": list(ids), "confirmed": "yes"}
    return staff.post(f"/admin/trips/{model}/", body, follow=True)


def types(trip: Trip) -> list[str]:
    return list(Event.objects.filter(trip=trip).values_list("type", flat=True))


def test_staff_see_trips_with_state_and_count(staff: Client, trip: Trip) -> None:
    page = staff.get("/admin/trips/trip/", {"status": "recruiting", "q": "Goa"}).content.decode()
    assert "Goa" in page
    assert "1/5" in page
    assert '<td class="field-status">Open</td>' in page
    assert "Goa" not in staff.get("/admin/trips/trip/?status=unlocked").content.decode()


def test_staff_see_members_with_masked_numbers(staff: Client, trip: Trip) -> None:
    joined = membership.join(trip.id, None, Guest("Asha", "+919876543242"))
    addresses = (
        "member/",
        f"member/{quote(joined['memberId'])}/change/",
        f"trip/{quote(trip.id)}/change/",
    )
    for address in addresses:
        page = staff.get(f"/admin/trips/{address}").content.decode()
        assert "•••• ••42" in page
        assert "98765" not in page


def test_a_change_by_staff_is_told_to_every_hub(staff: Client, trip: Trip) -> None:
    form = {"title": "Goa!", "required_members": "4", "time_zone": "UTC", "currency": ""}
    formset = {"members-TOTAL_FORMS": "0", "members-INITIAL_FORMS": "0"}
    assert (
        staff.post(f"/admin/trips/trip/{quote(trip.id)}/change/", form | formset).status_code == 302
    )
    trip.refresh_from_db()
    assert (trip.title, trip.required_members) == ("Goa!", 4)
    assert types(trip) == ["MEMBER_JOINED", "TRIP_UPDATED"]


def test_what_staff_get_wrong_is_named_and_nothing_changes(staff: Client, trip: Trip) -> None:
    form = {"title": "Goa\u202e", "required_members": "1", "time_zone": "UTC"}
    formset = {"members-TOTAL_FORMS": "0", "members-INITIAL_FORMS": "0"}
    answer = staff.post(f"/admin/trips/trip/{quote(trip.id)}/change/", form | formset)
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    assert types(trip) == ["MEMBER_JOINED"]


def test_a_refusal_is_told_to_staff(staff: Client, trip: Trip) -> None:
    organiser = trip.members.get(is_founder=True).id
    page = run_action(staff, "member", "remove_members", organiser).content.decode()
    assert "An organiser cannot be removed" in page
    assert "Done for 0 of 1." in page


def test_the_log_is_only_read(staff: Client, trip: Trip) -> None:
    event = Event.objects.get()
    assert "MEMBER_JOINED" in staff.get("/admin/trips/event/").content.decode()
    assert staff.post(f"/admin/trips/event/{event.id}/change/", {"seq": 9}).status_code == 403
    assert staff.post(f"/admin/trips/event/{event.id}/delete/").status_code == 403
    assert staff.get("/admin/trips/event/add/").status_code == 403


def test_staff_who_may_only_look_see_a_trip(trip: Trip) -> None:
    sam = User.objects.create_user("sam", is_staff=True)
    sam.user_permissions.add(Permission.objects.get(codename="view_trip"))
    browser = Client()
    browser.force_login(sam)
    page = browser.get(f"/admin/trips/trip/{quote(trip.id)}/change/")
    assert page.status_code == 200
    assert trip.title in page.content.decode()


def test_staff_who_may_only_look_change_nothing(trip: Trip) -> None:
    sam = User.objects.create_user("sam", is_staff=True)
    for name in ("view_trip", "view_member"):
        sam.user_permissions.add(Permission.objects.get(codename=name))
    client = Client()
    client.force_login(sam)
    asha = membership.join(trip.id, None, Guest("Asha"))["memberId"]
    run_action(client, "trip", "cancel_trips", trip.id)
    run_action(client, "member", "remove_members", asha)
    assert types(trip) == ["MEMBER_JOINED", "MEMBER_JOINED"]


def test_a_refused_change_is_not_called_a_success(staff: Client, trip: Trip) -> None:
    for name in "ACD":
        membership.join(trip.id, None, Guest(name))
    form = {"title": "Goa", "required_members": "2", "capacity": "3", "time_zone": "UTC"}
    formset = {"members-TOTAL_FORMS": "0", "members-INITIAL_FORMS": "0"}
    page = staff.post(f"/admin/trips/trip/{quote(trip.id)}/change/", form | formset, follow=True)
    assert "4 are in already" in page.content.decode()
    assert "successfully" not in page.content.decode()


@pytest.fixture
def full(trip: Trip) -> Trip:
    """Four friends more: the five that unlock it."""
    complete(trip)
    return trip


@pytest.mark.parametrize(
    ("model", "form", "words"),
    [
        ("poll", {"question": "Where?", "options": "Here"}, "2 to 20 options"),
        ("poll", {"question": "Where?", "options": "Here\nHere"}, "look the same"),
        ("poll", {"question": "When?", "options": "A\nB", "about": "sums"}, "that are offered"),
        ("poll", {"question": "When?", "options": "A\nB", "about": "dates"}, "days like 2026"),
        ("poll", {"question": "When?", "options": "2030-06-01", "about": "dates"}, "2 to 40 dates"),
        (
            "poll",
            {"question": "?", "options": "2000-01-01\n" + DATES, "about": "dates"},
            "are over",
        ),
        ("option", {"text": "here"}, "on the list already"),
        ("option", {"text": "\u202e"}, "Take out"),
    ],
)
def test_what_staff_get_wrong_is_told_and_changes_nothing(
    staff: Client, full: Trip, model: str, form: dict[str, str], words: str
) -> None:
    terms = PollTerms("Where?", ("Here", "There"))
    poll_id = polls.open_poll(full.id, None, terms)["poll"]["id"]
    rows = {"trip": full.id, "poll": poll_id, "most_choices": "1", "results": "always"}
    rows |= {"about": "options"}
    answer = staff.post(f"/admin/trips/{model}/add/", rows | form, follow=True)
    assert words in answer.content.decode()
    assert "successfully" not in answer.content.decode()
    assert (Poll.objects.count(), Option.objects.count()) == (1, 2)


def test_staff_see_neither_hidden_counts_nor_what_somebody_chose(staff: Client, full: Trip) -> None:
    terms = PollTerms("Where?", ("Here", "There"), results="closed")
    poll = polls.open_poll(full.id, None, terms)["poll"]
    asha = full.members.get(name="Asha")
    vote = Vote((poll["options"][0]["id"],), 1)
    pages = ["poll/", f"poll/{poll['id']}/change/", "option/", "ballot/", "event/"]

    def seen() -> list[str]:
        return [staff.get(f"/admin/trips/{page}").content.decode() for page in pages]

    polls.vote(full.id, None, asha.id, poll["id"], vote)
    assert "hidden" in seen()[2]
    before = [re.sub(r'csrf[^>]*value="[^"]*"', "", page) for page in seen()]
    Choice.objects.update(option=poll["options"][1]["id"])
    Option.objects.filter(pk=poll["options"][0]["id"]).update(votes=0)
    Option.objects.filter(pk=poll["options"][1]["id"]).update(votes=1)
    assert [re.sub(r'csrf[^>]*value="[^"]*"', "", page) for page in seen()] == before


@pytest.mark.parametrize(
    "lookup",
    [
        "ballot/?choices=1",
        "ballot/?choices__option=x",
        "option/?choices=1",
        "option/?choices__isnull=False",
        "option/?votes=1",
        "option/?votes__gt=0",
        "poll/?options__votes=1",
        "poll/?picked=x",
        "member/?key_digest=x",
        "member/?phone_digest=x",
        "trip/?invitations__digest=x",
        "trip/?members__key_digest=x",
    ],
)
def test_no_filter_tells_what_the_page_hides(staff: Client, full: Trip, lookup: str) -> None:
    assert staff.get(f"/admin/trips/{lookup}").status_code == 400


def audited() -> list[tuple[str, str, str]]:
    """Who did what to whom, as the audit log has it."""
    entries = LogEntry.objects.order_by("action_time")
    return [(str(one.user), one.object_repr, one.get_change_message()) for one in entries]


def test_staff_take_somebody_off_the_line_for_a_place(staff: Client, trip: Trip) -> None:
    planning.update(trip.id, None, {"requiredMembers": 2, "capacity": 2})
    membership.join(trip.id, None, Guest("Asha"))
    noor = membership.join(trip.id, None, Guest("Noor"), wait=True)["memberId"]
    run_action(staff, "member", "take_off_line", noor)
    assert (types(trip)[-1], Trip.objects.get().waiting_count) == ("WAITLIST_CHANGED", 0)


def test_every_action_of_staff_is_a_verb_and_in_the_audit_log(staff: Client, trip: Trip) -> None:
    asha = membership.join(trip.id, None, Guest("Asha"))["memberId"]
    run_action(staff, "member", "remove_members", asha)
    run_action(staff, "member", "restore_members", asha)
    for action in ("replace_invitations", "close_trips", "reopen_trips", "cancel_trips"):
        run_action(staff, "trip", action, trip.id)
    assert types(trip)[2:] == [
        "MEMBER_REMOVED",
        "MEMBER_RESTORED",
        "INVITATION_REPLACED",
        "TRIP_CLOSED",
        "TRIP_UPDATED",
        "TRIP_CLOSED",
    ]
    assert audited() == [
        ("sam", "Asha", "Remove from the trip"),
        ("sam", "Asha", "Undo the removal"),
        ("sam", "Goa", "Replace the invitation link"),
        ("sam", "Goa", "Close to newcomers"),
        ("sam", "Goa", "Open joining again"),
        ("sam", "Goa", "Cancel the trip"),
    ]


def test_the_audit_log_names_the_action_that_was_run(staff: Client, trip: Trip) -> None:
    twice = {"action": ["close_trips", "cancel_trips"], "index": "0", "_selected_action": trip.id}
    assert staff.post("/admin/trips/trip/", twice).status_code == 302
    assert audited() == [("sam", "Goa", "Close to newcomers")]
    assert staff.post("/admin/trips/trip/", twice | {"action": ["reopen_trips", "x"]}).status_code
    assert [what for _, _, what in audited()] == ["Close to newcomers", "Open joining again"]


@pytest.mark.parametrize("action", ["cancel_trips", "erase_numbers"])
def test_what_nothing_undoes_asks_first(staff: Client, trip: Trip, action: str) -> None:
    membership.join(trip.id, None, Guest("Asha", "+919876543242"))
    chosen = {"action": [action, "close_trips"], "index": "0", "_selected_action": trip.id}
    page = staff.post("/admin/trips/trip/", chosen).content.decode()
    assert f'name="action" value="{action}"' in page
    assert "This cannot be undone." in page
    assert (types(trip), audited()) == (["MEMBER_JOINED"] * 2, [])
    assert trip.members.get(name="Asha").mobile
    run_action(staff, "trip", action, trip.id)
    assert len(audited()) == 1
    assert (types(trip)[2:] == ["TRIP_CLOSED"]) == (action == "cancel_trips")
    assert bool(trip.members.get(name="Asha").mobile) == (action == "cancel_trips")


def test_a_trip_links_to_what_is_of_it_and_of_no_other(staff: Client, trip: Trip) -> None:
    other = planning.plan(None, Terms("Rome", 2), Guest("Mallory"))["trip"]["id"]
    membership.join(trip.id, None, Guest("Asha"))
    page = staff.get(f"/admin/trips/trip/{quote(trip.id)}/change/").content.decode()
    links = re.findall(r'href="(/admin/trips/\w+/\?trip__id__exact=[^"]+)"', page)
    assert len(links) == 6
    for link in links:
        answer = staff.get(link)
        assert answer.status_code == 200
        assert "Rome" not in answer.content.decode()
    assert "Mallory" in staff.get(f"/admin/trips/member/?trip__id__exact={other}").content.decode()


def test_deadlines_are_shown_by_the_clocks_of_the_trip(staff: Client, trip: Trip) -> None:
    """Also where it is another day there."""
    joined_by = datetime(2030, 1, 4, 20, 0, tzinfo=UTC)
    Trip.objects.update(join_by=joined_by, closed_at=joined_by, time_zone="Asia/Kolkata")
    there = "5\N{NO-BREAK SPACE}Jan\N{NO-BREAK SPACE}2030, 01:30 (India time)"
    assert there in staff.get("/admin/trips/trip/").content.decode()
    page = staff.get(f"/admin/trips/trip/{quote(trip.id)}/change/").content.decode()
    assert there in page
    assert "In India time." in page
    assert 'value="2030-01-05T01:30"' in page


def test_lists_begin_with_the_newest(staff: Client, trip: Trip) -> None:
    later = planning.plan(None, Terms("Rome", 2), Guest("Mallory"))["trip"]["id"]
    for model, newest in (("trip", quote(later)), ("event", str(Event.objects.latest("id").pk))):
        page = staff.get(f"/admin/trips/{model}/").content.decode()
        assert re.findall(rf"/admin/trips/{model}/(\w+)/change/", page)[0] == newest


@pytest.mark.parametrize(
    ("begins", "ends", "when"),
    [(-1, 1, "now"), (0, None, "now"), (5, 6, "soon"), (40, 50, "later"), (-9, -2, "over")],
)
def test_staff_find_trips_by_their_dates(
    staff: Client, trip: Trip, begins: int, ends: int | None, when: str
) -> None:
    today = timezone.now().date()
    ends_on = None if ends is None else today + timedelta(days=ends)
    pages = {each: staff.get(f"/admin/trips/trip/?dates={each}") for each in ("none", when)}
    assert [b">Goa</a>" in page.content for page in pages.values()] == [True, False]
    Trip.objects.update(starts_on=today + timedelta(days=begins), ends_on=ends_on)
    for each in ("now", "soon", "later", "over", "none"):
        page = staff.get(f"/admin/trips/trip/?dates={each}").content
        assert (b">Goa</a>" in page) == (each == when)


def test_what_staff_add_and_change_in_polls_is_too(staff: Client, full: Trip) -> None:
    asked = {"trip": full.id, "question": "Where?", "most_choices": "1", "results": "closed"}
    asked |= {"about": "options", "shows_voters": "on"}
    staff.post("/admin/trips/poll/add/", asked | {"options": "Here\nThere"})
    poll = Poll.objects.get()
    staff.post("/admin/trips/option/add/", {"poll": poll.id, "text": "Nowhere"})
    run_action(staff, "poll", "close_polls", poll.id)
    run_action(staff, "option", "pick", poll.options.get(text="There").id)
    assert types(full)[-4:] == ["POLL_OPENED", "POLL_CHANGED", "POLL_CLOSED", "POLL_CHANGED"]
    entries = [(who, what) for _, who, what in audited()]
    pick = ("There", "Pick, where it is a date or tied for the lead")
    assert entries == [
        ("Where?", "Added."),
        ("Nowhere", "Added."),
        ("Where?", "Close the poll"),
        pick,
    ]
    assert str(Poll.objects.get().picked) == "There"
    assert Poll.objects.get().shows_voters
    for page in ("poll", f"poll/{poll.id}/change", "option", "ballot"):
        assert staff.get(f"/admin/trips/{page}/").status_code == 200


def test_staff_ask_for_dates_before_the_unlock_pick_and_undo_it(staff: Client, trip: Trip) -> None:
    asked = {"trip": trip.id, "question": "When?", "most_choices": "1", "results": "always"}
    staff.post("/admin/trips/poll/add/", asked | {"about": "dates", "options": DATES})
    poll = Poll.objects.get()
    assert [f"{date}" for date in poll.options.all()] == DATES.splitlines()
    run_action(staff, "option", "pick", poll.options.get(number=2).id)
    trip.refresh_from_db()
    assert (f"{trip.starts_on}", f"{trip.ends_on}") == ("2030-07-01", "2030-07-04")
    run_action(staff, "poll", "undo_picks", poll.id)
    trip.refresh_from_db()
    assert (trip.starts_on, Poll.objects.get().picked) == (None, None)
    assert [what for _, _, what in audited()][::2] == ["Added.", "Undo the pick"]


def test_a_change_that_is_not_audited_does_not_happen(
    staff: Client, trip: Trip, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TripAdmin, "log_change", None)
    with pytest.raises(TypeError):
        run_action(staff, "trip", "cancel_trips", trip.id)
    assert types(trip) == ["MEMBER_JOINED"]


def test_staff_make_organisers_take_the_role_and_hand_over(
    staff: Client, trip: Trip, asha: wire.JoinResponse
) -> None:
    row = Member.objects.filter(pk=asha["memberId"])
    for action, expected in (
        ("make_organisers", (False, True)),
        ("take_roles", (False, False)),
        ("hand_over", (True, False)),
    ):
        run_action(staff, "member", action, asha["memberId"])
        assert row.values_list("is_founder", "made_organiser").get() == expected
    assert len(audited()) == 3
    assert types(trip)[-3:] == ["MEMBER_ROLE_CHANGED"] * 3


def test_what_was_refused_is_not_in_the_audit_log(staff: Client, trip: Trip) -> None:
    run_action(staff, "member", "remove_members", trip.members.get(is_founder=True).id)
    assert audited() == []


def test_nobody_takes_anything_out_of_the_audit_log(staff: Client, trip: Trip) -> None:
    run_action(staff, "trip", "close_trips", trip.id)
    entry, sam = LogEntry.objects.get(), User.objects.get()
    page = staff.get("/admin/admin/logentry/").content.decode()
    assert "Close to newcomers" in page
    assert staff.post(f"/admin/admin/logentry/{entry.pk}/delete/").status_code == 403
    staff.post(f"/admin/auth/user/{sam.pk}/delete/", {"post": "yes"})
    run_action(staff, "logentry", "delete_selected", str(entry.pk))
    assert LogEntry.objects.filter(pk=entry.pk, user=sam).exists()


@pytest.mark.parametrize(
    "address",
    [
        "member/?state=%00",
        "event/?type=%00",
        "member/?q=%00",
        "member/?q=" + "a%20" * 50 + "a",
        "trip/?created_at__year=99999999999",
        "poll/add/?trip=%00",
        "poll/?%00=1",
    ],
)
def test_what_no_look_up_takes_is_a_bad_request(staff: Client, address: str) -> None:
    answer = staff.get(f"/admin/trips/{address}")
    assert answer.status_code == 400
    assert "could not be read" in answer.content.decode()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="it looks for anything")
def test_nor_is_what_postgresql_does_not_look_for(staff: Client) -> None:
    assert staff.get("/admin/trips/member/?state__regex=(").status_code == 400


def test_nor_do_forms_and_choices_of_staff_take_everything(staff: Client, trip: Trip) -> None:
    assert run_action(staff, "member", "remove_members", "\0").status_code == 400
    assert staff.post("/admin/login/?next=%00", {"username": "sam"}).status_code == 400
    asked = {"app_label": "trips", "model_name": "poll", "field_name": "trip", "term": "\0"}
    assert staff.get("/admin/autocomplete/", asked).status_code == 400
    assert staff.get("/admin/trips/poll/add/?closes_at=x").status_code == 200


def test_every_moment_names_its_zone_also_what_is_of_no_trip(staff: Client) -> None:
    now = timezone.now()
    shop = Receiver.objects.create(name="Shop", failing_since=now, off_since=now)
    LogEntry.objects.log_actions(User.objects.get().pk, [shop], 2, "x", single_object=True)
    AccessLog.objects.create(username="sam", attempt_time=now)
    pages = (f"trips/receiver/{quote(shop.pk)}/change/", "admin/logentry/", "axes/accesslog/")
    for address in pages:
        page = staff.get(f"/admin/{address}").content.decode()
        assert f"{now:%Y}, " in page, address
        assert len(re.findall(r"20\d\d, \d\d:\d\d \(UTC\)", page)) == page.count(f"{now:%Y}, ")


def test_who_enters_an_endpoint_is_told_nothing_of_how_it_fares(staff: Client) -> None:
    page = staff.get("/admin/trips/receiver/add/").content.decode()
    assert "Leave it empty to have one made." in page
    assert "Last failure" not in page
