"""Three real engines behind one small interface: Chromium, WebKit and Firefox.

Chromium is Playwright's; WebKit is WebKitGTK's MiniBrowser, driven by Selenium on a screen of its
own; Firefox is driven by WebDriver BiDi, which it speaks itself on its debugging port.
"""

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Protocol

from playwright.sync_api import Browser
from playwright.sync_api import Page as PlaywrightPage
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service
from websockets.sync.client import ClientConnection, connect

from tests.parts import free_port, guard
from tests.server import until

STARTS_WITHIN_S = 30
Sent = dict[str, Any]


class Page(Protocol):
    """A page as somebody uses it. A `selector` finds its first element by CSS."""

    def open(self, url: str) -> None: ...

    def type(self, selector: str, text: str) -> None: ...

    def tap(self, selector: str) -> None: ...

    def text(self, selector: str) -> str:
        """What can be read there; "" where nothing is."""
        ...

    def value(self, selector: str) -> str: ...


class Engine(Protocol):
    def page(self) -> Page:
        """A new one. All pages of an engine share their cookies, by host."""
        ...


@contextmanager
def chromium(browser: Browser, script: bool = True) -> Iterator[Engine]:
    context = browser.new_context(java_script_enabled=script)
    yield Chromium(context.new_page)
    context.close()


class Chromium:
    def __init__(self, new_page: Any) -> None:
        self._new_page = new_page

    def page(self) -> Page:
        return ChromiumPage(self._new_page())


class ChromiumPage:
    def __init__(self, page: PlaywrightPage) -> None:
        self._page = page

    def open(self, url: str) -> None:
        self._page.goto(url)

    def type(self, selector: str, text: str) -> None:
        self._page.locator(selector).first.fill(text)

    def tap(self, selector: str) -> None:
        self._page.locator(selector).first.click()

    def text(self, selector: str) -> str:
        found = self._page.locator(selector)
        return found.first.inner_text() if found.count() and found.first.is_visible() else ""

    def value(self, selector: str) -> str:
        return self._page.locator(selector).first.input_value()


@contextmanager
def webkit(script: bool = True) -> Iterator[Engine]:
    with ExitStack() as stack:
        options = Options()
        options.binary_location = str(next(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser")))
        options.add_argument("--automation")
        options.add_argument(f"--enable-javascript={str(script).lower()}")
        environ = {**os.environ, "DISPLAY": stack.enter_context(_screen())}
        driver = webdriver.WebKitGTK(options=options, service=Service(env=environ))
        stack.callback(driver.quit)
        yield WebKit(driver)


@contextmanager
def _screen() -> Iterator[str]:
    """The name of a screen that nobody looks at."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x1600x24", "-nolisten", "tcp"]
    with _process(command, stdout=subprocess.PIPE, text=True) as screen:
        assert screen.stdout
        yield f":{screen.stdout.readline().strip()}"


@contextmanager
def _process(command: list[str], **options: Any) -> Iterator["subprocess.Popen[Any]"]:
    """A program that ends with us, however we end."""
    watch = guard.Guard()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, **options)
    watch.watch(process.pid)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(10)
        watch.close()


class WebKit:
    def __init__(self, driver: webdriver.WebKitGTK) -> None:
        self._driver = driver

    def page(self) -> Page:
        self._driver.switch_to.new_window("window")
        return WebKitPage(self._driver, self._driver.current_window_handle)


class WebKitPage:
    def __init__(self, driver: webdriver.WebKitGTK, window: str) -> None:
        self._driver, self._window = driver, window

    def _all(self, selector: str) -> list[Any]:
        self._driver.switch_to.window(self._window)
        return self._driver.find_elements(By.CSS_SELECTOR, selector)

    def open(self, url: str) -> None:
        self._driver.switch_to.window(self._window)
        self._driver.get(url)

    def type(self, selector: str, text: str) -> None:
        field = self._all(selector)[0]
        field.clear()
        field.send_keys(text)

    def tap(self, selector: str) -> None:
        self._all(selector)[0].click()

    def text(self, selector: str) -> str:
        found = self._all(selector)
        return found[0].text if found else ""

    def value(self, selector: str) -> str:
        return str(self._all(selector)[0].get_property("value"))


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
    with _process([*command, f"--remote-debugging-port={port}"], env=environ) as process:
        with _socket(process, f"ws://127.0.0.1:{port}/session") as socket:
            bidi = Bidi(socket)
            bidi("session.new", capabilities={})
            yield Firefox(bidi)


def _socket(process: "subprocess.Popen[Any]", url: str) -> ClientConnection:
    deadline = time.monotonic() + STARTS_WITHIN_S
    while True:
        try:
            return connect(url, max_size=None, proxy=None)
        except OSError:
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)


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

    def _do(self, script: str, selector: str) -> Any:
        """What a function gives of the element there; null where there is none."""
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
        return answer["result"].get("value")

    def open(self, url: str) -> None:
        self._bidi("browsingContext.navigate", context=self._context, url=url, wait="complete")

    def type(self, selector: str, text: str) -> None:
        assert self._do("(e) => { e.focus(); e.select(); return true; }", selector), selector
        keys = [{"type": kind, "value": c} for c in text for kind in ("keyDown", "keyUp")]
        self._act({"type": "key", "id": "keys", "actions": keys})

    def tap(self, selector: str) -> None:
        into_view = "(e) => { e.scrollIntoView({ block: 'center' }); return true; }"
        assert self._do(into_view, selector), selector
        locator = {"type": "css", "value": selector}
        nodes = self._bidi("browsingContext.locateNodes", context=self._context, locator=locator)
        element = {"type": "element", "element": {"sharedId": nodes["nodes"][0]["sharedId"]}}
        move = {"type": "pointerMove", "x": 0, "y": 0, "origin": element}
        press = [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
        self._act({"type": "pointer", "id": "mouse", "actions": [move, *press]})

    def _act(self, source: Sent) -> None:
        self._bidi("input.performActions", context=self._context, actions=[source])

    def text(self, selector: str) -> str:
        return self._do("(e) => (e.checkVisibility() ? e.innerText : '')", selector) or ""

    def value(self, selector: str) -> str:
        return str(self._do("(e) => e.value", selector))


def reads(page: Page, selector: str, words: str, within_s: float = 10) -> None:
    """Waits until these words can be read there."""
    until(lambda: words in page.text(selector), within_s)
