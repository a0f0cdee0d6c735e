"""Build responses of pages: redirects after a form, and refusals as a page or as JSON."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext, gettext_noop

from trips import credentials, wire, words

HEADINGS: dict[int | str, str] = {  # by status, or by the code of a refusal
    "trip_hidden": gettext_noop("This trip is not available at the moment"),
    "no_dates": gettext_noop("There are no dates yet"),
    "calendar_ended": gettext_noop("This calendar has ended"),
    "news_ended": gettext_noop("This link has ended"),
    "no_key": gettext_noop("This is not open to you"),
    "left_line": gettext_noop("You are not in line any more"),
    "no_cookies": gettext_noop("This browser keeps no cookies"),
    "old_page": gettext_noop("This page was open too long"),
    "cross_site": gettext_noop("This came from another site"),
    "member_not_found": gettext_noop("This is not here any more"),
    "request_not_found": gettext_noop("This is not here any more"),
    "poll_not_found": gettext_noop("This is not here any more"),
    400: gettext_noop("That did not work"),
    403: gettext_noop("This is not open to you"),
    404: gettext_noop("We do not know this page"),
    405: gettext_noop("That did not work"),
    409: gettext_noop("That is not possible now"),
    410: gettext_noop("This link was replaced"),
    422: gettext_noop("Something needs a change"),
    429: gettext_noop("A moment, please"),
    503: gettext_noop("A moment, please"),
}
WAITS = {"busy", "too_many"}  # the same form may succeed a moment later
Typed = list[tuple[str, list[str]]]  # the fields of a form and their texts


def see_other(url: str) -> HttpResponseRedirect:
    """Redirect to `url` after a form was processed (303; RFC 9110, 15.4.4)."""
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response


def to_hub(trip_id: str, place: str = "") -> HttpResponseRedirect:
    """Redirect to the hub of a trip, or to a place on it: "#members-title"."""
    return see_other(reverse("hub", args=[trip_id]) + place)


def to_poll(trip_id: str, poll_id: str, at: str = "") -> HttpResponseRedirect:
    """Redirect to the page of a poll, with the focus at the element of the id `at`, if any."""
    page = reverse("poll", args=[trip_id, poll_id])
    return see_other(f"{page}#{at}" if at else page)


def to_hub_with(request: HttpRequest, trip_id: str, key: str) -> HttpResponse:
    """Redirect to the hub, and set `key` in the browser's cookie unless it has ended."""
    response = to_hub(trip_id)
    credentials.remember_current(request, response, trip_id, key)
    return response


def download(body: bytes, kind: str, filename: str) -> HttpResponse:
    """Answer with a file of this media type, to be saved under a name."""
    disposition = content_disposition_header(True, filename)
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": disposition})


def nearest_page(request: HttpRequest) -> tuple[str, str]:
    """Name the page that an address without one belongs to: what a link to it says, and where."""
    match = _match(request)
    ids = match.kwargs if match else {}
    if "trip_id" in ids:
        return gettext("Back to the trip"), reverse("hub", args=[ids["trip_id"]])
    if "invitation" in ids:
        return gettext("Back to the invitation"), reverse("join", args=[ids["invitation"]])
    return gettext("Back to the start"), reverse("home")


def address_to_reopen(request: HttpRequest) -> str:
    """Say which address shows this page once more: never one that only takes a form."""
    match = _match(request)
    only_takes_form = match and getattr(match.func, "only_takes_form", False)
    return nearest_page(request)[1] if only_takes_form else request.get_full_path()


def _match(request: HttpRequest) -> ResolverMatch | None:
    try:
        return request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return None


def wants_json(request: HttpRequest) -> bool:
    """Return whether our script asks, which shows a refusal itself."""
    return request.headers.get("Accept") == "application/json"


def with_retry(response: HttpResponse, refusal: wire.Refusal) -> HttpResponse:
    """Set Retry-After (RFC 9110, 10.2.3) on the response, where waiting helps."""
    if refusal.retry_after_s:
        response["Retry-After"] = str(refusal.retry_after_s)
    return response


def reads_json(request: HttpRequest) -> bool:
    """Return whether a program asks, or our script."""
    return request.path.startswith("/api/") or wants_json(request)


def as_typed(request: HttpRequest, refusal: wire.Refusal) -> Typed | None:
    """Return the fields of a form that may be sent again in a moment, or None.

    For a page that has no form to show.
    """
    if request.method != "POST" or refusal.code not in WAITS:
        return None
    return [each for each in request.POST.lists() if each[0] != "csrfmiddlewaretoken"]


def refused(
    request: HttpRequest,
    refusal: wire.Refusal,
    next_step: tuple[str, str] | None = None,
    typed: Typed | None = None,
) -> HttpResponse:
    """Show a refusal as a page, with what happened and one next step; as JSON to scripts.

    Where waiting helps, the next step is to ask for the page again; after a posted form, whose
    fields are `typed`, to send it again.
    """
    if reads_json(request):
        more = {"initial": refusal.initial, "choices": refusal.choices}
        body = refusal.shape() | {name: each for name, each in more.items() if each}
        return with_retry(JsonResponse(body, status=refusal.status), refusal)
    if refusal.code in WAITS and request.method != "POST":
        next_step = gettext("Try again"), request.get_full_path()
    label, url = next_step or _next_step(request, refusal)
    match = _match(request)
    wrong = refusal.fields.values()
    is_clear = wrong and refusal.code == "invalid"  # no field is marked here
    context = {
        "title": gettext(HEADINGS.get(refusal.code, HEADINGS[refusal.status])),
        "sentence": words.text_of(words.sentences("" if is_clear else refusal.sentence, *wrong)),
        "action_label": label,
        "action_url": url,
        "typed": typed,
    }
    is_widget = match is not None and match.url_name == "embed"
    template = "embed_message.html" if is_widget else "message.html"
    return with_retry(render(request, template, context, status=refusal.status), refusal)


def _next_step(request: HttpRequest, refusal: wire.Refusal) -> tuple[str, str]:
    """Return the label and URL of the next step.

    Members may have another way in; whoever looks for one trip does not want another.
    """
    match = _match(request)
    if refusal.code == "not_a_member" and match and "trip_id" in match.kwargs:
        return gettext("My data"), reverse("my_data", args=[match.kwargs["trip_id"]])
    if refusal.code == "waits":  # the hub leads on to the place in line
        return nearest_page(request)
    if refusal.code in ("invitation_replaced", "not_found", "no_key", "unauthorized"):
        return gettext("I have a personal link"), reverse("enter")
    return gettext("Back to the start"), reverse("home")
