"""A sentence, and one that a number decides."""

from typing import NamedTuple


class Plural(NamedTuple):
    """A sentence in its singular and its plural."""

    one: str
    many: str


def ngettext_noop(one: str, many: str) -> Plural:
    """Mark a singular and its plural for makemessages, as gettext_noop marks one text."""
    return Plural(one, many)


Messages = dict[str, str | Plural]
