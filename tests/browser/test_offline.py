"""A phone without network: what it has seen is readable, what is tapped is kept and sent."""

import pytest

from tests.browser.conftest import PHONE
from tests.browser.people import Meet, Person, Planned

pytestmark = pytest.mark.once

HAS_A_WORKER = """() => new Promise((resolve) => {
  const { serviceWorker } = navigator;
  if (serviceWorker.controller) resolve();
  else serviceWorker.addEventListener("controllerchange", resolve);
})"""


@pytest.fixture
def asha(meet: Meet) -> Person:
    return meet(PHONE, service_workers="allow")


def test_a_page_asks_for_the_worker_once_it_has_been_still(asha: Person, trip: Planned) -> None:
    asha.opens_invitation(trip)
    asha.page.evaluate(HAS_A_WORKER)
    assert asha.witnessed("violations") == []
