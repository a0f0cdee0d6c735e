"""`python -m tests.icons`: draws the icons that browsers ask for by name out of static/favicon.svg.

To be run, and its files committed, when the drawing changes. Needs Chromium (`make programs`).
"""

import shutil
import struct
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import QUIET

STATIC = Path(__file__).resolve().parent.parent / "static"
# Phones cut the corners themselves, and paint what is clear black: the sea goes to the edge.
FULL = "body{background:#fff3dc}path:first-of-type{d:path('M0 14h24v10H0z')}"
SQUARE = {"apple-touch-icon.png": 180, "icon-maskable-512.png": 512}
ROUND = {"icon-192.png": 192, "icon-512.png": 512}


def draw() -> None:
    with sync_playwright() as playwright:
        shell = shutil.which("chromium-headless-shell")
        browser = playwright.chromium.launch(executable_path=shell, args=QUIET)
        page = browser.new_page()
        for name, size in SQUARE.items():
            (STATIC / name).write_bytes(_png(page, size, FULL))
        for name, size in ROUND.items():
            (STATIC / name).write_bytes(_png(page, size))
        (STATIC / "favicon.ico").write_bytes(_ico(_png(page, 32), 32))
        browser.close()


def _png(page: Page, size: int, style: str = "") -> bytes:
    page.set_viewport_size({"width": size, "height": size})
    drawing = (STATIC / "favicon.svg").read_text()
    style = f"body{{margin:0}}svg{{display:block;width:{size}px}}{style}"
    page.set_content(f"<style>{style}</style>{drawing}")
    return page.screenshot(omit_background=True)


def _ico(png: bytes, size: int) -> bytes:
    """One picture in the container that /favicon.ico is: its head, one entry, the PNG."""
    head = struct.pack("<HHH", 0, 1, 1)
    return head + struct.pack("<BBBBHHII", size, size, 0, 0, 1, 32, len(png), 22) + png


if __name__ == "__main__":
    draw()
