"""The run is on what it was asked for, and its servers meet neither it nor each other."""

from pathlib import Path

import pytest
from channels.layers import get_channel_layer
from django.conf import settings
from django.db import connection

from tests.on import WHERE
from tests.server import Server


def test_the_run_is_on_what_it_was_asked_for(
    db: None, tmp_path: Path, server: Server, pytestconfig: pytest.Config
) -> None:
    is_on_postgres = pytestconfig.getoption("on") == "postgres"
    assert (connection.vendor == "postgresql") == is_on_postgres
    assert (get_channel_layer() is not None) == is_on_postgres
    for name in WHERE:
        places = {server.environ.get(name), Server(tmp_path).environ.get(name)}
        assert places.isdisjoint({getattr(settings, name)})
        assert len(places) == 2 if is_on_postgres else places == {None}
