"""Find the system's fonts by what letters they have: Noto Sans, one file for each script.

Without them there is the one that comes with Pillow, for numbers.
"""

import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import ImageFont, features

FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
NAMES = "NotoSans*-{weight}.[ot]t[fc]"
WEIGHTS = ("Bold", "Regular")  # some scripts have no bold letters
FIRST = "NotoSans-Bold.ttf"  # letters of most languages, and the punctuation of all
_UNICODE = {(0, 3), (0, 4), (0, 6), (3, 1), (3, 10)}  # kinds of tables, by (platform, encoding)


@dataclass(frozen=True, slots=True)
class Face:
    """A font file, and the ranges of characters that it has: where each begins and ends."""

    path: Path
    firsts: tuple[int, ...]
    lasts: tuple[int, ...]

    def has(self, letter: str) -> bool:
        """Return whether the font has this character."""
        place = bisect_right(self.firsts, ord(letter)) - 1
        return place >= 0 and ord(letter) <= self.lasts[place]


@cache
def faces() -> tuple[Face, ...]:
    """Return the fonts of this machine, the one for most languages first.

    Where letters cannot be shaped (no Raqm) only that one: others would be wrong, not only plain.
    """
    shapes = features.check("raqm")
    paths = [path for weight in WEIGHTS for path in _of_weight(weight)]
    return tuple(_read(path) for path in paths if shapes or path.name == FIRST)


def _of_weight(weight: str) -> list[Path]:
    names = NAMES.format(weight=weight)
    found = [path for folder in FOLDERS for path in folder.rglob(names)]
    found = [path for path in found if not ("UI-" in path.name or "Mono" in path.name)]
    return sorted(found, key=lambda path: (path.name != FIRST, path.name))


def plain(size: int) -> ImageFont.FreeTypeFont:
    """Return the font that comes with Pillow: it has the letters of English."""
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)
    return font


@cache
def sized(face: Face, size: int) -> ImageFont.FreeTypeFont:
    """Return a font in a size."""
    shaping = ImageFont.Layout.RAQM if features.check("raqm") else ImageFont.Layout.BASIC
    return ImageFont.truetype(face.path, size, layout_engine=shaping)


def _read(path: Path) -> Face:
    spans = _joined(sorted(_spans(_table(path.read_bytes()))))
    return Face(path, tuple(first for first, _ in spans), tuple(last for _, last in spans))


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join ranges that follow or overlap each other."""
    joined: list[tuple[int, int]] = []
    for first, last in spans:
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def _table(font: bytes) -> bytes:
    """Return the table of characters (OpenType, "cmap") of a font, or of a collection's first."""
    (start,) = struct.unpack_from(">I", font, 12) if font[:4] == b"ttcf" else (0,)
    (count,) = struct.unpack_from(">H", font, start + 4)
    for place in range(count):
        name, _, offset, length = struct.unpack_from(">4sIII", font, start + 12 + 16 * place)
        if name == b"cmap":
            return font[offset : offset + length]
    return bytes(4)


def _spans(table: bytes) -> Iterator[tuple[int, int]]:
    """Yield the ranges of characters in the Unicode subtables of a table."""
    (count,) = struct.unpack_from(">H", table, 2)
    for place in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", table, 4 + 8 * place)
        (kind,) = struct.unpack_from(">H", table, offset)
        if (platform, encoding) in _UNICODE and kind in _READERS:
            yield from _READERS[kind](table[offset:])


def _segments(table: bytes) -> Iterator[tuple[int, int]]:
    """Yield the ranges of a subtable of format 4; its last is the end mark."""
    (twice,) = struct.unpack_from(">H", table, 6)
    lasts = struct.unpack_from(f">{twice // 2}H", table, 14)
    firsts = struct.unpack_from(f">{twice // 2}H", table, 16 + twice)
    return (span for span in zip(firsts, lasts, strict=True) if span[0] != 0xFFFF)


def _groups(table: bytes) -> Iterator[tuple[int, int]]:
    """Yield the ranges of a subtable of format 12."""
    (count,) = struct.unpack_from(">I", table, 12)
    for place in range(count):
        first, last, _ = struct.unpack_from(">III", table, 16 + 12 * place)
        yield first, last


_READERS = {4: _segments, 12: _groups}
