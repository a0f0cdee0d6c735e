"""The words about the steps of the discount, and about what one pays by them.

static/js/words/discount.js says the same in the browser.
"""

from collections.abc import Iterable
from decimal import Decimal

from trips import money
from trips.models import Step, discounted, following, reached, rising
from trips.words.catalogue import Line, Part, pieces, say, text_of
from trips.words.facts import OPEN, TripFields
from trips.words.lists import listed


def steps(trip: TripFields) -> tuple[Step, ...]:
    """List the steps of the discount; none if it has no percentage.

    What a server of an older release has written tells of the first alone.
    """
    if trip["discountPercent"] is None:
        return ()
    first = (trip["requiredMembers"], trip["discountPercent"])
    others = [(each["members"], each["percent"]) for each in trip.get("discountSteps") or ()]
    return rising([first, *others])


def percent_now(trip: TripFields) -> int:
    """Return the percent that is unlocked; 0 if there is none."""
    step = reached(steps(trip), trip["memberCount"])
    return step.percent if step else 0


def coming(trip: TripFields) -> Step | None:
    """Return the step that the next members of an open trip reach; None if there is none."""
    if trip["status"] not in OPEN:
        return None
    return following(steps(trip), trip["memberCount"])


def goal(trip: TripFields) -> int:
    """Return the number of members by which their count is measured: that of the next step."""
    required: int = trip["requiredMembers"]
    step = coming(trip) or reached(steps(trip), trip["memberCount"])
    return max(required, step.members) if step else required


def whole_way(trip: TripFields) -> int:
    """Return the number of members at the end of the progress bar: that of the last step."""
    required: int = trip["requiredMembers"]
    return max([required, *(step.members for step in steps(trip))])


def ladder(trip: TripFields) -> str:
    """List several steps: "5 % with 5 people, 12 % with 8 people"; else ""."""
    found = () if trip["status"] == "cancelled" else steps(trip)
    return listed_steps(found if len(found) > 1 else ())


def further(trip: TripFields) -> str:
    """List the steps beyond the first, or write ""."""
    return listed_steps(steps(trip)[1:])


def listed_steps(steps: Iterable[tuple[int, int]]) -> str:
    """List steps, pairs of members and percent, or write ""."""
    return text_of(listed([say("step", n=members, percent=percent) for members, percent in steps]))


def price(trip: TripFields) -> str:
    """Write the price of a trip without any discount: "₹1,25,000 per person", or ""."""
    full = _sum(trip)
    return say("price", sum=full) if full else ""


def pays(trip: TripFields) -> Line:
    """Say what each pays: "₹12,000 → ₹10,560 each once 5 are in", later what it is by then."""
    full, now, step = _sum(trip), percent_now(trip), coming(trip)
    if not full or trip["status"] == "cancelled" or not (now or step):
        return pieces("price", sum=full) if full else []
    later: dict[str, Part] = (
        {"less": _sum(trip, step.percent), "count": step.members} if step else {}
    )
    if not now:
        return pieces("pays_once", full=full, **later)
    paid: dict[str, Part] = {"sum": _sum(trip, now), "percent": now}
    return pieces("pays_next" if step else "pays_now", **paid, **later)


def pays_sentence(trip: TripFields) -> str:
    """Say for outsiders what each pays: "₹12,000 → ₹10,560 each.", "₹12,000 per person.", or ""."""
    full = _sum(trip)
    if not full or trip["status"] not in OPEN:
        return ""
    step = coming(trip)
    percent = percent_now(trip) or (step.percent if step else 0)
    less = _sum(trip, percent)
    return say("share_less", full=full, sum=less) if percent else say("share_price", sum=full)


def _sum(trip: TripFields, percent: int = 0) -> str:
    """Write the price less so many percent, rounded to the decimals that it is told with."""
    if trip["pricePerPerson"] is None:
        return ""
    price, code = Decimal(trip["pricePerPerson"]), trip["currency"]
    places = max(money.decimals(code), money.decimals_of(price))
    return money.written(discounted(price, percent, places), code)
