"""The forms of a page as a browser has them: what it would send if nobody touched anything."""

from html.parser import HTMLParser
from typing import Any

from django.contrib.admin.utils import quote
from django.test import Client

from trips.models import Trip

SENT = (
    "text",
    "hidden",
    "number",
    "date",
    "time",
    "datetime-local",
    "tel",
    "email",
    "checkbox",
    "radio",
)


class Forms(HTMLParser):
    """The fields of each form, by the form's address."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, dict[str, str]] = {}
        self._form: dict[str, str] = {}
        self._list = self._area = ""  # the name of the one that is open
        self.feed(page)

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in given}
        name, value = about.get("name", ""), about.get("value", "")
        if tag == "form":
            self._form = self.fields.setdefault(about.get("action", ""), {})
        elif tag == "select":
            self._list = name
        elif tag == "textarea":
            self._area, self._form[name] = name, ""
        elif tag == "option" and (self._list not in self._form or "selected" in about):
            self._form[self._list] = value
        elif tag == "input" and name and _is_sent(about):
            self._form[name] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._form[self._area] = self._form[self._area].removeprefix("\n")
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self._form[self._area] += data


def _is_sent(about: dict[str, str]) -> bool:
    kind = about.get("type", "text")
    return kind in SENT and (kind not in ("checkbox", "radio") or "checked" in about)


def doors(trip: Trip, ben: Client, staff: Client) -> dict[str, tuple[Client, str, str]]:
    """The forms of a trip: who has each, on which page, and with which address there."""
    settings = f"/trips/{trip.id}/settings"
    return {
        "plan": (ben, "/", "/"),
        "page": (ben, settings, settings),
        "staff": (staff, f"/admin/trips/trip/{quote(trip.id)}/change/", ""),
    }


def form_of(answer: Any, address: str = "") -> dict[str, str]:
    """What the form of a page, or the one with this address, would send untouched."""
    return Forms(answer.content.decode()).fields[address]


def send(client: Client, page: str, address: str = "", **typed: str) -> Any:
    """Opens a page, types into its form, and sends it."""
    form = form_of(client.get(page), address)
    return client.post(address or page, form | typed)
