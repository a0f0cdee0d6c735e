"""The options of a poll, each with a text and perhaps a link, as fields take them."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from trips import names
from trips.forms.fields import TextField
from trips.forms.sentences import Worded
from trips.models import LEAST_OPTIONS, LONGEST_LINK, LONGEST_OPTION, MOST_OPTIONS
from trips.words.links import linked


class OptionTerms(NamedTuple):
    """The text of an option and its https address.

    "" for none; None where only the text was given: then an option of that text keeps its own.
    """

    text: str
    url: str | None = None


class OptionsField(Worded):
    """The options of a poll, as a tuple of OptionTerms.

    A list of texts and of mappings with `text` and `url`; or lines, each a text, perhaps with an
    address at its end.
    """

    widget = forms.Textarea(attrs={"rows": "6", "dir": "auto"})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(_line, value)) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> tuple[OptionTerms, ...]:
        read = _read_line if isinstance(value, str) else _read
        given = value.splitlines() if isinstance(value, str) else value or []
        options = [each for each in map(read, given) if each.text.strip()]
        if not LEAST_OPTIONS <= len(options) <= MOST_OPTIONS:
            sentence = ngettext(
                "Write {least} to {n} option, each on its own line.",
                "Write {least} to {n} options, each on its own line.",
                MOST_OPTIONS,
            )
            raise forms.ValidationError(sentence.format(least=LEAST_OPTIONS, n=MOST_OPTIONS))
        try:
            clean = [OptionTerms(names.clean(text, LONGEST_OPTION), url) for text, url in options]
        except ValueError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        _refuse_twins([each.text for each in clean])
        return tuple(OptionTerms(text, url and checked_link(url)) for text, url in clean)


def _line(option: Any) -> str:
    """Write an option as a line."""
    text, url = option if isinstance(option, OptionTerms) else _read(option)
    return text if not url or url == text else f"{text} {url}"


def _read_line(line: str) -> OptionTerms:
    """Read a line: an address at its end is the link, and the text where there is no other."""
    before, blank, last = line.strip().rpartition(" ")
    if not _is_link(last):
        return OptionTerms(line, "")
    return OptionTerms(before.strip() if blank else last, last)


def _read(option: Any) -> OptionTerms:
    if isinstance(option, Mapping):
        return OptionTerms(str(option.get("text") or ""), str(option.get("url") or ""))
    return OptionTerms(str(option))


def _is_link(text: str) -> bool:
    """Return whether a text is one address, as those in descriptions are found."""
    return [each.kind for each in linked(text)] == ["link"]


def checked_link(text: str) -> str:
    """Return an address. Raises ValidationError for what pages would not show as a link."""
    if not _is_link(text):
        raise forms.ValidationError(_("Write a whole address that begins with https://."))
    if len(text) > LONGEST_LINK:
        raise forms.ValidationError(names.too_long(text, LONGEST_LINK))
    return text


def _refuse_twins(texts: list[str]) -> None:
    seen: dict[str, str] = {}
    for text in texts:
        twin = seen.setdefault(names.key(text), text)
        if twin is not text:
            raise forms.ValidationError(
                gettext("“{one}” and “{other}” look the same. Keep one.").format(
                    one=twin, other=text
                )
            )


class LinkField(Worded, forms.CharField):
    """An https address, by the rule of the links in descriptions; gives "" for none."""

    widget = forms.URLInput(attrs={"dir": "ltr", "autocomplete": "off"})

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        return checked_link(text) if text else ""


class OptionForm(forms.Form):
    """The form that adds an option to a poll."""

    text = TextField(
        label=_("One more option"),
        most=LONGEST_OPTION,
        error_messages={"required": _("Write what can be chosen.")},
    )
    url = LinkField(label=_("Link"), required=False)
