"""Map the API's field names to columns: snake case, but for the few named here."""

import functools
import re

_OTHERWISE = {
    "tripName": "title",
    "startDate": "starts_on",
    "endDate": "ends_on",
    "isDiscountUnlocked": "is_unlocked",
    "discountSteps": "further_steps",
}


@functools.cache
def column(name: str) -> str:
    """Return the column of an API field: "price_per_person" for "pricePerPerson"."""
    return _OTHERWISE.get(name) or re.sub(r"(?=[A-Z])", "_", name).lower()
