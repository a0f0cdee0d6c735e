"""Links as chat and mail programs hand them on: with whatever is around them, they lead on."""

from typing import Any
from urllib.parse import quote

import httpx
import pytest
from django.test import Client

from tests.conftest import browser_with
from tests.server import Server
from trips import keys, membership, wire
from trips.models import Invitation, Member, Trip

pytestmark = [pytest.mark.once, pytest.mark.django_db]
BEHIND = [
    "/", "//", ".", ",", ")", "\"", "'", "*", "**", ">", "]", ";", ":", "!", "…", "»", "”", "%20",
    " ", ").", ">.", "/.", " see you there", ", come!", ".Come", "\\", "`", "|", "}", "~~",
]  # fmt: skip
UNSEEN = [
    "%E2%80%8B",
    "%0A",
    "%0D%0A",
    "%09",
    "%C2%A0",
    "%EF%BB%BF",
    "%E2%80%8E",
    "%E2%80%AF",
    "%0A.",
]


def led(path: str, **more: Any) -> tuple[int, str]:
    answer = Client().get(path, **more)
    return answer.status_code, answer.get("Location", "")


@pytest.mark.parametrize("behind", BEHIND)
def test_what_cannot_belong_to_an_invitation_is_dropped(
    planned: wire.CreateResponse, behind: str
) -> None:
    clean = f"/join/{planned['tripId']}"
    assert led(quote(clean + behind, safe="/%")) == (308, clean)
    assert led(quote(f"{clean}{behind}", safe="/%") + "?name=Asha") == (308, f"{clean}?name=Asha")


@pytest.mark.parametrize("around", ["<>", '""', "()", "[]", "**", "“”", "  ", "«»"])
def test_what_stands_around_an_invitation_is_dropped(
    planned: wire.CreateResponse, around: str
) -> None:
    wrapped = quote(f"{around[0]}{planned['tripId']}{around[1]}")
    assert led(f"/join/{wrapped}") == (308, f"/join/{planned['tripId']}")


@pytest.mark.parametrize("behind", [".", "/", ")", "%20", ">,"])
def test_so_it_is_of_the_addresses_of_a_trip(ben: Client, trip: Trip, behind: str) -> None:
    for clean in (f"/trips/{trip.id}", f"/trips/{trip.id}/settings", f"/trips/{trip.id}/qr.svg"):
        answer = ben.get(clean + behind)
        assert (answer.status_code, answer["Location"]) == (308, clean)
        assert ben.get(clean).status_code == 200


@pytest.mark.parametrize("address", ["/join", "/join/", "/trips/", "/join/a/b", "/trips/a/nothing"])
def test_an_address_of_nothing_stays_one(db: None, address: str) -> None:
    assert led(address)[0] == 404


@pytest.mark.parametrize("unseen", UNSEEN)
def test_what_nobody_sees_is_dropped_before_anybody_reads_it(server: Server, unseen: str) -> None:
    for clean in (f"/join/{server.plan()['tripId']}", "/enter"):
        answer = httpx.get(server.url + clean + unseen, follow_redirects=True)
        assert answer.url.path == clean
        assert answer.status_code == 200
        assert {each.status_code for each in answer.history} <= {302, 308}


def test_no_redirect_leads_to_another_site(server: Server) -> None:
    for path in (
        "/%0A/evil.example",
        "/%E2%80%8B/evil.example",
        "//evil.example/join/x.",
        "/%0A%5Cevil",
    ):
        answer = httpx.get(f"{server.url}{path}", headers={"Host": "127.0.0.1"})
        location = answer.headers.get("location", "/")
        assert location.startswith("/"), path
        assert not location.startswith(("//", "/\\")), path


def test_a_form_sent_to_such_an_address_is_sent_on_as_it_is(planned: wire.CreateResponse) -> None:
    answer = Client().post(f"/join/{planned['tripId']}.", {"guest_name": "Asha"}, follow=True)
    assert answer.redirect_chain[0] == (f"/join/{planned['tripId']}", 308)
    assert Member.objects.filter(name="Asha").exists()


@pytest.mark.parametrize(
    "token", [31 * "a" + "_", 30 * "a" + "_-", "_" + 30 * "a" + "-", "-" * 2 + 30 * "a"]
)
def test_an_older_invitation_that_lost_a_sign_at_its_end_is_found(trip: Trip, token: str) -> None:
    Invitation.objects.filter(trip=trip).update(digest=keys.digest(token))
    for left in (
        token[:-1] if token[-1] in "-_" else token,
        token[1:] if token[0] in "-_" else token,
        token.strip("-_"),
    ):
        status, location = led(f"/join/{left}")
        assert (status, location) in [(308, f"/join/{token}"), (200, "")]
    assert led(f"/join/{token}")[0] == 200


def test_markup_made_of_signs_that_a_token_may_have_is_dropped(
    planned: wire.CreateResponse,
) -> None:
    for sign in ("_", "__", "-"):
        assert led(f"/join/{sign}{planned['tripId']}{sign}") == (308, f"/join/{planned['tripId']}")


def test_a_link_that_nobody_knows_says_who_can_help(db: None) -> None:
    for token in ("a" * 30, "a" * 31, "a" * 32, "Goa"):
        answer = Client().get(f"/join/{token}")
        assert answer.status_code == 404
        assert "ask whoever sent it to send it once more" in answer.content.decode()


def test_a_browser_without_a_key_is_told_so_and_not_that_the_page_is_unknown(trip: Trip) -> None:
    page = Client().get(f"/trips/{trip.id}").content.decode()
    assert "<h1>This is not open to you</h1>" in page
    assert "This browser has no key to this trip." in page


def test_no_new_key_and_no_new_id_has_a_sign_that_a_program_leaves_out() -> None:
    assert all(keys.new_key().isalnum() and keys.new_id().isalnum() for _ in range(200))
    assert len({keys.new_key() for _ in range(200)}) == 200


def test_an_older_key_with_signs_stays_good(trip: Trip, asha: wire.JoinResponse) -> None:
    old = "-" + "a" * 30 + "_"
    Member.objects.filter(pk=asha["memberId"]).update(key_digest=keys.digest(old))
    assert browser_with(trip.id, old).get(f"/trips/{trip.id}").status_code == 200
    for pasted in (old, old[:-1], old.strip("-_")):
        assert pastes(f"https://trips.example/enter#{pasted}")[0] == 303


# The personal link


@pytest.mark.parametrize("sign", ["%23", "%2523", "/%23", "/#", "%23%20", ".%23"])
def test_a_sign_that_mail_has_written_out_is_put_back(asha: wire.JoinResponse, sign: str) -> None:
    answer = Client().get(f"/enter{sign.replace('#', '%23')}{asha['memberKey']}")
    assert (answer.status_code, answer["Location"]) == (302, f"/enter#{asha['memberKey']}")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("rest", ["/", ".", "/.", "%23", ")"])
def test_the_page_for_it_is_found_whatever_is_behind(db: None, rest: str) -> None:
    assert led(f"/enter{rest}") == (302, "/enter")


def pastes(text: str, **head: Any) -> tuple[int, str]:
    answer = Client().post("/enter", {"key": text}, **head)
    return answer.status_code, answer.get("Location", "")


PASTED = {
    "the key": "{key}",
    "the link": "https://trips.example/enter#{key}",
    "with its sign written out": "https://trips.example/enter%23{key}",
    "twice": "https://trips.example/enter%2523{key}",
    "with a slash": "https://trips.example/enter/#{key}",
    "in brackets": "<https://trips.example/enter#{key}>",
    "in quotes": "“https://trips.example/enter#{key}”",
    "before a full stop": "https://trips.example/enter#{key}.",
    "as markdown": "[Goa](https://trips.example/enter#{key})",
    "in bold": "**{key}**",
    "in italics": "_{key}_",
    "with blanks": "  {key}\t\r\n",
    "with what nobody sees": "\ufeff{key}\u200b",
    "in a sentence": "Asha, your link: https://trips.example/enter#{key} see you there!",
    "in two lines": "https://trips.example/enter#{one}\r\n{two}",
    "in two lines of a mail": "https://trips.example/enter#{one}=\r\n{two}",
    "in two lines of a reply": "> https://trips.example/enter#{one}\r\n> {two}",
    "in two lines of a reply, in one": "> > https://trips.example/enter#{one}> > {two}",
    "in two lines, quoted": "https://trips.example/enter#{one} {two} see you",
    "behind the invitation": "https://trips.example/join/{invitation} and https://trips.example/enter#{key}",
    "twice, with an old one": "https://trips.example/enter#{old} https://trips.example/enter#{key}",
}  # fmt: skip


@pytest.mark.parametrize("pasted", PASTED.values(), ids=PASTED.keys())
def test_whatever_was_pasted_opens_the_trip(
    planned: wire.CreateResponse, trip: Trip, asha: wire.JoinResponse, pasted: str
) -> None:
    key = asha["memberKey"]
    parts = {"one": key[:11], "two": key[11:], "old": keys.new_key()}
    text = pasted.format(key=key, invitation=planned["tripId"], **parts)
    assert pastes(text) == (303, f"/trips/{trip.id}")


def test_an_invitation_or_a_hub_that_was_pasted_leads_there(
    planned: wire.CreateResponse, trip: Trip
) -> None:
    invitation = f"/join/{planned['tripId']}"
    for text in (planned["tripId"], f"https://trips.example{invitation}.", f"Come! {invitation}"):
        assert pastes(text) == (303, invitation)
    assert pastes(f"https://trips.example/trips/{trip.id}") == (303, f"/trips/{trip.id}")


@pytest.mark.parametrize(
    "written",
    [
        "{code}",
        " {small} ",
        "my code is {code}.",
        "{code}\n",
        "“{blanks}”",
        "{joined}",
        "{wide}",
    ],
)
def test_a_code_is_taken_as_it_was_written(trip: Trip, written: str) -> None:
    code = membership.make_code(trip.id, None)["recoveryCode"]
    wide = "".join(chr(ord(sign) + 0xFEE0) if sign.isalnum() else sign for sign in code)
    ways = {"small": code.lower(), "blanks": code.replace("-", "  "), "wide": wide}
    text = written.format(code=code, joined=code.replace("-", ""), **ways)
    assert pastes(text) == (303, f"/trips/{trip.id}")


@pytest.mark.parametrize(
    "nonsense", ["hello", "https://trips.example/enter", "4K7M-9QXZ", "#", "x" * 5_000]
)
def test_what_can_be_no_key_is_told_so_and_counts_as_no_guess(
    asha: wire.JoinResponse, nonsense: str
) -> None:
    assert {pastes(nonsense)[0] for _ in range(8)} == {422}
    assert pastes(keys.new_key())[0] == 404
    assert pastes(asha["memberKey"])[0] == 303


def test_a_call_takes_ids_and_keys_with_blanks_around_them(
    planned: wire.CreateResponse, trip: Trip, asha: wire.JoinResponse
) -> None:
    api = "/api/social-cart"
    body = {"invitation_token": f" {planned['tripId']}\n", "guest_name": "Dev"}
    assert Client().post(f"{api}/join", body, "application/json").status_code == 200
    assert Client().get(f"{api}/join", {"tripId": f"{planned['tripId']} "}).status_code == 200
    me = {"tripId": f"\t{trip.id}", "memberKey": f"{asha['memberKey']} "}
    assert Client().post(f"{api}/me", me, "application/json").status_code == 200
