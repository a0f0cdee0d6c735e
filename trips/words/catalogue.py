"""Fill in a sentence of the catalogue: as plain text, or in pieces of which some stand out.

static/js/words/catalogue.js does the same in the browser.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from trips import numbers
from trips.words.messages import MESSAGES, Plural

_FOREIGN = "nofollow noopener noreferrer ugc"  # of links that lead away, by what people typed
_MAP = "https://www.openstreetmap.org/search?query="  # shows any place to anybody, without account
_MARKS = re.compile(r"(</?b>|\{\w+\})")


class Piece(NamedTuple):
    """A part of a line: plain text, or of a kind.

    What somebody typed ("name"), a question ("poll"), a web address ("link") or a place ("place").
    """

    text: str
    kind: str = ""
    id: str = ""  # of a poll that still exists: the question becomes a link to it
    is_strong: bool = False


Line = list[Piece]
Part = str | int | Piece | Line


def name(text: str) -> Piece:
    """Mark text that somebody typed: it may run in another direction than its surroundings.

    Empty is the name of who has erased it.
    """
    return Piece(text or say("somebody"), "name")


def pieces(message: str, /, **parts: Part) -> Line:
    """Fill in the sentence of this id, in the reader's language.

    `n` chooses between singular and plural. Raises KeyError for an unknown id or a missing part.
    """
    return filled(unfilled(message, parts.get("n")), parts)


def filled(text: str, parts: Mapping[str, Part]) -> Line:
    """Fill the parts into a text: `{name}` is one, and what is between `<b>` and `</b>` is strong.

    Raises KeyError for a missing part.
    """
    line: Line = []
    for words, is_part, is_strong in _split(text):
        for piece in _pieces_of(parts[words]) if is_part else [Piece(words)]:
            _add(line, piece._replace(is_strong=True) if is_strong else piece)
    return line


@lru_cache(maxsize=1_000)  # there are fewer sentences, and none is anybody's own
def _split(text: str) -> list[tuple[str, bool, bool]]:
    """Split a sentence into its texts and the names of its parts: (text, is a part, is strong)."""
    found: list[tuple[str, bool, bool]] = []
    is_strong = False
    for number, words in enumerate(_MARKS.split(text)):
        if words in ("<b>", "</b>"):
            is_strong = words == "<b>"
        elif words:
            found.append((words[1:-1] if number % 2 else words, number % 2 == 1, is_strong))
    return found


def say(message: str, /, **parts: Part) -> str:
    """Fill in the sentence of this id as plain text, in the reader's language."""
    return text_of(pieces(message, **parts))


def sentences(*lines: Line | str) -> Line:
    """Put whole sentences one after the other, as the language does; leave out empty ones."""
    said: Line = []
    for line in map(_pieces_of, lines):
        said = pieces("then", first=said, next=line) if said and line else said or line
    return said


def text_of(line: Iterable[Piece]) -> str:
    """Turn a line into plain text."""
    return "".join(piece.text for piece in line)


def marked(line: Iterable[Piece], hub_url: str = "") -> SafeString:
    """Turn a line into HTML; a question links to its poll beneath `hub_url`, if given."""
    return format_html_join("", "{}", ((_marked(piece, hub_url),) for piece in line))


def unfilled(message: str, n: Part | None = None) -> str:
    """Return the sentence of this id in the reader's language, its parts as "{part}".

    `n` chooses between singular and plural. Raises KeyError for an unknown id.
    """
    found = MESSAGES[message]
    if isinstance(found, Plural):
        assert isinstance(n, int)
        return ngettext(found.one, found.many, n)
    return gettext(found)


def _pieces_of(part: Part) -> Line:
    if isinstance(part, list):
        return part
    if isinstance(part, int):
        return [Piece(numbers.written(part))]
    return [part] if isinstance(part, Piece) else [Piece(part)] if part != "" else []


def _add(line: Line, piece: Piece) -> None:
    """Append a piece to a line; join plain text to the plain text before it."""
    last = line[-1] if line else None
    if last and not (last.kind or piece.kind) and last.is_strong == piece.is_strong:
        line[-1] = Piece(last.text + piece.text, is_strong=last.is_strong)
    else:
        line.append(piece)


def _marked(piece: Piece, hub_url: str) -> str | SafeString:
    html: str | SafeString = piece.text
    if piece.kind == "link":
        return format_html('<a href="{}" rel="{}" dir="ltr">{}</a>', html, _FOREIGN, html)
    if piece.kind:
        bdi = '<bdi class="name">{}</bdi>' if piece.kind == "name" else "<bdi>{}</bdi>"
        html = format_html(bdi, html)
    if piece.kind == "place":
        return format_html('<a href="{}" rel="{}">{}</a>', _map_of(piece.text), _FOREIGN, html)
    if piece.id and hub_url:
        html = format_html('<a href="{}/polls/{}">{}</a>', hub_url, piece.id, html)
    return format_html("<strong>{}</strong>", html) if piece.is_strong else html


def _map_of(place: str) -> str:
    return _MAP + quote(place, safe="!'()*")  # what encodeURIComponent, of scripts, leaves as it is
