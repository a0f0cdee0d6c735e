"""The words about who voted what, where a poll shows it.

static/js/words/voters.js says the same of the same shapes.
"""

from collections.abc import Sequence

from trips.wire import OptionShape, VoterShape
from trips.words.catalogue import Line, name, pieces, say
from trips.words.lists import listed

FEW, BRIEF = 3, 2  # names that stand unfolded; those before "and 12 more" of a fold
Voters = Sequence[VoterShape] | None  # None where they are not shown


def parts(option: OptionShape, voters: Voters, votes: int, maybes: int) -> dict[str, Line]:
    """Return who chose an option, and to whom a date does if need be, by data-part.

    `votes` and `maybes` count them all, also those whom `voters` leaves out.
    """
    yes, need_be = _names(option, voters)
    said = "said_yes" if option["startDate"] else ""
    return {
        "voters": _listed(said, yes, votes),
        "voters-brief": _listed(said, yes[:BRIEF], votes),
        "need-be": _listed("said_maybe", need_be, maybes),
        "need-be-brief": _listed("said_maybe", need_be[:BRIEF], maybes),
    }


def truths(option: OptionShape, voters: Voters, votes: int, maybes: int) -> dict[str, bool]:
    """Return whether few or many chose an option, by data-when."""
    yes, need_be = _names(option, voters)
    return {
        "voters-few": bool(yes) and votes <= FEW,
        "voters-many": bool(yes) and votes > FEW,
        "need-be-few": bool(need_be) and maybes <= FEW,
        "need-be-many": bool(need_be) and maybes > FEW,
    }


def _names(option: OptionShape, voters: Voters) -> tuple[list[str], list[str]]:
    """List the names of those who chose an option, and of those who said "if need be"."""
    yes = [each["name"] for each in voters or () if option["id"] in each["choices"]]
    return yes, [each["name"] for each in voters or () if option["id"] in each["maybeChoices"]]


def _listed(message: str, names: Sequence[str], count: int) -> Line:
    """List names, and how many of `count` they leave out; empty without names.

    `message` is the id of the sentence that holds the list, "" for the list alone.
    """
    more = count - len(names)
    others = [say("more_people", n=more)] if more > 0 else []
    named = listed([*[name(each) for each in names], *others])
    return (pieces(message, names=named) if message else named) if names else []
