"""`python -m socialcart.shortened FILE…`: shorten scripts and styles where they lie.

A process of its own, as the library is written in Go, whose runtime would stay in the server.
"""

import sys
from pathlib import Path

import minify  # type: ignore[import-untyped]

KINDS = {".js": "application/javascript", ".css": "text/css"}


def main(names: list[str]) -> None:
    """Shorten the files of these names; raises MinifyError where one cannot be read."""
    minify.config({"js-version": 2022})
    for path in map(Path, names):
        text = minify.string(KINDS[path.suffix], path.read_text(encoding="utf-8"))
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
