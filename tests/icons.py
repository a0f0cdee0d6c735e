"""`python -m tests.icons`: draws the icons that browsers ask for by name out of static/favicon.svg.

To be run, and its files committed, when the drawing changes. Needs Chromium (`make programs`).
"""

import shutil
import struct
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import QUIET

STATIC = Path(__file__).resolve().parent.parent / "static"
BEHIND = "#fff3dc"  # phones cut the corners themselves, and paint what is clear black


def draw() -> None:
    with sync_playwright() as playwright:
        shell = shutil.which("chromium-headless-shell")
        browser = playwright.chromium.launch(executable_path=shell, args=QUIET)
        page = browser.new_page()
        (STATIC / "apple-touch-icon.png").write_bytes(_png(page, 180, BEHIND))
        (STATIC / "favicon.ico").write_bytes(_ico(_png(page, 32, "transparent"), 32))
        browser.close()


def _png(page: Page, size: int, behind: str) -> bytes:
    page.set_viewport_size({"width": size, "height": size})
    drawing = (STATIC / "favicon.svg").read_text()
    style = f"body{{margin:0;background:{behind}}}svg{{display:block;width:{size}px}}"
    page.set_content(f"<style>{style}</style>{drawing}")
    return page.screenshot(omit_background=True)


def _ico(png: bytes, size: int) -> bytes:
    """One picture in the container that /favicon.ico is: its head, one entry, the PNG."""
    head = struct.pack("<HHH", 0, 1, 1)
    return head + struct.pack("<BBBBHHII", size, size, 0, 0, 1, 32, len(png), 22) + png


if __name__ == "__main__":
    draw()
