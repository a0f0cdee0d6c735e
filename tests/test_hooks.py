"""What we override or patch inside libraries: they may move it, and must not in silence."""

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import redis.connection
import uvicorn.protocols.http.flow_control as flow_control
import uvicorn.protocols.http.httptools_impl as http
import uvicorn.protocols.websockets.websockets_sansio_impl as sockets
import uvicorn.supervisors.multiprocess as supervisor
from django import forms
from django.contrib.sessions.backends import base, db
from django.contrib.staticfiles import storage
from limits import strategies
from limits.storage import memory
from websockets import http11

pytestmark = pytest.mark.once

# What of a library has the hooks, which module of it uses them, and their names.
HOOKS: list[tuple[Any, ModuleType, str]] = [
    (http.HttpToolsProtocol, http, "_should_upgrade data_received connection_lost connection_made"),
    (http.HttpToolsProtocol, http, "on_message_begin on_headers_complete on_message_complete"),
    (
        http.HttpToolsProtocol,
        http,
        "pause_writing resume_writing headers loop parser scope transport url",
    ),
    (sockets.WebSocketsSansIOProtocol, sockets, "data_received connection_lost pause_writing"),
    (sockets.WebSocketsSansIOProtocol, sockets, "resume_writing send_receive_event_to_app"),
    (sockets.WebSocketsSansIOProtocol, sockets, "conn curr_msg_data_type handshake_initiated"),
    (
        sockets.WebSocketsSansIOProtocol,
        sockets,
        "handle_connect handshake_complete scope transport",
    ),
    (http.HttpToolsProtocol, http, "connections cycle flow pipeline _start_asgi_task"),
    (http.RequestResponseCycle, http, "disconnected scope"),
    (flow_control.FlowControl, flow_control, "write_paused resume_reading"),
    (sockets.WebSocketsSansIOProtocol, sockets, "queue send"),
    (http11, http11, "MAX_LINE_LENGTH"),
    (supervisor.Multiprocess, supervisor, "keep_subprocess_alive terminate_all join_all"),
    (supervisor.Multiprocess, supervisor, "processes sockets"),
    (forms.BaseForm, forms.forms, "_post_clean"),
    (db.SessionStore, db, "_get_session_from_db create_model_instance"),
    (db.SessionStore, base, "_session_key"),
    (storage.HashedFilesMixin, storage, "_js_module_import_aggregation_patterns patterns"),
    (memory.MemoryStorage, strategies, "acquire_entry get_moving_window"),
    (memory.MemoryStorage, memory, "events"),
    (redis.connection.Connection, redis.connection, "_connect socket_connect_timeout"),
]
CALLED_BY_OTHERS = {  # asyncio's protocols and httptools' callbacks: their documented names
    *("connection_made", "connection_lost", "data_received", "pause_writing", "resume_writing"),
    *("on_message_begin", "on_headers_complete", "on_message_complete"),
}
OURS = ("socialcart", "trips")
INSIDES = ("uvicorn", "limits")  # whatever we override of these is documented nowhere


@pytest.mark.parametrize(
    ("owner", "module", "name"),
    [(owner, module, name) for owner, module, names in HOOKS for name in names.split()],
    ids=lambda each: each if isinstance(each, str) else each.__name__,
)
def test_a_library_has_and_uses_what_we_hook_into(
    owner: Any, module: ModuleType, name: str
) -> None:
    source = inspect.getsource(module)
    assert hasattr(owner, name) or f"self.{name}" in source
    assert re.search(rf"(?<!def )\b{name}\b", source) or name in CALLED_BY_OTHERS


def test_we_hook_into_nothing_else(root: Path) -> None:
    files = [file.relative_to(root) for each in OURS for file in (root / each).rglob("*.py")]
    found = {name for file in files if "migrations" not in file.parts for name in hooks(file)}
    assert found - {name for *_, names in HOOKS for name in names.split()} == set()
    assert {"_should_upgrade", "MAX_LINE_LENGTH", "_connect", "_session_key"} <= found


def hooks(file: Path) -> Iterator[str]:
    """Names of a library that a module of ours overrides, patches, or reads though private."""
    module = importlib.import_module(".".join(file.with_suffix("").parts).removesuffix(".__init__"))
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Attribute) and is_inside_a_library(node, module):
            yield node.attr
        if isinstance(node, ast.ClassDef) and isinstance(vars(module).get(node.name), type):
            yield from overridden(node, vars(module)[node.name])


def is_inside_a_library(node: ast.Attribute, module: ModuleType) -> bool:
    """Whether it sets a name of a library, or reads a private one there or past `super()`."""
    owner = node.value
    if isinstance(owner, ast.Call) and ast.unparse(owner.func) == "super":
        return is_private(node.attr)
    named = vars(module).get(owner.id) if isinstance(owner, ast.Name) else None
    if not isinstance(named, type | ModuleType):
        return False
    home = named.__name__ if isinstance(named, ModuleType) else named.__module__
    return not home.startswith(OURS) and (is_private(node.attr) or isinstance(node.ctx, ast.Store))


def overridden(node: ast.ClassDef, ours: type[Any]) -> Iterator[str]:
    """Names in a class of ours that a library's class under it has: private ones, and insides."""
    methods = {each.name for each in node.body if isinstance(each, ast.FunctionDef)}
    used = {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
    for library in (each for each in ours.__mro__ if not each.__module__.startswith(OURS)):
        here = vars(library).keys()
        yield from filter(is_private, (methods | used) & here)
        if library.__module__.startswith(INSIDES):
            yield from (name for name in methods & here if not name.startswith("__"))


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")
