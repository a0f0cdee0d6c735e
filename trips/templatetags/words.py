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

from trips import clock, words, zones
from trips.models import Trip
from trips.pages.responses import address_to_reopen

register = template.Library()


@register.simple_tag(takes_context=True)
def part(
    context: Any, name: str, tag: str = "span", when: str = "", **attributes: str
) -> SafeString:
    """Draw an element with this part of `words`; with `when` it shows only while that is true."""
    shown = format_html(" {}", _when(context, when)) if when else ""
    others = format_html_join("", ' {}="{}"', attributes.items())
    filled = _filled(context, name)
    return format_html('<{0} data-part="{1}"{2}{3}>{4}</{0}>', tag, name, shown, others, filled)


@register.simple_tag(takes_context=True)
def when(context: Any, names: str) -> SafeString:
    """Write the attributes of an element that shows while one of `names` is true."""
    return _when(context, names)


@register.simple_tag(takes_context=True)
def needs(context: Any, names: str) -> SafeString:
    """Write the attributes of a control that is enabled while one of `names` is true."""
    off = "" if _is_so(context, names) else " disabled"
    return format_html('data-needs="{}"{}', names, off)


@register.simple_tag
def script(name: str, also_in: str = "") -> SafeString:
    """Write the <script> of a page's module, after that of the words in the page's language.

    `also_in` is a second language, for a page that also uses its words.
    """
    languages = dict.fromkeys([str(get_language()), also_in])
    words = [f"languages/{each}" for each in languages if each in settings.WRITTEN_IN]
    sources = ((static(f"js/{each}.js"),) for each in (*words, name))
    return format_html_join("\n", '<script type="module" src="{}"></script>', sources)


@register.inclusion_tag("_languages.html", takes_context=True)
def languages(context: Any) -> dict[str, Any]:
    """Draw the form that chooses another language; nothing where there is none."""
    request = getattr(context, "request", None)  # in the context it may be something else
    return {
        "languages": settings.LANGUAGES if len(settings.LANGUAGES) > 1 and request else [],
        "current": get_language(),
        "address": request and address_to_reopen(request),
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag
def page_title(page: str, trip: str) -> str:
    """Write the title of a page of a trip, e.g. "Settings · Goa"."""
    return words.say("page_title", page=f"{page}", trip=trip)


@register.simple_tag
def count_title(trip: Trip) -> str:
    """Write the title of a hub: "3/5 · Goa"."""
    counts = {"count": trip.member_count, "required": trip.required_members}
    return words.say("count_title", **counts, trip=trip.title)


@register.simple_tag
def alike(names: list[str] | str) -> SafeString:
    """Say whom somebody who asks may be mistaken for; nothing where a script says it later."""
    return words.marked(words.alike(names or []))


@register.filter
def line(pieces: words.Line, hub_url: str) -> SafeString:
    """Draw a line of the activity as HTML."""
    return words.marked(pieces, hub_url)


@register.filter
def ago(at: datetime | str, what: str = "") -> str:
    """Write how long ago a moment was, as "5 min ago" or "joined 5 min ago"; else ""."""
    return words.ago(clock.now() - at, what) if isinstance(at, datetime) else ""


@register.filter
def with_names(text: str) -> SafeString:
    """Write a text with an empty element in place of `{name}`, for a script to fill in."""
    return words.marked(words.filled(f"{text}", {"name": words.Piece("", "name")}))


@register.filter
def iso(at: datetime | str) -> str:
    """Write a moment for a <time> element, which takes no microseconds; "" for anything else."""
    return at.isoformat(timespec="milliseconds") if isinstance(at, datetime) else ""


@register.filter
def zone_name(zone: str) -> str:
    """Write a time zone as people call it."""
    return zones.label(zone)


def _when(context: Any, names: str) -> SafeString:
    hidden = "" if _is_so(context, names) else " hidden"
    return format_html('data-when="{}"{}', names, hidden)


def _is_so(context: Any, names: str) -> bool:
    """Return whether one of `names` is true; none is where a script fills the element later."""
    said = context.get("words")
    return bool(said) and any(said.truths[each] for each in names.split())


def _filled(context: Any, name: str) -> str | SafeString:
    said = context.get("words")
    part: str | words.Line = said.parts[name] if said else ""
    return part if isinstance(part, str) else words.marked(part)
