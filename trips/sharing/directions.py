"""Find in which direction each letter of a line runs: the bidirectional algorithm (UAX 9).

Without embeddings, which no sentence of ours has, and pairs of brackets (N0). A run of one font is
put by this beside the next; within one the shaping library does the same.
"""

import unicodedata
from itertools import groupby

NUMBERS = {"EN", "AN"}


def is_rtl(text: str) -> bool:
    """Return whether a text runs from right to left, by its first letter."""
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind for kind in strong if kind in ("L", "R", "AL")), "L") != "L"


def levels(text: str, base: int) -> list[int]:
    """Return the level of each character: odd ones run from right to left.

    `base` is the level of the line: 0 for left to right, 1 for right to left.
    """
    kinds = _neutral(_weak([unicodedata.bidirectional(letter) for letter in text], base), base)
    deeper = {"L": base % 2, "R": 1 - base % 2, "EN": 2 - base, "AN": 2 - base}
    return [base + deeper[kind] for kind in kinds]


def ordered(levels: list[int]) -> list[int]:
    """Return the places of pieces with these levels as they stand from left to right (L2)."""
    places = list(range(len(levels)))
    for level in range(max(levels, default=0), 0, -1):
        places = _turned(places, {place for place in places if levels[place] >= level})
    return places


def _turned(places: list[int], deep: set[int]) -> list[int]:
    """Turn round each part of a list that is in `deep`."""
    parts = [(is_deep, [*part]) for is_deep, part in groupby(places, deep.__contains__)]
    return [place for is_deep, part in parts for place in (part[::-1] if is_deep else part)]


def _weak(kinds: list[str], base: int) -> list[str]:
    """Resolve marks, numbers and what belongs to numbers (W1 to W7)."""
    strong = before = "R" if base else "L"
    for place, kind in enumerate(kinds):
        if kind in ("NSM", "BN"):
            kind = before
        if kind in ("L", "R", "AL"):
            strong = kind
        if kind == "EN" and strong == "AL":
            kind = "AN"
        kinds[place] = before = kind
    for place in range(1, len(kinds) - 1):
        sides = kinds[place - 1], kinds[place + 1]
        if kinds[place] in ("CS", "ES") and sides[0] == sides[1] and sides[0] in NUMBERS:
            kinds[place] = sides[0] if kinds[place] == "CS" or sides[0] == "EN" else "ON"
    kinds = _beside_numbers(_beside_numbers(kinds)[::-1])[::-1]
    strong = "R" if base else "L"
    for place, kind in enumerate(kinds):
        strong = kind if kind in ("L", "R", "AL") else strong
        kinds[place] = "R" if kind == "AL" else "L" if (kind, strong) == ("EN", "L") else kind
    return kinds


def _beside_numbers(kinds: list[str]) -> list[str]:
    """Make signs that follow a number, as of a currency, part of it (W5)."""
    before = ""
    for place, kind in enumerate(kinds):
        kinds[place] = before = "EN" if (kind, before) == ("ET", "EN") else kind
    return kinds


def _neutral(kinds: list[str], base: int) -> list[str]:
    """Give what has no direction that of both its sides, or else of the line (N1, N2)."""
    line = "R" if base else "L"
    sides = {"L": "L", "R": "R", "EN": "R", "AN": "R"}
    parts = [(key, [*part]) for key, part in groupby(kinds, lambda kind: kind in sides)]
    found: list[str] = []
    for (is_known, part), following in zip(parts, [*parts[1:], (True, [line])], strict=False):
        if not is_known:
            before, after = sides[found[-1]] if found else line, sides[following[1][0]]
            part = [before if before == after else line] * len(part)
        found += part
    return found
