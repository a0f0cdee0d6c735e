"""Set a line of text in several fonts, in whatever script and direction, and draw it."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import regex
from PIL import ImageDraw, ImageFont

from trips.sharing import directions, fonts
from trips.sharing.fonts import Face

LETTERS = "LMN"  # the categories of what cannot be left out
AS_BEFORE = ("Mn", "Me", "Cf", "Zs")  # marks, joiners and spaces stay in the font before them


class Unwritable(ValueError):
    """No font of this machine has a letter of a text."""


@dataclass(frozen=True, slots=True)
class Run:
    """Letters beside each other, of one font and one direction."""

    text: str
    face: Face
    is_rtl: bool

    def width(self, size: int) -> float:
        """Return how wide it is, in pixels."""
        return fonts.sized(self.face, size).getlength(self.text, direction=self._direction)

    def draw(self, on: ImageDraw.ImageDraw, x: float, y: int, size: int, colour: str) -> None:
        """Draw it from x to the right, upon the line at y."""
        font = fonts.sized(self.face, size)
        on.text((x, y), self.text, colour, font, "ls", direction=self._direction)

    @property
    def _direction(self) -> str | None:
        if fonts.sized(self.face, 10).layout_engine == ImageFont.Layout.BASIC:
            return None
        return "rtl" if self.is_rtl else "ltr"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, as its runs stand from left to right."""

    runs: tuple[Run, ...]

    def width(self, size: int) -> float:
        """Return how wide it is, in pixels."""
        return sum(run.width(size) for run in self.runs)

    def draw(self, on: ImageDraw.ImageDraw, x: float, y: int, size: int, colour: str) -> None:
        """Draw it from x to the right, upon the line at y."""
        for run in self.runs:
            run.draw(on, x, y, size, colour)
            x += run.width(size)


@lru_cache(maxsize=200)
def line(text: str, *, is_rtl: bool) -> Line:
    """Set a line in a direction; signs that no font has are left out. Raises Unwritable."""
    pairs = [(letter, face) for letter, face in _with_faces(text) if face]
    levels = directions.levels("".join(letter for letter, _ in pairs), int(is_rtl))
    cells = [(face, level, letter) for (letter, face), level in zip(pairs, levels, strict=True)]
    runs = [
        (level, Run("".join(letter for *_, letter in part), face, level % 2 == 1))
        for (face, level), part in groupby(cells, lambda cell: cell[:2])
        if face
    ]
    return Line(tuple(runs[place][1] for place in directions.ordered([level for level, _ in runs])))


def _with_faces(text: str) -> list[tuple[str, Face | None]]:
    """Give each letter its font, that of the letter before it where it can be."""
    found: list[tuple[str, Face | None]] = []
    face: Face | None = None
    for letter in text:
        kind = unicodedata.category(letter)
        face = face if face and (kind in AS_BEFORE or face.has(letter)) else _face_of(letter)
        if face is None and kind[0] in LETTERS and kind != "Mn":
            raise Unwritable(f"no font has U+{ord(letter):04X}")
        found.append((letter, face))
    return found


@lru_cache(maxsize=5_000)
def _face_of(letter: str) -> Face | None:
    return next((face for face in fonts.faces() if face.has(letter)), None)


def wrapped(text: str, size: int, width: int, *, is_rtl: bool) -> list[Line]:
    """Set a text in as few lines as fit the width. Raises Unwritable.

    A word that is wider than a line is broken, between what a reader takes for letters.
    """

    def fits(row: str) -> bool:
        return line(row, is_rtl=is_rtl).width(size) <= width

    rows = [""]
    for word in text.split():
        longer = f"{rows[-1]} {word}".strip()
        if fits(longer):
            rows[-1] = longer
            continue
        rows += [""] if rows[-1] else []
        for letter in [word] if fits(word) else regex.findall(r"\X", word):
            if rows[-1] and not fits(rows[-1] + letter):
                rows.append("")
            rows[-1] += letter
    return [line(row, is_rtl=is_rtl) for row in rows]
