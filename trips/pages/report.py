"""Let anybody who can see a trip report it to staff: the form, and thanks for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from trips import access, reports, wire
from trips.forms import ReportForm, validated
from trips.models import Member, Trip
from trips.pages.again import form_page, or_again
from trips.pages.decorators import for_members, page, takes_form, without_cookies
from trips.pages.mangled_links import at_its_own_address
from trips.pages.repeats import idempotency_key_of
from trips.pages.responses import see_other


@takes_form
@never_cache
@page
@without_cookies
@at_its_own_address
def by_guest(request: HttpRequest, invitation: str) -> HttpResponse:
    """Show the form to who has the invitation; POST sends the report."""
    trip = access.trip_of(invitation)
    return _report(request, trip, reverse("join", args=[invitation]))


@takes_form
@for_members
def by_member(request: HttpRequest, me: Member) -> HttpResponse:
    """Show the form to a member; POST sends the report, which does not say whose it is."""
    return _report(request, me.trip, reverse("hub", args=[me.trip_id]))


def _report(request: HttpRequest, trip: Trip, back_url: str) -> HttpResponse:
    if request.method != "POST":
        thanks = "thanks" in request.GET
        return _thank(request, back_url) if thanks else _show(request, trip, back_url, ReportForm())
    form = ReportForm(request.POST)

    def send() -> HttpResponse:
        said, key = validated(form).cleaned_data, idempotency_key_of(request)
        reports.report(trip.id, key, **said, address=request.META["REMOTE_ADDR"])
        return see_other(f"{request.path}?thanks")

    return or_again(request, send, lambda refusal: _show(request, trip, back_url, form, refusal))


def _show(
    request: HttpRequest,
    trip: Trip,
    back_url: str,
    form: ReportForm,
    refusal: wire.Refusal | None = None,
) -> HttpResponse:
    context = {"trip": trip, "back_url": back_url}
    return form_page(request, "report.html", form, context, refusal)


def _thank(request: HttpRequest, back_url: str) -> HttpResponse:
    thanks = {
        "title": _("Thank you for telling us"),
        "sentence": _(
            "The people who run this site look at the trip, and hide or cancel it where that is "
            "needed. Until then it stays as it is. We do not know who you are, so you get no "
            "answer; the organisers do not learn of this."
        ),
        "action_label": _("Go back"),
        "action_url": back_url,
    }
    return render(request, "message.html", thanks)
