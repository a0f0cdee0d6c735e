"""Draw the invitation page: the form, and what keeps a name from the list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.http import urlencode

from trips import languages, membership, naming, sharing, wire
from trips.access import Visitor
from trips.forms import JoinForm
from trips.models import JoinRequest, Member, Trip
from trips.pages import blanks, lists, present
from trips.pages.again import form_key, or_again
from trips.pages.responses import WAITS, wants_json, with_retry

LONG_TITLE = 32  # in letters: a longer one is set smaller
Answer = JoinRequest.State
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
        name = self._asked_name()
        typed = name or (self.who.member.name if self.who.member else "")
        zone = self.trip.time_zone
        form = JoinForm(initial={"guest_name": typed}, zone=zone) if typed else None
        return self._draw(form, self._name_status(name))

    def declining(self, refusal: wire.Refusal) -> HttpResponse:
        """Draw the page for somebody whose "I can't make it" was refused."""
        return self._draw(None, "", refusal)

    def _asked_name(self) -> str:
        """Return the name in `?name=` if it is a good one, or ""."""
        if "name" not in self.request.GET:
            return ""
        asked = JoinForm({"guest_name": self.request.GET["name"]})
        return asked.guest().name if asked.is_valid() else ""

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
        states = naming.states_of(self.trip, name) if name else set()
        if Member.State.IN in states:
            return "name_taken"
        return "approval_required" if Member.State.REMOVED in states else ""

    def _draw(
        self, form: JoinForm | None, name_status: str, refusal: wire.Refusal | None = None
    ) -> HttpResponse:
        """Draw the page with what is in the form, or with an empty one."""
        row = None if refusal else self.trip  # others may have changed it
        shown = present.shown(self.request, self.trip.id, with_polls=False, row=row)
        trip = shown.state.trip
        error = refusal.sentence if refusal and refusal.code not in SHOWN_ELSEWHERE else ""
        name = str(form["guest_name"].value() or "") if form else ""
        act = self._act(trip, name, name_status)
        named = name if act == "fork" or not self.who.was_removed else ""
        case: dict[str, Any] = {
            "act": act,
            "has_picture": trip.is_open,
            "has_room": trip.has_room,
            "may_wait": _may_wait(trip),
            "has_long_title": len(trip.title) > LONG_TITLE,
            "is_brief": present.is_brief(trip),
            "is_wrong": bool(error),
            "is_named": bool(named),
        }
        context: dict[str, Any] = {
            "trip": trip,
            "words": present.of_trip(trip, founder_of(trip, shown.state.members)),
            "until": shown.until,
            "state": shown.script,
            "key": form_key(self.request),
            "invitation": self.invitation,
            "hub_url": "",
            "error": error,
            "named": named,
            "numbered": naming.free_name(trip, name) if act == "fork" else "",
            **_of_form(form, trip),
            **self._preview(trip),
        }
        parts = [self._of_visitor(), self._of_declining(trip, refusal), lists.members(shown)]
        for of_case, of_context in parts:
            case, context = {**case, **of_case}, {**context, **of_context}
        status = refusal.status if refusal else 200
        return blanks.page(self.request, "join.html", case, context, status)

    def _of_visitor(self) -> tuple[blanks.Case, blanks.Context]:
        """Return what is drawn of who the visitor was, or asks to be."""
        member, asked = self.who.member, self.who.request
        case = {
            "was_in": member is not None,
            "has_asked": asked is not None,
            "is_refused": asked is not None and asked.state == Answer.REFUSED,
        }
        context = {
            "asked_for": asked.member.name if asked else "",
            "me_id": member.id if member else "",
        }
        return case, context

    def _of_declining(
        self, trip: Trip, refusal: wire.Refusal | None
    ) -> tuple[blanks.Case, blanks.Context]:
        """Return what is drawn of the visitor's answer that they cannot come."""
        said = membership.declined_with(trip.id, decline_key(self.request, trip.id))
        name_error = refusal.fields.get("name", "") if refusal else ""
        case = {"has_declined": said is not None, "is_declining": bool(name_error)}
        context = {
            "declined_as": self.request.POST.get("name", said.name if said else ""),
            "name_error": name_error,
        }
        return case, context

    def _act(self, trip: Trip, name: str, name_status: str) -> str:
        """Say what the page offers a visitor, whom the trip may know by name or by the browser."""
        if self.who.request and self.who.request.state == Answer.PENDING:
            return "pending"
        if name and name_status == "name_taken":
            return "fork"
        is_removed = name_status == "approval_required" or self.who.was_removed
        if is_removed and trip.status != Trip.Status.CANCELLED:
            return "return"
        if trip.has_room:
            return "join"
        return "wait" if _may_wait(trip) else "over"

    def _preview(self, trip: Trip) -> dict[str, str]:
        """Return what link previews show, in the language of whoever sends the link."""
        preview = sharing.link_preview(trip)
        picture = reverse("picture", args=[self.invitation, preview.picture])
        return {
            "preview": preview.sentence,
            "og_locale": languages.with_territory(trip.language),
            "og_image_alt": preview.in_short,
            "page_url": self.request.build_absolute_uri(self.request.path),
            "og_image": self.request.build_absolute_uri(picture),
        }


def _may_wait(trip: Trip) -> bool:
    """Return whether who comes to the trip can wait for a place, which is full and open."""
    return trip.has_line and not trip.has_room


def _of_form(form: JoinForm | None, trip: Trip) -> dict[str, Any]:
    """Return the context about the form: its fields as HTML, and what was typed."""

    def html(template: str) -> bytes:
        def draw() -> bytes:
            shown = form or JoinForm(zone=trip.time_zone)
            return blanks.plain(template, {"form": shown, "field": shown["guest_name"]})

        # The zone says how numbers are read.
        return blanks.once(None if form else ("join", template, trip.time_zone), draw)

    return {
        "fields": html("_join_fields.html"),
        "name_field": html("_field.html"),
        "errors": html("_errors.html"),
        "typed_name": form["guest_name"].value() or "" if form else "",
        "typed_mobile": form["guest_mobile"].value() or "" if form else "",
    }


def founder_of(trip: Trip, shown: list[Member]) -> Member:
    """Return the founder, who invites, with a query only if they are not among the members shown.

    That is so where one who joined late was handed the trip.
    """
    found = next((member for member in shown if member.is_founder), None)
    return found or trip.members.get(is_founder=True)


def decline_key(request: HttpRequest, trip_id: str) -> str:
    """Return the key of this browser's answer that they cannot come, or ""."""
    return request.COOKIES.get(decline_cookie(trip_id), "")


def decline_cookie(trip_id: str) -> str:
    """Return the name of the cookie that holds the key of this browser's answer."""
    return f"declined-{trip_id}"
