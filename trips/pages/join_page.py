"""The invitation page as it is drawn: the form, and what stands between a name and the list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import translation
from django.utils.http import urlencode

from trips import membership, wire
from trips.access import Visitor
from trips.forms import JoinForm
from trips.models import Member, Trip
from trips.pages import present
from trips.pages.again import form_key, or_again
from trips.pages.responses import WAITS, wants_json, with_retry
from trips.sharing import preview

# The page says these by the form that it shows, or beside the field.
SHOWN_OTHERWISE = {"name_taken", "approval_required", "invalid"}


@dataclass(frozen=True, slots=True)
class JoinPage:
    """The page of one invitation, for one visitor."""

    request: HttpRequest
    trip: Trip
    invitation: str
    who: Visitor

    def empty(self) -> HttpResponse:
        """Draw the empty form; with `?name=` what stands between this name and the list."""
        asked = JoinForm({"guest_name": self.request.GET.get("name")})
        name = asked.guest().name if asked.is_valid() else ""
        typed = {"guest_name": name or (self.who.member.name if self.who.member else "")}
        form = JoinForm(initial=typed, zone=self.trip.time_zone)
        return self._draw(form, self._name_status(name))

    def or_again(
        self, form: JoinForm, act: Callable[[], HttpResponse], *, by_name: bool = False
    ) -> HttpResponse:
        """What `act` led to or, where it is refused, this page with what was typed.

        `by_name`: what was pressed stood on a page about this name, which is shown again.
        Our script gets the refusal as JSON, and where the page stands that asks what to do.
        """

        def show(refusal: wire.Refusal) -> HttpResponse:
            name_status = refusal.code
            if by_name and name_status in WAITS:
                name_status = self._name_status(form.guest().name)
            return self._draw(form, name_status, refusal)

        try:
            return or_again(self.request, act, show, codes=None)
        except wire.Refusal as refusal:
            if not wants_json(self.request):
                raise
            return with_retry(self._for_script(refusal), refusal)

    def _for_script(self, refusal: wire.Refusal) -> HttpResponse:
        name = urlencode({"name": self.request.POST.get("guest_name", "")})
        forked = refusal.code in ("name_taken", "approval_required")
        next_url = f"{self.request.path}?{name}" if forked else None
        return JsonResponse({**refusal.shape(), "next": next_url}, status=refusal.status)

    def _name_status(self, name: str) -> str:
        """What stands between a clean name and the list: a code of a refusal, or ""."""
        states = membership.states_of(self.trip, name) if name else set()
        if Member.State.IN in states:
            return "name_taken"
        return "approval_required" if Member.State.REMOVED in states else ""

    def _draw(
        self, form: JoinForm, name_status: str, refusal: wire.Refusal | None = None
    ) -> HttpResponse:
        request = self.request
        shown = present.shown(request, self.trip.id, with_polls=False)  # guests see none
        trip, here = shown.state.trip, request.build_absolute_uri(request.path)
        with translation.override(trip.language):  # who sends the link, not the messenger's robot
            told = preview(trip)
        context: dict[str, Any] = {
            "trip": trip,
            "words": present.of_trip(trip, _organiser_of(trip, shown.state.members)),
            "until": shown.until,
            "form": form,
            "key": form_key(request),
            "invitation": self.invitation,
            "error": refusal.sentence if refusal and refusal.code not in SHOWN_OTHERWISE else "",
            "page_url": here,
            "preview": told,
            "og_image": request.build_absolute_uri(static("og.png")),
            **self._known_here(trip, form["guest_name"].value(), name_status),
        }
        page = render(request, "join.html", context, status=refusal.status if refusal else 200)
        return present.filled(page, shown)

    def _known_here(self, trip: Trip, name: str, name_status: str) -> dict[str, Any]:
        """Whom the trip knows already: by the name, or by what this browser holds."""
        taken = name if name_status == "name_taken" else ""
        return {
            "taken": taken,
            "numbered": taken and membership.free_name(trip, taken),
            "removed": name_status == "approval_required" or self.who.was_removed,
            "namesake": "" if self.who.was_removed else name,
            "me": self.who.member,
            "request": self.who.request,
            "is_own_place": self.who.member is not None,
        }


def _organiser_of(trip: Trip, shown: list[Member]) -> Member:
    """One of those who are shown; unless a server's clock was ahead when the trip was planned."""
    found = next((member for member in shown if member.is_organiser), None)
    return found or trip.members.get(is_organiser=True)
