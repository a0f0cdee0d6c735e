"""Draw the texts of a trip or a poll in templates: what `trips.words` says, from `words`.

Scripts draw the same elements anew (static/js/fill.js).
"""

from datetime import datetime
from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from socialcart.statics import scripts_of
from trips import clock, wire, words, zones
from trips.models import Trip
from trips.pages.blanks import later
from trips.pages.questions import ABOUT_TRIP, Question
from trips.pages.responses import address_to_reopen

register = template.Library()
MARK = '<circle cx="{}.{}%" cy="50%" r="4"></circle>'


@register.simple_tag(takes_context=True)
def part(
    context: Any, name: str, tag: str = "span", when: str = "", **attributes: str
) -> SafeString:
    """Draw an element with this part of `words`; with `when` it shows only while that is true."""
    shown = format_html(" {}", _when(context, when)) if when else ""
    others = format_html_join("", ' {}="{}"', attributes.items())
    filled = _filled(context.get("words"), name)
    return format_html('<{0} data-part="{1}"{2}{3}>{4}</{0}>', tag, name, shown, others, filled)


@register.simple_tag(takes_context=True)
def when(context: Any, names: str) -> SafeString:
    """Write the attributes of an element that shows while one of `names` is true."""
    return _when(context, names)


@register.simple_tag(takes_context=True)
def needs(context: Any, names: str) -> SafeString:
    """Write the attributes of a control that is enabled while one of `names` is true."""
    return format_html(
        'data-needs="{}"{}', names, _unless(context.get("words"), names, " disabled")
    )


@register.simple_tag
def script(page: str) -> SafeString:
    """Write the <script> of a page, with the words of the page's language."""
    language = get_language()
    known = language if language in settings.WRITTEN_IN else settings.LANGUAGE_CODE
    sources = ((static(each),) for each in scripts_of(page, known))
    return format_html_join("\n", '<script type="module" src="{}"></script>', sources)


@register.simple_tag
@later
def words_in(language: str) -> str:
    """Return where scripts find a trip's words in its language; "" if that is the page's."""
    is_other = language in settings.WRITTEN_IN and language != get_language()
    return static(f"js/languages/shared/{language}.js") if is_other else ""


@register.inclusion_tag("_languages.html", takes_context=True)
def languages(context: Any) -> dict[str, Any]:
    """Draw the form that chooses another language; nothing where there is none."""
    request = getattr(context, "request", None)  # in the context it may be something else
    address = context.get("address") if request is None else address_to_reopen(request)
    return {
        "languages": settings.LANGUAGES
        if len(settings.LANGUAGES) > 1 and address is not None
        else [],
        "current": get_language(),
        "address": address,
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag
def page_title(page: str, trip: str) -> str:
    """Write the title of a page of a trip, e.g. "Settings · Goa"."""
    return words.say("page_title", page=f"{page}", trip=trip)


@register.simple_tag
@later
def count_title(trip: Trip) -> str:
    """Write the title of a hub: "3/5 · Goa"."""
    counts = {"count": trip.member_count, "required": words.goal(wire.trip_fields(trip))}
    return words.say("count_title", **counts, trip=trip.title)


@register.simple_tag
@later
def alike(names: list[str] | str) -> SafeString:
    """Say whom somebody who asks may be mistaken for; nothing where a script says it later."""
    return words.marked(words.alike(names or []))


@register.simple_tag
@later
def brought_by(bringer: str) -> SafeString:
    """Say who has counted a member in; nothing where nobody has."""
    return words.marked(words.brought_by(bringer))


@register.simple_tag
@later
def declined(said: wire.DeclinedShape) -> SafeString:
    """Say how many cannot come, and who; nothing where there is nobody."""
    return words.marked(words.declined(said["count"], said["names"]))


@register.simple_tag
def questions_about_trip() -> dict[str, Question]:
    """Return the questions that the dialogs of a hub ask."""
    return ABOUT_TRIP


@register.filter
@later
def line(pieces: words.Line, hub_url: str) -> SafeString:
    """Draw a line of the activity as HTML."""
    return words.marked(pieces, hub_url)


@register.filter
@later
def ago(at: datetime | str, what: str = "") -> str:
    """Write how long ago a moment was, as "5 min ago" or "joined 5 min ago"; else ""."""
    return words.ago(clock.now() - at, what) if isinstance(at, datetime) else ""


@register.filter
def with_names(text: str) -> SafeString:
    """Write a text with an empty element in place of `{name}`, for a script to fill in."""
    return words.marked(words.filled(f"{text}", {"name": words.Piece("", "name")}))


@register.filter
@later
def iso(at: datetime | str) -> str:
    """Write a moment for a <time> element, which takes no microseconds; "" for anything else."""
    return at.isoformat(timespec="milliseconds") if isinstance(at, datetime) else ""


@register.filter
@later
def zone_name(zone: str) -> str:
    """Write a time zone as people call it."""
    return zones.label(zone)


@register.filter
@later
def sun_height(trip: Trip | str) -> int:
    """Return where the sun of the picture stands: the more are in, the higher."""
    missing = trip.missing / trip.required_members if isinstance(trip, Trip) else 0
    return 38 + round(62 * missing)


@register.filter
@later
def whole_way(trip: Trip) -> int:
    """Return how many members fill the progress bar: those of the last step."""
    return max([trip.required_members, *(step.members for step in trip.steps)])


@register.filter
@later
def on_the_way(trip: Trip) -> int:
    """Return how many members the progress bar shows: those above the last step it does not."""
    return min(trip.member_count, whole_way(trip))


@register.filter
@later
def step_marks(trip: Trip) -> SafeString:
    """Draw a mark on the progress bar for each step; none if there is only one.

    Where the bar ends there is its own.
    """
    last, count = whole_way(trip), trip.member_count
    tenths = [1000 * step.members // last for step in trip.steps if step.members != count]
    shown = tenths if len(trip.steps) > 1 else []
    return format_html_join("", MARK, ((each // 10, each % 10) for each in shown))


def _when(context: Any, names: str) -> SafeString:
    return format_html('data-when="{}"{}', names, _unless(context.get("words"), names, " hidden"))


@later
def _unless(said: Any, names: str, attribute: str) -> str:
    """Return `attribute` unless one of `names` is true; none is where a script fills it later."""
    is_so = said and any(said.truths[each] for each in names.split())
    return "" if is_so else attribute


@later
def _filled(said: Any, name: str) -> str | SafeString:
    part: str | words.Line = said.parts[name] if said else ""
    return part if isinstance(part, str) else words.marked(part)
