"""The catalogue in one language for the browser: its sentences, days, lists and sums."""

from typing import Any

from django.utils import translation

from trips import languages, money, numbers
from trips.words import dates, lists
from trips.words.messages import MESSAGES, Plural

# Each plural form of whole numbers occurs among these, in any language.
_ENOUGH = (*range(1_000), 1_000_000)


def table(language: str) -> dict[str, Any]:
    """Collect the sentences of a language, its days, lists and sums, as JSON takes them.

    A sentence with a number is one text for each of the language's plural forms, by the names of
    Unicode CLDR: "one", "few", "other"; those that are as "other" are left out.
    """
    kind_of = languages.locale_of(language).plural_form
    examples = {kind_of(number): number for number in reversed(_ENOUGH)}
    with translation.override(language):
        return {
            "language": language,
            "months": dates.months(),
            "weekdays": dates.weekdays(),
            "lists": lists.patterns(),
            "thousands": numbers.thousands(),
            "money": money.for_scripts(),
            "texts": {name: _forms(each, examples) for name, each in MESSAGES.items()},
        }


def _forms(message: str | Plural, examples: dict[str, int]) -> str | dict[str, str]:
    if not isinstance(message, Plural):
        return translation.gettext(message)
    forms = {
        kind: translation.ngettext(message.one, message.many, number)
        for kind, number in sorted(examples.items())
    }
    own = {kind: text for kind, text in forms.items() if text != forms["other"]}
    return {**own, "other": forms["other"]} if own else forms["other"]
