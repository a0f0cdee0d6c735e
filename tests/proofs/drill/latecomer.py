"""Dev joins by the page after the backup, so that his browser holds a key that is lost."""

import re

import httpx

from tests.proofs.drill.belongings import Belongings
from tests.server import Server

_KEY = re.compile(r'name="key" value="([^"]+)"')


class Latecomer:
    """Joins the trip of others' belongings, with one form and its key."""

    def __init__(self, of: Belongings) -> None:
        self._page = f"/join/{of.invitation}"
        self._hub = f"/trips/{of.trip_id}"
        self._cookies = httpx.Cookies()
        self._key = ""

    def joins(self, server: Server) -> bool:
        """Opens the invitation, sends the form, the first time and again, and looks at the hub."""
        with httpx.Client(base_url=server.url, cookies=self._cookies, timeout=30) as browser:
            page = browser.get(self._page)
            self._key = self._key or "".join(_KEY.findall(page.text)[:1])
            form = {"guest_name": "Dev", "key": self._key}
            token = browser.cookies.get("csrf", "")
            answer = browser.post(self._page, data=form | {"csrfmiddlewaretoken": token})
            self._cookies = browser.cookies
            hub = browser.get(self._hub)
            is_asked_to = page.status_code == 200 and bool(_KEY.search(page.text))
            return is_asked_to and answer.headers.get("Location") == self._hub and hub.is_success
