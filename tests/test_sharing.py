"""How an invitation leaves the site: link texts, preview, QR code."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from tests.spaces import plain
from trips import planning, sharing, wire
from trips.models import Trip

NOW = datetime(2026, 1, 2, tzinfo=UTC)
META = re.compile(r'<meta (?:property|name)="([\w:]+)" content="([^"]*)"')
LINK = "https://trips.example/join/abc"


def goa(**terms: object) -> Trip:
    trip_fields = {"title": "Goa", "required_members": 5, "member_count": 3, "discount_percent": 12}
    return Trip(**{**trip_fields, **terms})


def test_the_text_is_sentence_first_and_link_last() -> None:
    trip = goa(
        starts_on=date(2030, 12, 12),
        ends_on=date(2030, 12, 15),
        join_by=datetime(2030, 12, 6, 14, 30, tzinfo=UTC),
        time_zone="Asia/Kolkata",
    )
    share = sharing.share(trip, LINK)
    assert plain(share.text) == (
        "Goa, 12–15 Dec 2030: 3 of 5 are in. 2 more and everyone gets 12 % off. "
        "Join by Friday 6 Dec 2030, 20:00 (India time):"
    )
    assert share.whatsapp.startswith("https://wa.me/?text=Goa%2C%2012")
    assert share.whatsapp.endswith("%0Ahttps%3A%2F%2Ftrips.example%2Fjoin%2Fabc")


def test_an_unlocked_trip_says_so() -> None:
    trip = goa(member_count=5, is_unlocked=True, discount_percent=None)
    assert sharing.share(trip, LINK).text == "Goa: 5 of 5 are in. Everyone gets the group discount."


def test_the_qr_code_is_a_picture_with_a_quiet_zone(ben: Client, trip: Trip) -> None:
    answer = ben.get(f"/trips/{trip.id}/qr.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<?xml")


def test_a_poster_holds_what_a_passer_by_needs_and_nobody(
    ben: Client, trip: Trip, planned: wire.CreateResponse
) -> None:
    planning.update(trip.id, None, {"startDate": "2030-12-12", "joinBy": "2030-12-06T20:00"})
    poster = ben.get(f"/trips/{trip.id}/poster").content.decode()
    assert f'href="/trips/{trip.id}/poster"' in ben.get(f"/trips/{trip.id}").content.decode()
    shown = plain(re.sub("<[^>]+>", "", poster[poster.index("<main") :]))
    for what in ("Goa", "12 Dec 2030", f"testserver/join/{planned['tripId']}", "6 Dec 2030, 20:00"):
        assert what in shown
    assert f'src="/trips/{trip.id}/qr.svg"' in poster
    assert "<script" not in poster
    assert "Ben" not in shown


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({}, "count yourself in"),
        ({"cancelled_at": NOW}, "was cancelled"),
        ({"closed_at": NOW}, "is closed"),
        ({"join_by": NOW}, "is closed"),
        ({"capacity": 5, "member_count": 5, "is_unlocked": True}, "is full"),
    ],
)
def test_a_preview_invites_to_nothing_that_is_off(terms: dict[str, Any], words: str) -> None:
    preview = sharing.preview(goa(**terms))
    assert words in preview
    assert ("invited" in preview) == (not terms)


def previewed(planned: wire.CreateResponse) -> list[str]:
    page = Client().get(f"/join/{planned['tripId']}").content.decode()
    return re.findall(r'property="og:(\w+)"', page)


def test_only_who_can_be_joined_has_a_picture_that_invites(
    planned: wire.CreateResponse, trip: Trip
) -> None:
    assert "image" in previewed(planned)
    planning.cancel(trip.id, None)
    assert previewed(planned) == ["type", "site_name", "locale", "title", "description", "url"]


def test_a_preview_says_whose_it_is_in_which_language_and_what_its_picture_shows(
    ben: Client, planned: wire.CreateResponse, trip: Trip
) -> None:
    planning.update(trip.id, None, {"startDate": "2030-12-12"})
    Trip.objects.update(language="ar")
    head = Client().get(f"/join/{planned['tripId']}", headers={"Accept-Language": "en"})
    said = dict(META.findall(head.content.decode()))
    assert (said["og:site_name"], said["og:locale"]) == ("SocialCart", "ar_EG")
    assert said["description"] == said["og:description"]
    assert plain(said["og:image:alt"]).startswith("Goa، 12 ديسمبر 2030: ")
    assert "Ben" not in "".join(said.values())


def test_the_start_page_says_what_it_is_about(db: None) -> None:
    said = dict(META.findall(Client().get("/").content.decode()))
    assert said["og:title"] == "Go together, pay less."
    assert "share one link" in said["description"]
    assert said["og:locale"] == "en_US"


def test_a_link_that_is_replaced_or_unknown_has_no_preview(
    planned: wire.CreateResponse, trip: Trip
) -> None:
    planning.replace_invitation(trip.id, None)
    assert previewed(planned) == []
    assert previewed({**planned, "tripId": "x" * 32}) == []
