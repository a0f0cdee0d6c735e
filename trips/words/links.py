"""Find the web addresses in a text that somebody typed, which a page shows as links.

static/js/words/links.js finds the same in the browser.
"""

import re

from trips.words.catalogue import Line, Piece

# What a reader sees is where a link leads: https alone, a name of plain letters (none of "xn--",
# which stands for others), nobody's password before it, and nothing after it but what the address
# shows. Any other is no link but text.
_LABEL = r"(?![Xx][Nn]--)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_HOST = rf"(?:{_LABEL}\.)+[A-Za-z]{{2,63}}(?::[0-9]{{1,5}})?"
_CHARACTER = r"[A-Za-z0-9\-._~:/?#@!$&'*+,;=%]"
_REST = rf"(?:[/?#](?:{_CHARACTER}|\({_CHARACTER}*\))*?)?"
_OPENS = r"""(?:[^\x00-\x7f]|[("'[{<])*"""
_CLOSES = r"""[.,;:!?'")\]}>»”’…。，、；：！？）」』】》]*"""
_ADDRESS = re.compile(rf"({_OPENS})([Hh]ttps://{_HOST}{_REST})({_CLOSES})")
_BLANKS = re.compile(r"([ \n]+)")


def linked(text: str) -> Line:
    """Split a text into plain pieces and the addresses in it, of the kind "link"."""
    line, plain = Line(), ""
    for token in _BLANKS.split(text):
        if found := _ADDRESS.fullmatch(token):
            before, address, after = found.groups()
            line += [Piece(plain + before)] if plain + before else []
            line.append(Piece(address, "link"))
            plain = after
        else:
            plain += token
    return [*line, Piece(plain)] if plain else line
