"""Let the organiser ask for dates, with a calendar that needs no script."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from trips import clock, polls, wire, zones
from trips.forms import DatePollForm, validated
from trips.models import Member
from trips.pages.again import form_page, or_again
from trips.pages.decorators import for_organiser, takes_form
from trips.pages.months import months, weekdays
from trips.pages.repeats import idempotency_key_of
from trips.pages.responses import to_poll


@takes_form
@for_organiser
def ask(request: HttpRequest, me: Member) -> HttpResponse:
    """Show and process the form of a new poll about dates."""
    if me.trip.cancelled_at and request.method != "POST":
        raise wire.Refusal("trip_cancelled")
    shown = request.POST.get("timeZone")  # in the form; the trip's may have changed since
    form = DatePollForm(
        request.POST if request.method == "POST" else None,
        zone=zones.of(shown) if shown else me.trip.zone,
        initial=_preset(me),
    )
    if request.method != "POST":
        return _show(request, me, form)

    def open_it() -> HttpResponse:
        terms = validated(form).terms()
        opened = polls.ask_for_dates(me, idempotency_key_of(request, me.id), terms)
        return to_poll(me.trip_id, opened["poll"]["id"])

    return or_again(request, open_it, lambda refusal: _show(request, me, form, refusal), codes=None)


def _preset(me: Member) -> dict[str, object]:
    """Begin with the days that the trip has, if any."""
    first, last = me.trip.starts_on, me.trip.ends_on
    days = (last - first).days + 1 if first and last else 1
    dates = [f"{first}"] if first else []
    return {"question": _("Which dates suit you?"), "days": days, "dates": dates}


def _show(
    request: HttpRequest, me: Member, form: DatePollForm, refusal: wire.Refusal | None = None
) -> HttpResponse:
    today = timezone.localdate(clock.now(), me.trip.zone)
    chosen = {f"{each}" for each in form["dates"].value() or []}
    context = {
        "trip": me.trip,
        "weekdays": weekdays(),
        "months": months(today, me.trip.starts_on or today, chosen),
    }
    return form_page(request, "ask_for_dates.html", form, context, refusal)
