"""Compare IP addresses: their canonical spelling, membership of a list, what limits count."""

import functools
import ipaddress
from collections.abc import Iterable

LONGEST = 100  # what is longer is no address, and not to be kept
ONE_CLIENT = 64  # bits of an IPv6 address: whoever has one has at least all of such a network


def canonical(text: str) -> str | None:
    """Return an IP address in its one canonical spelling, or None if the text is no address.

    IPv4-mapped IPv6 (`::ffff:10.0.0.9`, as dual-stack sockets report it) becomes plain IPv4.
    """
    return _canonical(text.strip()) if len(text) <= LONGEST else None


@functools.lru_cache(1_000)  # each request asks twice
def _canonical(text: str) -> str | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return str(mapped or address)


def is_among(text: str, named: Iterable[str]) -> bool:
    """Return whether an IP address is one of those that a setting lists."""
    address = canonical(text)
    return address is not None and any(canonical(each) == address for each in named)


def of_client(text: str) -> str:
    """Reduce a client's IP address to the unit that rate limits count.

    IPv4 stays whole, IPv6 becomes its /64 network, and text that is no address stays as it is.
    """
    address = canonical(text)
    if address is None or ":" not in address:
        return address or text
    network = ipaddress.ip_network((address.partition("%")[0], ONE_CLIENT), strict=False)
    return str(network.network_address)


def in_links(host: str) -> str:
    """Format a host for a URL: IPv6 in brackets (RFC 3986, 3.2.2), anything else unchanged."""
    return f"[{host}]" if ":" in host else host
