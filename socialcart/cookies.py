"""Parse the Cookie header as RFC 6265, 4.2.1 writes it, and drop everything else.

Django strips more from a cookie's name than browsers do: it would read "\\xa0__Host-x", which a
neighbouring subdomain can set, as "__Host-x". And of two cookies with one name it takes the later.
"""

import re
from collections.abc import Iterable

from socialcart.sentence import Header

TOO_MANY_COOKIES = (  # nginx.conf says the same
    b"This browser sends more cookies than we take. Nothing was changed; delete the cookies of "
    b"this site, then open your personal link."
)

_TOKEN = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_OCTETS = rb"[!#-+\--:<-\[\]-~]*"
_PAIR = re.compile(rb"(%b)=(%b|\"%b\")" % (_TOKEN, _OCTETS, _OCTETS))


def plain_cookies(headers: Iterable[Header]) -> list[Header]:
    """Merge all Cookie headers into one that every parser reads alike.

    Drops malformed pairs, and any name with two different values: only one can be ours, and nobody
    knows which.
    """
    others = [(name, value) for name, value in headers if name != b"cookie"]
    sent = b";".join(value for name, value in headers if name == b"cookie")
    found: dict[bytes, set[bytes]] = {}
    for pair in sent.split(b";"):
        if read := _PAIR.fullmatch(pair.strip(b" \t")):
            found.setdefault(read[1], set()).add(read[2])
    plain = [b"%b=%b" % (name, *values) for name, values in found.items() if len(values) == 1]
    return [*others, (b"cookie", b"; ".join(plain))] if plain else others
