"""Three real engines behind one small interface: Chromium, WebKit and, in firefox.py, Firefox.

Chromium is Playwright's; WebKit is WebKitGTK's MiniBrowser, driven by Selenium on a screen of its
own.
"""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol, TypeVar

from playwright.sync_api import Browser
from playwright.sync_api import Page as PlaywrightPage
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from tests.parts import guard
from tests.server import until

TRIES = 5
Given = TypeVar("Given")


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
    with process(command, stdout=subprocess.PIPE, text=True) as screen:
        assert screen.stdout
        yield f":{screen.stdout.readline().strip()}"


@contextmanager
def process(command: list[str], **options: Any) -> Iterator["subprocess.Popen[Any]"]:
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

    def _do(self, selector: str, act: Callable[[Any], Given]) -> Given | None:
        """What a function gives of the element there; None where there is none."""

        def find_and_act() -> Given | None:
            self._driver.switch_to.window(self._window)
            found = self._driver.find_elements(By.CSS_SELECTOR, selector)
            return act(found[0]) if found else None

        return while_redrawn(find_and_act, StaleElementReferenceException)

    def open(self, url: str) -> None:
        self._driver.switch_to.window(self._window)
        self._driver.get(url)

    def type(self, selector: str, text: str) -> None:
        def fill(field: Any) -> bool:
            field.clear()
            field.send_keys(text)
            return True

        assert self._do(selector, fill), selector

    def tap(self, selector: str) -> None:
        def click(element: Any) -> bool:
            element.click()
            return True

        assert self._do(selector, click), selector

    def text(self, selector: str) -> str:
        return self._do(selector, lambda element: str(element.text)) or ""

    def value(self, selector: str) -> str:
        return str(self._do(selector, lambda field: field.get_property("value")))


def while_redrawn(find_and_act: Callable[[], Given], gone: type[Exception]) -> Given:
    """Does it anew where a live page took the element away between the two."""
    for _ in range(TRIES - 1):
        with suppress(gone):
            return find_and_act()
    return find_and_act()


def reads(page: Page, selector: str, words: str, within_s: float = 20) -> None:
    """Waits until these words can be read there."""
    until(lambda: words in page.text(selector), within_s)
