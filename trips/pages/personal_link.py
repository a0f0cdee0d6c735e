"""Replace a member's personal link."""

from django.http import HttpRequest, HttpResponse

from trips import browsers, credentials, membership, wire
from trips.models import Member
from trips.pages.confirming import asks
from trips.pages.decorators import for_members, page, takes_form
from trips.pages.questions import QUESTIONS, Question
from trips.pages.repeats import answers_repeats, idempotency_key_of
from trips.pages.responses import to_hub_with


def _to_hub(request: HttpRequest, rekeyed: wire.KeyResponse, trip_id: str) -> HttpResponse:
    """Redirect to the hub, which shows the new personal link, also to a repeat."""
    return to_hub_with(request, trip_id, rekeyed["memberKey"])


def _whose(request: HttpRequest, me: Member) -> dict[str, Question]:
    return {"question": QUESTIONS["replace_organiser_key" if me.is_founder else "replace_key"]}


@takes_form
@page
@answers_repeats(_to_hub, credentials.fingerprint)
@for_members
@asks("replace_key", _whose)
def replace_key(request: HttpRequest, me: Member) -> HttpResponse:
    """Replace the member's key on POST, and keep the new one in this browser; GET asks first."""
    held = credentials.fingerprint(request, me.trip_id)  # a repeat brings it, though it has ended
    key = idempotency_key_of(request, me.id, later_caller=held)
    with browsers.of_change(request) as browser:
        rekeyed = membership.replace_key(me, key, me.id, browser)
    return _to_hub(request, rekeyed, me.trip_id)
