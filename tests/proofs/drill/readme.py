"""The commands of README's section: nothing else backs up and restores."""

import re
from pathlib import Path

README = Path(__file__).resolve().parents[3] / "README.md"
SECTION = "## Every day, and after a disaster\n"

EVERY_DAY = "Every day"
BACK_UP_KEYS = "Back up the keys, unless you have set them yourself"
RESTORE_KEYS = "Restore the keys, unless you have set them yourself"
BACK_UP = {"SQLite": "Back up SQLite", "PostgreSQL": "Back up PostgreSQL"}
RESTORE = {"SQLite": "Restore SQLite", "PostgreSQL": "Restore PostgreSQL"}
NAMES = {EVERY_DAY, BACK_UP_KEYS, RESTORE_KEYS, *BACK_UP.values(), *RESTORE.values()}

_BLOCK = re.compile(r"^```\w*\n(?:# ([^\n]*)\n)?(.*?)^```$", re.M | re.S)
_AND_THEN = re.compile(r"(\s*&&\s*|\n)")


def section() -> str:
    return README.read_text().partition(SECTION)[2].partition("\n## ")[0]


def blocks() -> dict[str, str]:
    """Each block of the section by its first line, which is a comment that names it."""
    return dict(_BLOCK.findall(section()))


def left_out(fragment: str, name: str) -> str:
    """A block without each command that has this in it, or without all that is in it."""
    parts = [""] if fragment == name else _AND_THEN.split(blocks()[name])
    return "".join("true" if fragment in part else part for part in parts)
