"""PgBouncer in transaction mode, as README says, before a private PostgreSQL."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from tests.parts.part import Part
from tests.parts.postgres import OWNER, Postgres, takes_connections

SESSIONS = 2  # fewer than a server has connections, so that they are really shared
README = Path(__file__).resolve().parents[2] / "README.md"


class PgBouncer(Part):
    """Knows one database of `postgres` by its own name."""

    package = "pgbouncer"

    def __init__(self, postgres: Postgres, database: str, settings: str = "") -> None:
        super().__init__()
        self.user = postgres.user
        self._name = urlsplit(database).path.strip("/")
        self._postgres = postgres
        self._settings = settings or as_readme_says("ini")

    @property
    def url(self) -> str:
        return f"postgres://{OWNER}@127.0.0.1:{self.port}/{self._name}"

    def command(self) -> list[str]:
        return [self.program("pgbouncer", "/usr/sbin"), "pgbouncer.ini"]

    def answers(self) -> bool:
        return takes_connections(self.url)

    def start(self) -> None:
        (self.folder / "users").write_text(f'"{OWNER}" ""\n')
        (self.folder / "pgbouncer.ini").write_text(self._file())
        super().start()

    def _file(self) -> str:
        return (
            f"[databases]\n{self._name} = host=127.0.0.1 port={self._postgres.port}\n"
            f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {self.port}\nunix_socket_dir =\n"
            f"auth_type = trust\nauth_file = users\ndefault_pool_size = {SESSIONS}\n"
            f"{self._settings}"
        )


def as_readme_says(language: str) -> str:
    """The block of README that is written in it."""
    found = re.findall(rf"^```{language}\n(.*?)^```$", README.read_text(), re.M | re.S)
    return str(*found)
