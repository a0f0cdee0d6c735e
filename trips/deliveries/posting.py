"""Send one POST to an address that somebody else has chosen, but to none inside our own network.

Such an address is checked when it is connected to: a name may lead elsewhere by then. Redirects are
not followed, and of the answer nothing but its status and Retry-After is read.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import httpcore
from django.conf import settings

from socialcart.addresses import canonical, is_among
from trips import clock
from trips.deliveries.doors import NO_CONNECTION, NOT_ALLOWED, TIMEOUT_S, TOO_LATE, Answer, Outcome

CONNECTS_WITHIN_S = 2.0  # to one address; a second one has its turn then
RESOLVERS = 8  # threads: a name whose server does not answer holds one for long
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052


class NotAllowed(httpcore.ConnectError):
    """An address inside our own network."""


def is_public(address: str) -> bool:
    """Return whether an IP address is one of the public internet.

    An IPv6 address that stands for an IPv4 one (mapped, NAT64, 6to4) is judged as that.
    """
    ip = ipaddress.ip_address(canonical(address) or "0.0.0.0")
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.sixtofour or ip in _NAT64:
            return is_public(str(ip.sixtofour or ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
        if ip.teredo or ip.is_site_local:
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def may_connect(address: str) -> bool:
    """Return whether deliveries may go to an IP address: a public one, or one that is named."""
    return is_public(address) or is_among(address, settings.PRIVATE_RECEIVERS)


class Guarded(httpcore.AsyncNetworkBackend):
    """Connects by TCP to allowed addresses alone."""

    def __init__(self) -> None:
        self._sockets = httpcore.AnyIOBackend()
        self._resolvers = ThreadPoolExecutor(RESOLVERS, thread_name_prefix="resolver")
        self._asked: dict[tuple[str, int], asyncio.Future[list[str]]] = {}

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first allowed address of a host that answers.

        Raises NotAllowed if it has none, and what httpcore raises.
        """
        addresses = [each for each in await self._addresses(host, port) if may_connect(each)]
        failure: Exception = NotAllowed(f"{host} is not on the public internet")
        for address in addresses[:2]:
            try:
                return await self._sockets.connect_tcp(
                    address, port, CONNECTS_WITHIN_S, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failed:
                failure = failed
        raise failure

    async def _addresses(self, host: str, port: int) -> list[str]:
        """Ask for the addresses of a host, once for all who ask at the same time."""

        def ask() -> list[str]:
            try:
                found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            except (OSError, ValueError):
                return []
            return list(dict.fromkeys(str(place[0]) for *_, place in found))

        place = host, port
        if not (asked := self._asked.get(place)):
            asked = asyncio.get_running_loop().run_in_executor(self._resolvers, ask)
            self._asked[place] = asked
            asked.add_done_callback(lambda _: self._asked.pop(place))
        if found := await asyncio.shield(asked):
            return found
        raise httpcore.ConnectError(f"no address of {host}")


class Poster:
    """Sends POSTs on the loop that it was made on; `close` ends its connections."""

    def __init__(self) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            httpcore.default_ssl_context(),  # or each connection would read all certificates anew
            network_backend=Guarded(),
            max_connections=None,
        )

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send a body, and tell what became of it within TIMEOUT_S. Raises nothing."""
        if not is_sendable(url):
            return NOT_ALLOWED
        try:
            async with asyncio.timeout(TIMEOUT_S):
                async with self._pool.stream(
                    "POST", url, headers=list(headers.items()), content=body
                ) as answer:
                    return _read(answer.status, answer.headers)
        except NotAllowed:
            return NOT_ALLOWED
        except (TimeoutError, httpcore.TimeoutException):
            return TOO_LATE
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError, ValueError):
            return NO_CONNECTION

    async def close(self) -> None:
        """Close all connections."""
        await self._pool.aclose()


def is_sendable(url: str) -> bool:
    """Return whether a URL is one of https, or of http to an address that a setting names.

    One with a user and password is not: they would not be sent.
    """
    try:
        parts, has_user = httpcore.URL(url), "@" in urlsplit(url).netloc
    except (httpcore.UnsupportedProtocol, ValueError, TypeError):
        return False
    host = parts.host.decode().strip("[]")
    is_encrypted = parts.scheme == b"https" and bool(host)
    is_near = parts.scheme == b"http" and is_among(host, settings.PRIVATE_RECEIVERS)
    return (is_encrypted or is_near) and not has_user


def _read(status: int, headers: Sequence[tuple[bytes, bytes]]) -> Answer:
    if 200 <= status < 300:
        return Answer(Outcome.TAKEN, status=status)
    outcome = Outcome.GONE if status == 410 else Outcome.FAILED
    wait = next((value for name, value in headers if name.lower() == b"retry-after"), b"")
    return Answer(outcome, f"status {status}", status, retry_after_s(wait.decode("latin-1")))


def retry_after_s(written: str) -> float:
    """Read a Retry-After header (RFC 9110, 10.2.3), a date or seconds; 0 if it is neither."""
    if written.isascii() and written.isdigit():
        return float(written[:9])
    try:
        return max(0.0, (parsedate_to_datetime(written) - clock.now()) / timedelta(seconds=1))
    except (ValueError, TypeError, OverflowError):  # also of a date without a zone
        return 0.0
