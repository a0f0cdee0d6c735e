"""A phone that is switched off and on again: what its browser keeps stays."""

from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Playwright

from tests.browser.conftest import PHONE, WITNESS
from tests.browser.people import Person
from tests.server import until

HAS_A_WORKER = "Boolean(navigator.serviceWorker.controller)"
KEPT = """async () => {
  const names = await caches.keys();
  const kept = await Promise.all(names.map(async (name) => {
    const cache = await caches.open(name);
    return (await cache.keys()).map(({ url }) => new URL(url).pathname);
  }));
  return kept.flat();
}"""
OPEN = """
  const opening = indexedDB.open("socialcart", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("taps", { keyPath: "id" });
"""
STORED = f"""() => new Promise((resolve) => {{ {OPEN}
  opening.onsuccess = () => {{
    const all = opening.result.transaction("taps").objectStore("taps").getAll();
    all.onsuccess = () => {{ opening.result.close(); resolve(all.result); }};
  }};
}})"""
STORE = f"""(taps) => new Promise((resolve) => {{ {OPEN}
  opening.onsuccess = () => {{
    const change = opening.result.transaction("taps", "readwrite");
    for (const tap of taps) change.objectStore("taps").put(tap);
    change.oncomplete = () => {{ opening.result.close(); resolve(); }};
  }};
}})"""


class Phone:
    """Asha's: its browser can be closed and opened again."""

    def __init__(
        self, playwright: Playwright, launch: dict[str, Any], profile: Path, site: str
    ) -> None:
        self._start = lambda: playwright.chromium.launch_persistent_context(
            profile, base_url=site, **launch, **PHONE
        )
        self._site = site
        self.switch_on()

    def switch_on(self) -> None:
        self.context: BrowserContext = self._start()
        self.context.set_default_timeout(10_000)
        self.context.add_init_script(path=WITNESS)
        self.asha = Person(self.context, self._site)

    def switch_off(self) -> None:
        self.context.close()

    def restart(self) -> None:
        self.switch_off()
        self.switch_on()


def has_a_worker(person: Person) -> None:
    until(lambda: bool(person.page.evaluate(HAS_A_WORKER)))


def kept_pages(person: Person) -> list[str]:
    found: list[str] = person.page.evaluate(KEPT)
    return [each for each in found if not each.startswith("/static/")]


def stored(person: Person) -> list[dict[str, Any]]:
    taps: list[dict[str, Any]] = person.page.evaluate(STORED)
    return taps


def caches_of(person: Person) -> list[str]:
    names: list[str] = person.page.evaluate("caches.keys()")
    return names
