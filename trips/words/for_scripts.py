"""What scripts need of the catalogue in one language: its sentences, and the names of its days."""

from django.utils import translation

from trips.words import dates
from trips.words.messages import MESSAGES, Plural

_ENOUGH = range(1_000)  # numbers: each kind that a language knows of whole ones is among them


def table(language: str) -> dict[str, object]:
    """Names of months and days, and the sentences by their ids.

    Where a number decides there is a sentence for each kind of number, as Unicode calls them.
    """
    kind_of = dates.locale_of(language).plural_form
    numbers = {kind_of(number): number for number in reversed(_ENOUGH)}
    with translation.override(language):
        return {
            "language": language,
            "months": dates.months(),
            "weekdays": dates.weekdays(),
            "texts": {name: _forms(each, numbers) for name, each in MESSAGES.items()},
        }


def _forms(message: str | Plural, numbers: dict[str, int]) -> str | dict[str, str]:
    if not isinstance(message, Plural):
        return translation.gettext(message)
    forms = {
        kind: translation.ngettext(message.one, message.many, number)
        for kind, number in sorted(numbers.items())
    }
    return forms["other"] if len(set(forms.values())) == 1 else forms
