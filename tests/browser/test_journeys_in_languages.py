"""A trip from its plan to a vote in Hindi and in Arabic: what one reads and what one hears."""

from typing import Any
from urllib.parse import unquote

import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import Locator, expect

from tests.browser.people import Meet, Person
from trips import words

pytestmark = pytest.mark.once

LANDS = {"hi": "hi-IN", "ar": "ar-EG"}
ASHA = {"hi": "आशा", "ar": "عائشة"}
TERMS = {
    "How many unlock the discount?": "2",
    "Price per person": "120000",
    "Currency": "INR",
    "Group discount in %": "5",
}
SUMS = {"hi": ("₹1,20,000", "₹1,14,000"), "ar": ("120,000", "114,000")}  # without, with it
HOTEL, TENT = "Hotel Atlas", "Tent"


class Reader:
    """A member of the trip whose browser asks for a language, and that reads no other."""

    def __init__(self, person: Person, language: str) -> None:
        self.person = person
        self.page = person.page
        self.language = language

    def text(self, english: str) -> str:
        """Gives what a page says for these English words."""
        with override(self.language):
            return gettext(english)

    def sentences(self, *messages: tuple[str, dict[str, Any]]) -> str:
        """Gives these sentences as one news, each by its id and its parts."""
        with override(self.language):
            said = [words.say(message, **parts) for message, parts in messages]
            return words.text_of(words.sentences(*said))

    @property
    def price(self) -> Locator:
        return self.page.locator(".hero .price")

    def fills_in(self, **fields: str) -> None:
        for label, value in fields.items():
            self.page.get_by_label(self.text(label)).fill(value)

    def tap(self, english: str) -> None:
        self.person.tap(self.text(english))

    def is_at_home(self) -> None:
        """The page says which language it is in, and from which side it is read."""
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)
        expect(self.page.locator("html[dir=rtl]")).to_have_count(int(self.language == "ar"))

    def plans(self) -> str:
        """Plans a trip that has a price; gives the address of its invitation."""
        self.person.opens("/")
        self.is_at_home()
        self.page.get_by_text(self.text("More: dates, deadline, price…")).click()
        self.fills_in(**{"Where to, or what for?": "Goa", "Your name": "Ben", **TERMS})
        self.tap("Plan the trip")
        self.person.arrives_at_the_hub()
        self.is_at_home()
        expect(self.price).to_contain_text(SUMS[self.language][0])
        return self.page.get_by_label(self.text("Invitation link")).input_value()

    def joins(self, invitation: str) -> None:
        self.person.opens(invitation)
        self.is_at_home()
        self.fills_in(**{"Your name": ASHA[self.language]})
        self.tap("✅ Count Me In")
        self.person.arrives_at_the_hub()
        self.is_at_home()

    def asks_where_to_stay(self) -> None:
        self.tap("Start Poll")
        self.fills_in(**{"What is left to decide?": "Goa?", "Options": f"{HOTEL}\n{TENT}"})
        self.tap("Open the poll")
        expect(self.page.locator("#poll-title")).to_have_text("Goa?")

    def votes(self) -> None:
        """Follows the question on the hub to its poll."""
        self.page.locator(".poll__go").click()
        self.is_at_home()
        self.person.chooses(HOTEL)
        self.tap("Vote")
        counts = self.text("Your vote counts. You can change it until the poll closes.")
        expect(self.page.get_by_text(counts)).to_be_visible()


@pytest.fixture(params=LANDS)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_trip_is_planned_joined_and_voted_on_and_all_of_it_is_heard(
    meet: Meet, language: str
) -> None:
    ben, asha = (Reader(meet(locale=LANDS[language]), language) for _ in range(2))
    invitation = ben.plans()
    shared = unquote(f"{ben.page.locator('[data-action=whatsapp]').get_attribute('href')}")
    assert invitation in shared
    assert ben.sentences(("are_in_of", {"n": 1, "required": 2})) in shared
    expect(ben.person.connection).to_have_text(ben.text("Live"))
    asha.joins(invitation)
    joined = ("member_joined", {"name": ASHA[language]})
    two_of_two = ("now_of", {"count": 2, "required": 2})
    heard = ben.sentences(joined, two_of_two, ("now_unlocked", {}))
    expect(ben.person.news).to_have_text(heard)
    expect(ben.price).to_contain_text(SUMS[language][1])
    ben.asks_where_to_stay()
    is_open = asha.sentences(("poll_is_open", {"question": "Goa?"}))
    expect(asha.person.news).to_have_text(is_open)
    asha.votes()
    expect(ben.person.news).to_have_text(ben.sentences(("now_voted", {"n": 1, "members": 2})))


def test_without_scripts_too(meet: Meet, language: str) -> None:
    reads = {"locale": LANDS[language], "java_script_enabled": False}
    ben, asha = (Reader(meet(**reads), language) for _ in range(2))
    asha.joins(ben.plans())
    ben.page.reload()
    ben.asks_where_to_stay()
    asha.page.reload()
    asha.votes()
    voted = asha.sentences(("voted", {"n": 1, "members": 2}))
    expect(asha.page.get_by_text(voted)).to_be_visible()
