"""Build Django's DATABASES entry from a URL, with a bound on every wait."""

from collections.abc import Mapping

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

# Neither end waits for hours for a machine that is gone. In ms, then in seconds.
SILENT_PEER = {"tcp_user_timeout": 10_000}
KEEPALIVES = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3}


def database(url: str, bounds: Mapping[str, int]) -> dict[str, object]:
    """Build the DATABASES entry for a `sqlite:` or `postgres:` URL.

    `bounds` are PostgreSQL settings in milliseconds, such as `lock_timeout`. Raises
    ImproperlyConfigured for a URL that cannot be read.
    """
    return _sqlite(url) if url.startswith("sqlite:") else _postgresql(url, bounds)


def _sqlite(url: str) -> dict[str, object]:
    config: dict[str, object] = dict(dj_database_url.parse(url))
    config["CONN_MAX_AGE"] = None
    # IMMEDIATE: a transaction that locks only at its first write fails under concurrent joins.
    config["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 15,  # its queue is not fair: of 200 simultaneous writers one waits for most
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
    }
    # Tests need a file as well: threads of a database in memory share one connection.
    config["TEST"] = {"NAME": f"{config['NAME']}.test"}
    return config


def _postgresql(url: str, bounds: Mapping[str, int]) -> dict[str, object]:
    """Build a PostgreSQL entry that keeps the URL's parameters (`sslmode`…) but for our bounds.

    Of several hosts, `h1:5432,h2:5432`, each connection goes to the one that takes changes.
    """
    try:
        given = conninfo_to_dict(url)
    except ProgrammingError as wrong:
        raise ImproperlyConfigured(f"DATABASE_URL: {str(wrong).strip()}") from None
    host = str(given.pop("host", ""))
    options = _options(str(given.pop("options", "")), bounds)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": given.pop("dbname", ""),
        "USER": given.pop("user", ""),
        "PASSWORD": given.pop("password", ""),
        "HOST": host,
        "PORT": given.pop("port", ""),
        "CONN_MAX_AGE": None,  # `socialcart.connections` closes those that lead nowhere
        "DISABLE_SERVER_SIDE_CURSORS": True,  # PgBouncer may give each fetch another session
        "OPTIONS": {
            **({"target_session_attrs": "read-write"} if "," in host else {}),
            **given,
            "options": options,
            "connect_timeout": 5,
            **SILENT_PEER,
            **KEEPALIVES,
        },
    }


def _options(given: str, bounds: Mapping[str, int]) -> str:
    """Build libpq's `options`: the URL's session settings, then ours, which win."""
    keepalives = {f"tcp_{name}": value for name, value in KEEPALIVES.items()}
    ours = {**bounds, **SILENT_PEER, **keepalives}
    return " ".join([given, *(f"-c {name}={value}" for name, value in ours.items())]).strip()
