"""Draw the invitation page: the form, and what keeps a name from the list."""

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

# Not shown as the page's error: the page about a taken name says them, or the fields do.
SHOWN_ELSEWHERE = {"name_taken", "approval_required", "invalid"}


@dataclass(frozen=True, slots=True)
class JoinPage:
    """The page of one invitation, for one visitor."""

    request: HttpRequest
    trip: Trip
    invitation: str
    who: Visitor

    def empty(self) -> HttpResponse:
        """Draw the empty form; with `?name=` show whether that name is taken or was removed."""
        asked = JoinForm({"guest_name": self.request.GET.get("name")})
        name = asked.guest().name if asked.is_valid() else ""
        typed = {"guest_name": name or (self.who.member.name if self.who.member else "")}
        form = JoinForm(initial=typed, zone=self.trip.time_zone)
        return self._draw(form, self._name_status(name))

    def or_again(
        self, form: JoinForm, act: Callable[[], HttpResponse], *, by_name: bool = False
    ) -> HttpResponse:
        """Run `act`; where it is refused, draw this page with what was typed.

        `by_name`: the button stood on a page about this name, which is drawn again. Our script gets
        the refusal as JSON, with the URL of the page that asks what to do.
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
            return with_retry(self._fork_for_script(refusal), refusal)

    def _fork_for_script(self, refusal: wire.Refusal) -> HttpResponse:
        name = urlencode({"name": self.request.POST.get("guest_name", "")})
        forked = refusal.code in ("name_taken", "approval_required")
        next_url = f"{self.request.path}?{name}" if forked else None
        return JsonResponse({**refusal.shape(), "next": next_url}, status=refusal.status)

    def _name_status(self, name: str) -> str:
        """Return what keeps a clean name from the list: a refusal's code, or ""."""
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
        with translation.override(trip.language):  # of whoever sends the link, not of a robot
            link_preview = preview(trip)
        context: dict[str, Any] = {
            "trip": trip,
            "words": present.of_trip(trip, _organiser_of(trip, shown.state.members)),
            "until": shown.until,
            "form": form,
            "key": form_key(request),
            "invitation": self.invitation,
            "error": refusal.sentence if refusal and refusal.code not in SHOWN_ELSEWHERE else "",
            "page_url": here,
            "preview": link_preview,
            "og_image": request.build_absolute_uri(static("og.png")),
            **self._known_here(trip, form["guest_name"].value(), name_status),
        }
        page = render(request, "join.html", context, status=refusal.status if refusal else 200)
        return present.filled(page, shown)

    def _known_here(self, trip: Trip, name: str, name_status: str) -> dict[str, Any]:
        """Build the context about a visitor whom the trip knows, by name or by this browser."""
        taken = name if name_status == "name_taken" else ""
        return {
            "taken": taken,
            "numbered": taken and membership.free_name(trip, taken),
            "removed": name_status == "approval_required" or self.who.was_removed,
            "namesake": "" if self.who.was_removed else name,
            "me": self.who.member,
            "join_request": self.who.request,
        }


def _organiser_of(trip: Trip, shown: list[Member]) -> Member:
    """Return the organiser, with a query only if they are not among the members shown.

    That is so where a server's clock was ahead when the trip was planned.
    """
    found = next((member for member in shown if member.is_organiser), None)
    return found or trip.members.get(is_organiser=True)
