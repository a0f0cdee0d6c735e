"""Pages are compressed, and no length tells a secret: nobody's words are compressed with it."""

import gzip
from typing import Any

from django.http import HttpResponse
from django.test import Client, RequestFactory

from socialcart.compressed import Compressed
from tests.addresses import addresses
from trips import wire
from trips.models import Trip

GZIP = {"Accept-Encoding": "gzip, br"}
API = "/api/social-cart/"


def is_compressed(answer: Any) -> bool:
    return bool(answer.get("Content-Encoding") == "gzip")


def test_a_page_goes_out_compressed_to_who_can_read_it(
    ben: Client, trip: Trip, planned: wire.CreateResponse
) -> None:
    for browser, address in [
        (Client(), "/"),
        (Client(), f"/join/{planned['tripId']}"),
        (ben, f"/trips/{trip.id}"),
        (Client(), "/nothing"),
    ]:
        page = browser.get(address, headers=GZIP)
        assert is_compressed(page), address
        assert gzip.decompress(page.content).rstrip().endswith(b"</html>")
        assert len(page.content) < len(browser.get(address).content) * 0.6
        assert "Accept-Encoding" in page["Vary"]
        assert not is_compressed(browser.get(address, headers={"Accept-Encoding": "identity"}))


def test_what_may_repeat_a_strangers_words_does_not(
    ben: Client, trip: Trip, planned: wire.CreateResponse
) -> None:
    """The query stands in the form that chooses a language; a form's fields are shown again."""
    for address in addresses(trip_id=trip.id, invitation=planned["tripId"]):
        assert not is_compressed(ben.get(f"{address}?x=/join/guess", headers=GZIP)), address
        for fields in ({}, {"guest_name": "/join/guess", "question": "/join/guess"}):
            assert not is_compressed(ben.post(address, fields, headers=GZIP)), address


def test_no_secret_of_a_call_is_compressed(planned: wire.CreateResponse) -> None:
    for address in (f"join?tripId={planned['tripId']}", "openapi.json"):
        assert not is_compressed(Client().get(f"{API}{address}", headers=GZIP))


def test_the_length_of_one_page_is_never_the_same_for_long() -> None:
    """What members wrote stays in a page: its length must not tell of one letter."""
    asked = RequestFactory().get("/", headers=GZIP)
    compressed = Compressed(lambda _: HttpResponse())
    pages = [compressed.process_response(asked, HttpResponse("Asha " * 200)) for _ in range(50)]
    assert len({page["Content-Length"] for page in pages}) > 10
