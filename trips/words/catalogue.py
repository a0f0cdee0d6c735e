"""A sentence of the catalogue, filled in: as text, or in pieces of which some stand out.

static/js/words/catalogue.js does the same.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from trips.words.messages import MESSAGES, Plural

_MARKS = re.compile(r"(</?b>|\{\w+\})")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line: plain text, what somebody typed ("name"), or a question ("poll")."""

    text: str
    kind: str = ""
    id: str = ""  # of the poll, which is still there
    is_strong: bool = False


Line = list[Piece]
Part = str | int | Piece | Line


def name(text: str) -> Piece:
    """What somebody typed: it may run in another direction than what is around it."""
    return Piece(text, "name")


def pieces(message: str, /, **parts: Part) -> Line:
    """The sentence of this id in the reader's language, with its parts filled in."""
    line: Line = []
    is_strong = False
    for number, found in enumerate(_MARKS.split(_text(message, parts.get("n")))):
        if found in ("<b>", "</b>"):
            is_strong = found == "<b>"
            continue
        for piece in _pieces_of(parts[found[1:-1]] if number % 2 else found):
            _add(line, replace(piece, is_strong=True) if is_strong else piece)
    return line


def say(message: str, /, **parts: Part) -> str:
    """Say the sentence of this id in the reader's language, as plain text."""
    return text_of(pieces(message, **parts))


def sentences(*lines: Line | str) -> Line:
    """One after the other; what is empty is left out."""
    said: Line = []
    for line in lines:
        for piece in [Piece(" "), *_pieces_of(line)] if said and line else _pieces_of(line):
            _add(said, piece)
    return said


def text_of(line: Iterable[Piece]) -> str:
    """Join a line to plain text."""
    return "".join(piece.text for piece in line)


def marked(line: Iterable[Piece], hub_url: str = "") -> SafeString:
    """A line as HTML; a question links to its poll beneath this address."""
    return format_html_join("", "{}", ((_marked(piece, hub_url),) for piece in line))


def _text(message: str, n: Part | None) -> str:
    found = MESSAGES[message]
    if isinstance(found, Plural):
        assert isinstance(n, int)
        return ngettext(found.one, found.many, n)
    return gettext(found)


def _pieces_of(part: Part) -> Line:
    if isinstance(part, list):
        return part
    return [part] if isinstance(part, Piece) else [Piece(str(part))] if part != "" else []


def _add(line: Line, piece: Piece) -> None:
    """Plain text goes on with the plain text before it."""
    last = line[-1] if line else None
    if last and not (last.kind or piece.kind) and last.is_strong == piece.is_strong:
        line[-1] = replace(last, text=last.text + piece.text)
    else:
        line.append(piece)


def _marked(piece: Piece, hub_url: str) -> str | SafeString:
    html: str | SafeString = piece.text
    if piece.kind:
        bdi = '<bdi class="name">{}</bdi>' if piece.kind == "name" else "<bdi>{}</bdi>"
        html = format_html(bdi, html)
    if piece.id:
        html = format_html('<a href="{}/polls/{}">{}</a>', hub_url, piece.id, html)
    return format_html("<strong>{}</strong>", html) if piece.is_strong else html
