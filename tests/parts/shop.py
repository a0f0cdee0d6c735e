"""A shop's page on an origin of its own; its policy lets in nothing but what we need."""

from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template
from threading import Thread
from urllib.parse import parse_qs, urlsplit

PAGE = Template(Path(__file__).with_name("shop.html").read_text())
POLICY = "default-src 'none'; script-src {site}; frame-src {site}"


class Shop:
    """Serves the page, with the invitation that its address names. Use it as a context manager."""

    def __init__(self, host: str = "localhost") -> None:
        self.site = ""  # ours
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Counter, self))
        self.origin = f"http://{host}:{self._http.server_port}"  # our site is 127.0.0.1

    def __enter__(self) -> "Shop":
        Thread(target=self._http.serve_forever, args=[0.05], daemon=True).start()
        return self

    def __exit__(self, *failure: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    def page(self, invitation: str) -> str:
        """The address of the page that shows this trip."""
        return f"{self.origin}/?invitation={invitation}"


class _Counter(BaseHTTPRequestHandler):
    def __init__(self, shop: Shop, *args: object) -> None:
        self.shop = shop
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        (invitation,) = parse_qs(urlsplit(self.path).query).get("invitation", [""])
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY.format(site=self.shop.site))
        self.end_headers()
        self.wfile.write(PAGE.substitute(site=self.shop.site, invitation=invitation).encode())

    def log_message(self, *args: object) -> None:
        """Say nothing."""
