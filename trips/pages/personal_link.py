"""The page that replaces a personal link by a new one."""

from django.http import HttpRequest, HttpResponse

from trips import credentials, membership, wire
from trips.models import Member
from trips.pages.decorators import for_members, page, takes_form
from trips.pages.questions import QUESTIONS, Question, asks
from trips.pages.repeats import answers_repeats, idempotency_key_of
from trips.pages.responses import to_hub_with


def _to_hub(request: HttpRequest, rekeyed: wire.KeyResponse, trip_id: str) -> HttpResponse:
    """To the hub, which shows the new personal link; a repeat gets the same once more."""
    return to_hub_with(request, trip_id, rekeyed["memberKey"])


def _whose(request: HttpRequest, me: Member) -> dict[str, Question]:
    return {"question": QUESTIONS["replace_organiser_key" if me.is_organiser else "replace_key"]}


@takes_form
@page
@answers_repeats(_to_hub, credentials.fingerprint)
@for_members
@asks("replace_key", _whose)
def replace_key(request: HttpRequest, me: Member) -> HttpResponse:
    """Replace the key of a member by a new one, which this browser holds."""
    held = credentials.fingerprint(request, me.trip_id)  # a repeat comes with it, though it ended
    rekeyed = membership.replace_key(me, idempotency_key_of(request, me.id, also=held), me.id)
    return _to_hub(request, rekeyed, me.trip_id)
