"""Parse a position in the log of a trip: its epoch and its seq."""

import re

from trips import wire

Position = tuple[str, int]
_POSITION = re.compile(r"([0-9a-f]{1,16})\.(0|[1-9][0-9]{0,14})")


def position(text: str) -> Position | None:
    """Parse a position "<epoch>.<seq>"; "" gives None, which means from now on.

    Raises Refusal `bad_position`.
    """
    if not text:
        return None
    match = _POSITION.fullmatch(text)
    if match is None:
        raise wire.Refusal("bad_position")
    return match[1], int(match[2])
