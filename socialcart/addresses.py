"""Internet addresses as they are compared: one for one client, however it is written."""

import ipaddress
from collections.abc import Iterable

ONE_CLIENT = 64  # bits of an IPv6 address: whoever has one has at least all of such a network


def canonical(text: str) -> str | None:
    """Write an address in the one way that is compared, or None for what is none.

    IPv4 within IPv6, as sockets of both have it, is IPv4.
    """
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return str(mapped or address)


def is_among(text: str, named: Iterable[str]) -> bool:
    """Whether this address is one of those that a setting names."""
    address = canonical(text)
    return address is not None and any(canonical(each) == address for each in named)


def of_client(text: str) -> str:
    """What limits count: of an IPv6 address its network. What is no address stays."""
    address = canonical(text)
    if address is None or ":" not in address:
        return address or text
    network = ipaddress.ip_network((address.partition("%")[0], ONE_CLIENT), strict=False)
    return str(network.network_address)


def in_links(host: str) -> str:
    """A host as it stands in a link: of IPv6 in brackets (RFC 3986, 3.2.2)."""
    return f"[{host}]" if ":" in host else host
