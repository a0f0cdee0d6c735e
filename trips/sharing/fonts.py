"""Find the system's fonts by what letters they have: Noto Sans, one file for each script.

Without them there is the one that comes with Pillow, for numbers.
"""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import ImageFont, features

FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
NAMES = "NotoSans*-{weight}.[ot]t[fc]"
WEIGHTS = ("Bold", "Regular")  # some scripts have no bold letters
FIRST = "NotoSans-Bold.ttf"  # letters of most languages, and the punctuation of all


@dataclass(frozen=True, slots=True)
class Face:
    """A font file, and the characters that it has, by their numbers."""

    path: Path
    characters: frozenset[int] = field(compare=False)

    def has(self, letter: str) -> bool:
        """Return whether the font has this character."""
        return ord(letter) in self.characters


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
    with TTFont(path, fontNumber=0, lazy=True) as font:  # of a collection the first
        return Face(path, frozenset(font.getBestCmap() or ()))
