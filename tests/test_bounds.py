"""Who holds a row, or is asked for one, and is gone without a word is not waited for."""

import pytest
from django.conf import settings
from django.db import connection

from socialcart.bounds import Unbounded, must_be_bounded

pytestmark = pytest.mark.skipif(connection.vendor == "sqlite", reason="it asks PostgreSQL")

SOON_MS = 15_000


def setting(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT setting::int FROM pg_settings WHERE name = %s", [name])
        return int(cursor.fetchone()[0])


def test_postgresql_lets_go_of_a_server_that_stands_still_or_is_gone(db: None) -> None:
    for name in ("lock_timeout", "idle_in_transaction_session_timeout", "tcp_user_timeout"):
        assert 0 < setting(name) < SOON_MS
    tries = setting("tcp_keepalives_interval") * setting("tcp_keepalives_count")
    assert 0 < 1_000 * (setting("tcp_keepalives_idle") + tries) < SOON_MS


def test_a_server_lets_go_of_a_postgresql_that_is_gone(db: None) -> None:
    connection.ensure_connection()
    mine = {
        name: int(text)
        for name, text in connection.connection.info.get_parameters().items()
        if text.isdecimal()
    }
    assert 0 < mine["tcp_user_timeout"] < SOON_MS
    tries = mine["keepalives_interval"] * mine["keepalives_count"]
    assert 0 < 1_000 * (mine["keepalives_idle"] + tries) < SOON_MS


@pytest.mark.parametrize("name", settings.DATABASE_BOUNDS)
def test_a_bound_that_is_not_there_is_named(
    db: None, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    must_be_bounded(connection)
    tighter = settings.DATABASE_BOUNDS | {name: settings.DATABASE_BOUNDS[name] - 1}
    monkeypatch.setattr(settings, "DATABASE_BOUNDS", tighter)
    with pytest.raises(Unbounded, match=f"SET {name} = "):
        must_be_bounded(connection)
