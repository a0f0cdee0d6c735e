"""Firefox, driven by WebDriver BiDi, which it speaks itself on its debugging port."""

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.browser.engines import Engine, Page, process, while_redrawn
from tests.parts import free_port

STARTS_WITHIN_S = 30
GONE = ("no such node", "stale element reference", "move target out of bounds")
Sent = dict[str, Any]


@contextmanager
def firefox(folder: Path, script: bool = True) -> Iterator[Engine]:
    """`folder` becomes its profile."""
    folder.mkdir()
    quiet = {"javascript.enabled": script, "app.normandy.enabled": False}
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(to)});" for name, to in quiet.items()]
    (folder / "user.js").write_text("\n".join(lines))
    port = free_port()
    command = ["firefox-esr", "--headless", "--no-remote", "--profile", str(folder)]
    environ = {**os.environ, "HOME": str(folder)}
    with process([*command, f"--remote-debugging-port={port}"], env=environ) as browser:
        with _socket(browser, f"ws://127.0.0.1:{port}/session") as socket:
            bidi = Bidi(socket)
            bidi("session.new", capabilities={})
            yield Firefox(bidi)


def _socket(browser: "subprocess.Popen[Any]", url: str) -> ClientConnection:
    deadline = time.monotonic() + STARTS_WITHIN_S
    while True:
        try:
            return connect(url, max_size=None, proxy=None)
        except OSError:
            assert browser.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)


class Gone(Exception):
    """The element that was found is not in the page any more."""


class Bidi:
    """https://w3c.github.io/webdriver-bidi/: one command at a time, and its answer."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket, self._ids = socket, count(1)

    def __call__(self, method: str, **params: Any) -> Sent:
        number = next(self._ids)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer: Sent = json.loads(self._socket.recv(timeout=30))
            if answer.get("id") == number:
                if answer.get("error") in GONE:
                    raise Gone(answer)
                assert answer["type"] == "success", answer
                return dict(answer["result"])


class Firefox:
    def __init__(self, bidi: Bidi) -> None:
        self._bidi = bidi

    def page(self) -> Page:
        return FirefoxPage(self._bidi, self._bidi("browsingContext.create", type="window"))


class FirefoxPage:
    def __init__(self, bidi: Bidi, created: Sent) -> None:
        self._bidi, self._context = bidi, created["context"]

    def _do(self, script: str, selector: str) -> Sent:
        """What a function gives of the element there, as BiDi tells it; nothing where none is."""
        look_up = "const e = document.querySelector(selector);"
        found = f"(selector) => {{ {look_up} return e && ({script})(e); }}"
        answer = self._bidi(
            "script.callFunction",
            functionDeclaration=found,
            arguments=[{"type": "string", "value": selector}],
            target={"context": self._context, "sandbox": "tests"},
            awaitPromise=False,
        )
        assert answer["type"] == "success", answer
        return dict(answer["result"])

    def open(self, url: str) -> None:
        self._bidi("browsingContext.navigate", context=self._context, url=url, wait="complete")

    def type(self, selector: str, text: str) -> None:
        assert "value" in self._do("(e) => { e.focus(); e.select(); return true; }", selector), (
            selector
        )
        keys = [{"type": kind, "value": c} for c in text for kind in ("keyDown", "keyUp")]
        self._act({"type": "key", "id": "keys", "actions": keys})

    def tap(self, selector: str) -> None:
        def find_and_press() -> None:
            into_view = "(e) => { e.scrollIntoView({ block: 'center' }); return e; }"
            element = {"type": "element", "element": self._do(into_view, selector)}
            move = {"type": "pointerMove", "x": 0, "y": 0, "origin": element}
            press = [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
            self._act({"type": "pointer", "id": "mouse", "actions": [move, *press]})

        while_redrawn(find_and_press, Gone)

    def _act(self, source: Sent) -> None:
        self._bidi("input.performActions", context=self._context, actions=[source])

    def text(self, selector: str) -> str:
        seen = self._do("(e) => (e.checkVisibility() ? e.innerText : '')", selector)
        return str(seen.get("value", ""))

    def value(self, selector: str) -> str:
        return str(self._do("(e) => e.value", selector)["value"])
