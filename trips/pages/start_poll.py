"""Show the form of a new poll, and open the poll."""

from django.http import HttpRequest, HttpResponse

from trips import polls, wire, zones
from trips.forms import PollForm, validated
from trips.models import Member
from trips.pages import present
from trips.pages.again import form_page, or_again
from trips.pages.decorators import for_members, takes_form
from trips.pages.presets import LABELS, preset
from trips.pages.repeats import idempotency_key_of
from trips.pages.responses import to_poll


@takes_form
@for_members
def start(request: HttpRequest, me: Member) -> HttpResponse:
    """Show the form of a new poll; POST opens it. Members are shown why they have no form."""
    if request.method == "POST" and not me.is_organiser:
        raise wire.Refusal("unauthorized")
    shown = request.POST.get("timeZone")  # in the form; the trip's may have changed since
    form = PollForm(
        request.POST if request.method == "POST" else None,
        zone=zones.of(shown) if shown else me.trip.zone,
        initial=preset(request.GET.get("preset", ""), me.trip),
    )
    if request.method != "POST":
        return _show_form(request, me, form)

    def open_it() -> HttpResponse:
        opened = polls.open_poll(me, idempotency_key_of(request, me.id), validated(form).terms())
        return to_poll(me.trip_id, opened["poll"]["id"])

    return or_again(
        request, open_it, lambda refusal: _show_form(request, me, form, refusal), codes=None
    )


def _show_form(
    request: HttpRequest, me: Member, form: PollForm, refusal: wire.Refusal | None = None
) -> HttpResponse:
    context = {
        "trip": me.trip,
        "words": present.of_trip(me.trip),
        "me": me,
        "is_organiser": me.is_organiser,
        "organiser": me.trip.members.get(is_founder=True),
        "can_open": me.trip.is_unlocked and not me.trip.cancelled_at,
        "presets": [{"name": name, "label": label} for name, label in LABELS.items()],
    }
    return form_page(request, "start_poll.html", form, context, refusal)
