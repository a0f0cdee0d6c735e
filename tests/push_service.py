"""A push service on loopback, and browsers that it hands pushes to: they decrypt them with Node."""

import json
import secrets
import subprocess
import threading
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

DECRYPT = Path(__file__).parent / "parts/decrypt.mjs"


def base64(some: bytes) -> str:
    return urlsafe_b64encode(some).decode().rstrip("=")


@dataclass(frozen=True)
class Push:
    """One POST that came, and the status that it was answered with."""

    headers: Mapping[str, str]
    body: bytes
    status: int
    path: str


@dataclass
class PushService:
    """Use it as a context manager. `status` and `headers` are its answer to all that comes.

    `status` may be a function of the path, which may take its time.
    """

    status: int | Callable[[str], int] = 201
    headers: dict[str, str] = field(default_factory=dict)
    came: list[Push] = field(default_factory=list)

    def __enter__(self) -> "PushService":
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *failure: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def taken(self) -> list[Push]:
        return [each for each in list(self.came) if each.status < 300]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                status = service.status
                status = status(self.path) if callable(status) else status
                service.came.append(Push(headers, body, status, self.path))
                self.send_response(status)
                for name, value in {"Location": "/elsewhere", **service.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                pass

        return Handler


def subscription(endpoint: str) -> dict[str, str]:
    """What some browser gives to the site."""
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    point = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return {
        "endpoint": endpoint,
        "p256dh": base64(point),
        "auth": base64(secrets.token_bytes(16)),
    }


class Browser:
    """A browser that a push service knows: its keys, and what it gives to the site."""

    def __init__(self, service: PushService, name: str = "asha") -> None:
        self.service, self.site = service, service.url
        self.path = f"/push/{name}-{secrets.token_urlsafe(48)}"
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._auth = secrets.token_bytes(16)

    @property
    def given(self) -> dict[str, str]:
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {
            "endpoint": f"{self.site}{self.path}",
            "p256dh": base64(point),
            "auth": base64(self._auth),
        }

    def pushes(self) -> list[Push]:
        return [each for each in self.service.taken() if each.path == self.path]

    def opened(self, push: Push) -> Any:
        """What Node makes of a push: its text, and whose signature it bears."""
        scheme, token, key = push.headers["authorization"].replace(",", "").split()
        assert (scheme, token[:2], key[:2]) == ("vapid", "t=", "k=")
        private = self._key.private_numbers().private_value.to_bytes(32, "big")
        asked = {
            "privateKey": base64(private),
            "auth": base64(self._auth),
            "body": base64(push.body),
            "token": token[2:],
            "key": key[2:],
        }
        done = subprocess.run(
            ["node", DECRYPT], input=json.dumps(asked), capture_output=True, text=True, check=True
        )
        return json.loads(done.stdout)

    def shown(self) -> list[dict[str, str]]:
        """What the service worker is given, push by push."""
        return [json.loads(self.opened(each)["text"]) for each in self.pushes()]
