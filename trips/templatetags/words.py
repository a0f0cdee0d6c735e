"""What templates say of a trip or a poll: what `trips.words` says of the one in `words`.

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

register = template.Library()


@register.simple_tag(takes_context=True)
def part(
    context: Any, name: str, tag: str = "span", when: str = "", **attributes: str
) -> SafeString:
    """An element that this part of `words` fills; with `when` it shows while that is so."""
    shown = format_html(" {}", _when(context, when)) if when else ""
    others = format_html_join("", ' {}="{}"', attributes.items())
    filled = _filled(context, name)
    return format_html('<{0} data-part="{1}"{2}{3}>{4}</{0}>', tag, name, shown, others, filled)


@register.simple_tag(takes_context=True)
def when(context: Any, names: str) -> SafeString:
    """Attributes of an element that shows while one of these is so."""
    return _when(context, names)


@register.simple_tag(takes_context=True)
def needs(context: Any, names: str) -> SafeString:
    """Attributes of a control that is enabled while one of these is so."""
    off = "" if _is_so(context, names) else " disabled"
    return format_html('data-needs="{}"{}', names, off)


@register.simple_tag
def script(name: str, also_in: str = "") -> SafeString:
    """The module of a page, and before it the words of the page's language, which it needs.

    Where it says something in another language too, the words of that one follow them.
    """
    languages = dict.fromkeys([str(get_language()), also_in])
    words = [f"words/{each}" for each in languages if each in settings.WRITTEN_IN]
    sources = ((static(f"js/{each}.js"),) for each in (*words, name))
    return format_html_join("\n", '<script type="module" src="{}"></script>', sources)


@register.inclusion_tag("_languages.html", takes_context=True)
def languages(context: Any) -> dict[str, Any]:
    """The form that chooses another language; empty where there is none."""
    request = getattr(context, "request", None)  # a page may call something else by this name
    return {
        "languages": settings.LANGUAGES if len(settings.LANGUAGES) > 1 and request else [],
        "current": get_language(),
        "address": request and request.get_full_path(),
        "csrf_token": context.get("csrf_token"),
    }


@register.filter
def line(pieces: words.Line, hub_url: str) -> SafeString:
    """A line of the activity, as HTML."""
    return words.marked(pieces, hub_url)


@register.filter
def ago(at: datetime | str) -> str:
    """E.g. "5 min ago"; nothing for what a template does not know."""
    return words.ago(clock.now() - at) if isinstance(at, datetime) else ""


@register.filter
def asked(what: str) -> str:
    """As a question: "Leave the trip?"."""
    return words.say("asked", words=f"{what}")


@register.filter
def iso(at: datetime | str) -> str:
    """As the attribute of a <time>, which HTML allows no microseconds; nothing for no moment."""
    return at.isoformat(timespec="milliseconds") if isinstance(at, datetime) else ""


@register.filter
def zone_name(zone: str) -> str:
    """Say a time zone as people call it."""
    return zones.label(zone)


def _when(context: Any, names: str) -> SafeString:
    hidden = "" if _is_so(context, names) else " hidden"
    return format_html('data-when="{}"{}', names, hidden)


def _is_so(context: Any, names: str) -> bool:
    """Whether one of them is; nothing is of what a script draws later."""
    said = context.get("words")
    return bool(said) and any(said.truths[each] for each in names.split())


def _filled(context: Any, name: str) -> str | SafeString:
    said = context.get("words")
    part: str | words.Line = said.parts[name] if said else ""
    return part if isinstance(part, str) else words.marked(part)
