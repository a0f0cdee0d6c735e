"""An address that takes only what a form sends: who opens it is led to a page, never back to it."""

import re

import pytest
from django.test import Client

from tests.addresses import addresses
from trips import wire
from trips.models import Trip

pytestmark = pytest.mark.usefixtures("every_language")

NEXT = re.compile(r'name="next" value="(.*?)"|class="button button--primary" href="(.*?)"')


def links_of(page: str) -> set[str]:
    """The next step, and where the choice of a language leads back to."""
    return {one or other for one, other in NEXT.findall(page)}


def test_an_address_that_takes_only_forms_leads_to_its_page(
    ben: Client, trip: Trip, planned: wire.CreateResponse
) -> None:
    hub, invitation = f"/trips/{trip.id}", f"/join/{planned['tripId']}"
    found = {}
    for address in addresses(trip_id=trip.id, invitation=planned["tripId"]):
        answer = ben.get(address)
        if answer.status_code == 405:
            found[address] = links_of(answer.content.decode())
    pages = [
        next(each for each in (hub, invitation, "/") if path.startswith(each)) for path in found
    ]
    assert found == {path: {page} for path, page in zip(found, pages, strict=True)}
    assert len(found) == 14
    assert {Client().get(page).status_code for page in pages} <= {200, 404}


def test_what_is_refused_there_is_shown_in_another_language_on_its_page(
    ben: Client, trip: Trip
) -> None:
    hub = f"/trips/{trip.id}"
    refused = ben.post(f"{hub}/members/nobody/restore")
    assert refused.status_code == 404
    assert links_of(refused.content.decode()) == {hub}


@pytest.mark.parametrize(
    ("path", "leads_to"), [("/settings", "/settings"), ("/leave", "/leave"), ("/reopen", "")]
)
def test_a_form_of_an_old_page_leads_to_that_page_anew(
    planned: wire.CreateResponse, trip: Trip, path: str, leads_to: str
) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies[f"trip-{trip.id}"] = planned["adminId"]
    refused = browser.post(f"/trips/{trip.id}{path}")
    assert refused.status_code == 403
    assert links_of(refused.content.decode()) == {f"/trips/{trip.id}{leads_to}"}
