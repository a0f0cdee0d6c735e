"""nginx with the configuration that we ship, in front of servers of a test."""

import re
import subprocess
from itertools import count
from pathlib import Path

import httpx

from tests.parts.part import Part, free_port

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
SHIPPED, HEADERS = DEPLOY / "nginx.conf", DEPLOY / "nginx.headers.conf"
NAME = "trips.example"
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")

_clients = count(1)


class Nginx(Part):
    """Answers as `NAME` with a certificate that nobody trusts; only ports and paths are ours."""

    package = "nginx"

    def __init__(self, *servers: str, patience: str = "") -> None:
        """`patience` is how long it waits for a server instead of as long as we ship."""
        super().__init__()
        self._patience = patience
        self.plain_port = free_port()
        self._servers = servers

    @property
    def url(self) -> str:
        return f"https://{NAME}:{self.port}"

    def client(self) -> httpx.Client:
        """Somebody at an address of their own, on this machine, where nobody knows the name."""
        number = next(_clients)
        own = f"127.1.{number >> 8}.{number & 255}"
        return httpx.Client(
            base_url=f"https://127.0.0.1:{self.port}",
            headers={"Host": f"{NAME}:{self.port}"},
            transport=httpx.HTTPTransport(verify=False, local_address=own),
            timeout=10,
        )

    def command(self) -> list[str]:
        foreground = ["-g", "daemon off; worker_processes 2;"]
        return [self.program("nginx", "/usr/sbin"), "-p", ".", "-c", "nginx.conf", *foreground]

    def answers(self) -> bool:
        try:
            return self.client().get("/livez").status_code > 0
        except httpx.TransportError:
            return False

    def start(self) -> None:
        if not (self.folder / "nginx.conf").exists():
            self._certify()
            (self.folder / "nginx.conf").write_text(self._around(self._moved(SHIPPED.read_text())))
        super().start()

    def logged(self) -> str:
        """What it has logged."""
        return "".join(log.read_text() for log in self.folder.glob("*.log"))

    def _moved(self, shipped: str) -> str:
        """The shipped file with the ports and paths of this test; no IPv6, which may be missing."""
        moves = {
            "server 10.0.0.11:8000": f"server {self._servers[0]}",
            "server 10.0.0.12:8000": f"server {self._servers[-1]}",
            "listen 80;": f"listen 127.0.0.1:{self.plain_port};",
            "listen 443 ": f"listen 127.0.0.1:{self.port} ",
            f"/etc/ssl/{NAME}/": "",
            "/etc/nginx/socialcart.headers": str(HEADERS),
            "/var/log/nginx/": "",
            "https://$host$request_uri": f"https://$host:{self.port}$request_uri",
        }
        moved = "\n".join(line for line in shipped.splitlines() if "listen [::]" not in line)
        for ours, theirs in moves.items():
            assert ours in moved, ours
            moved = moved.replace(ours, theirs)
        if self._patience:
            moved = re.sub(r"(proxy_read_timeout) \w+;", rf"\1 {self._patience};", moved)
        return moved

    def _around(self, moved: str) -> str:
        temporary = "\n".join(f"{name}_temp_path {name};" for name in TEMPORARY)
        return (
            f"pid nginx.pid;\nerror_log error.log;\nevents {{}}\nhttp {{\n{temporary}\n{moved}\n}}"
        )

    def _certify(self) -> None:
        subject = ["-subj", f"/CN={NAME}", "-days", "2", "-noenc"]
        files = ["-keyout", "privkey.pem", "-out", "fullchain.pem"]
        command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", *subject, *files]
        subprocess.run(command, cwd=self.folder, check=True, capture_output=True, timeout=60)
