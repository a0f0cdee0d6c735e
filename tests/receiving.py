"""A webhook endpoint on loopback: takes what is delivered, or refuses it as a test wants."""

import json
import secrets
import threading
from base64 import b64encode
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks.webhooks import Webhook

HANGS_UP = 0  # in the place of a status


def _new_secret() -> str:
    return f"whsec_{b64encode(secrets.token_bytes(32)).decode()}"


@dataclass(frozen=True)
class Delivery:
    """One POST that came, and its status."""

    id: str
    headers: Mapping[str, str]
    body: str
    status: int
    path: str

    @property
    def frame(self) -> dict[str, Any]:
        frame: dict[str, Any] = json.loads(self.body)
        return frame


@dataclass
class Endpoint:
    """Use it as a context manager. `answer` gives the status of a delivery, by its id."""

    answer: Callable[[str], int] = lambda _: 204
    came: list[Delivery] = field(default_factory=list)
    # By trip, the seqs in the order in which each was taken for the first time; and how many.
    log: defaultdict[str, dict[int, None]] = field(default_factory=lambda: defaultdict(dict))
    taken_once: int = 0
    secret: str = field(default_factory=_new_secret)

    def __enter__(self) -> "Endpoint":
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._lock = threading.Lock()
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *failure: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/socialcart"

    @property
    def taken(self) -> list[Delivery]:
        return [each for each in list(self.came) if 200 <= each.status < 300]

    def note(self, delivery: Delivery) -> None:
        with self._lock:
            self.came.append(delivery)
            if 200 <= delivery.status < 300:
                trip, _, seq = delivery.id.split(".")
                self.taken_once += int(seq) not in self.log[trip]
                self.log[trip].setdefault(int(seq))

    def types(self) -> list[str]:
        return [each.frame["type"] for each in self.taken]

    def ids(self) -> list[str]:
        return [each.id for each in self.taken]

    def verifies(self, delivery: Delivery) -> bool:
        """Raises an error unless it is signed with the endpoint's secret."""
        Webhook(self.secret).verify(delivery.body, dict(delivery.headers))
        return True

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                headers = {name.lower(): value for name, value in self.headers.items()}
                status = endpoint.answer(headers["webhook-id"])
                delivery = Delivery(headers["webhook-id"], headers, body, status, self.path)
                endpoint.note(delivery)
                if status == HANGS_UP:
                    self.close_connection = True
                    return
                self.send_response(status)
                self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                pass

        return Handler
