"""The words for several things in one sentence.

static/js/words/lists.js says the same in the browser.
"""

from collections.abc import Sequence

from trips import languages
from trips.words.catalogue import Line, Part, filled, name, pieces


def patterns() -> dict[str, str]:
    """Return how the reader's language writes a list: its start, middle, end, and one of two."""
    found: dict[str, str] = languages.locale_of(languages.active()).list_patterns["standard"]
    return {"two" if kind == "2" else kind: found[kind] for kind in ("start", "middle", "end", "2")}


def listed(parts: Sequence[Part]) -> Line:
    """Write a list as the reader's language does: "Asha, Chloé, and Dev"."""
    kinds = patterns()
    if len(parts) < 2:
        return filled("{0}", {"0": parts[0]}) if parts else []
    if len(parts) == 2:
        return filled(kinds["two"], {"0": parts[0], "1": parts[1]})
    *others, last = parts
    said = filled(kinds["end"], {"0": others[-1], "1": last})
    for number in range(len(others) - 2, -1, -1):
        kind = "middle" if number else "start"
        said = filled(kinds[kind], {"0": others[number], "1": said})
    return said


def alike(names: Sequence[str]) -> Line:
    """Say whom somebody who asks to be let in may be mistaken for; empty if there is nobody."""
    if not names:
        return []
    return pieces("alike", n=len(names), names=listed([name(each) for each in names]))


def brought_by(bringer: str) -> Line:
    """Say who has counted a member in; empty if nobody has who is in."""
    return pieces("brought_by", name=name(bringer)) if bringer else []


def declined(count: int, names: Sequence[str]) -> Line:
    """Say how many cannot come, and who of them gave a name; empty if there is nobody."""
    if not count:
        return []
    said = "declined_named" if len(names) == count else "declined_among"
    named = listed([name(each) for each in names])
    return pieces(said if names else "declined", n=count, names=named)
