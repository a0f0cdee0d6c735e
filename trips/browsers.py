"""The members' keys that a browser holds, as rows found by one cookie with the browser's id.

A key is also set as a cookie of its trip ("beside"): `old_cookies` says why, and moves it into a
row.
"""

import copy
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from trips import keys
from trips.models import HeldKey, Receiver
from trips.statements import Param, compiled, insert

COOKIE_LIFE = timedelta(days=400)  # as long as browsers keep any
MOST_BROWSERS = 20  # rows with one key: whoever has it could make rows without end


class Held:
    """The keys that came with a request, looked up once."""

    def __init__(self, cookies: Mapping[str, str]) -> None:
        found, of_trips = cookies.get(own_name(), ""), cookie_name("")
        self.id = found if keys.may_be_key(found) else ""
        self.kept: Mapping[str, str] = {}  # by trip id, the keys that `keep` has just saved
        self.beside = {
            name.removeprefix(of_trips): key
            for name, key in cookies.items()
            if key and name.startswith(of_trips)
        }

    @cached_property
    def rows(self) -> dict[str, HeldKey]:
        """The browser's rows by trip id."""
        found = _held.all(browser=keys.digest(self.id)) if self.id else ()
        return {row.trip_id: row for row in found}

    @property
    def was_looked_up(self) -> bool:
        """Whether the rows have been read for this request."""
        return "rows" in vars(self)

    def digests(self, trip_id: str) -> list[str]:
        """Return the digests of the keys to a trip: the row's first, then the cookie's."""
        in_row = [self.rows[trip_id].key_digest] if trip_id in self.rows else []
        beside = [keys.digest(self.beside[trip_id])] if trip_id in self.beside else []
        return list(dict.fromkeys(in_row + beside))

    def all_digests(self) -> set[str]:
        """Return the digests of the keys to all trips."""
        return {
            digest for trip_id in {*self.rows, *self.beside} for digest in self.digests(trip_id)
        }

    def key(self, trip_id: str, digest: str) -> str:
        """Return the key to a trip that has this digest, or ""."""
        beside, row = self.beside.get(trip_id, ""), self.rows.get(trip_id)
        if keys.digest(beside) == digest:
            return beside
        return self._in(row) if row and row.key_digest == digest else ""

    def keep(self, new: Mapping[str, str], *, in_place: bool = True) -> None:
        """Save keys, by trip id, into the browser's rows.

        Without `in_place`, a key that another tab has saved meanwhile stays. If a key replaces
        another one, the browser gets a new id: a stolen copy of its cookie never reads the new key.
        """
        digests = {trip_id: keys.digest(key) for trip_id, key in new.items()}
        had = {trip_id: row.key_digest for trip_id, row in self.rows.items()}
        if digests.items() <= had.items():
            return
        before = self.id
        if not had or any(had.get(trip_id, each) != each for trip_id, each in digests.items()):
            new = {**{trip_id: self._in(row) for trip_id, row in self.rows.items()}, **new}
            self.id = keys.new_key()
        rows = [self._row(trip_id, key) for trip_id, key in new.items()]
        # One statement a row: two tabs that save at once do not undo each other's keys.
        or_else: Any = {"or_update": ("browser", "trip")} if in_place else {"or_ignore": True}
        with transaction.atomic():
            for row in rows:
                insert(row, **or_else)
                _forget_oldest(row.key_digest)
            if had and self.id != before:
                _move_devices(before, self.id)
        self.kept = new if in_place else {}
        del self.rows

    def read_messages(self, trip_id: str) -> int:
        """Return the number of the newest message of a trip that was read here; 0 for none."""
        return self.rows[trip_id].read_messages if trip_id in self.rows else 0

    def mark_read(self, trip_id: str, number: int) -> None:
        """Remember that the messages of a trip were read here, up to this number."""
        if trip_id in self.rows:
            earlier = HeldKey.objects.filter(pk=self.rows[trip_id].pk, read_messages__lt=number)
            earlier.update(read_messages=number)

    def _row(self, trip_id: str, key: str) -> HeldKey:
        return HeldKey(
            browser=keys.digest(self.id),
            trip_id=trip_id,
            key_digest=keys.digest(key),
            key_encrypted=keys.encrypt_with(key, self.id),
            read_messages=self.read_messages(trip_id),
        )

    def _in(self, row: HeldKey) -> str:
        return keys.decrypt_with(row.key_encrypted, self.id)


_held = compiled(HeldKey.objects.filter(browser=Param("browser")))


@contextmanager
def of_change(request: HttpRequest) -> Iterator[Held]:
    """Give the browser's keys to a change, which saves a new one in its own transaction.

    If the change fails, those of the request are as they were: nothing was saved.
    """
    held = copy.copy(of(request))
    yield held
    vars(request)["_held"] = held


def of(request: HttpRequest) -> Held:
    """Return the keys that the browser of a request holds, looked up once a request."""
    if "_held" not in vars(request):
        vars(request)["_held"] = Held(request.COOKIES)
    held: Held = vars(request)["_held"]
    return held


def cookie_name(trip_id: str) -> str:
    """Return the name of the cookie that holds the key to one trip."""
    return f"{settings.COOKIE_PREFIX}trip-{trip_id}"


def holds_key(name: str) -> bool:
    """Return whether a cookie of this name holds a key, or the id that opens several."""
    return name == own_name() or name.startswith(cookie_name(""))


def remember(request: HttpRequest, response: HttpResponse, trip_id: str, key: str) -> None:
    """Save a member's key for the browser, and set its cookies."""
    held = of(request)
    if held.kept.get(trip_id) != key:
        held.keep({trip_id: key})
    set_cookie(response, own_name(), held.id)
    set_cookie(response, cookie_name(trip_id), key)


def forget(request: HttpRequest, response: HttpResponse, trip_id: str) -> None:
    """Delete the browser's key to a trip; with the last key its id too."""
    held = of(request)
    response.delete_cookie(cookie_name(trip_id))
    if row := held.rows.pop(trip_id, None):  # not the key that another tab has saved meanwhile
        HeldKey.objects.filter(pk=row.pk, key_digest=row.key_digest).delete()
        _devices_of(held.id).filter(trip=trip_id).delete()
    if not held.rows:
        response.delete_cookie(own_name())


def forget_all(request: HttpRequest) -> None:
    """Delete all keys that the browser holds, and where the news is pushed to it.

    The request holds none from now on, so that `old_cookies` does not save those of its cookies.
    """
    browser = of(request).id
    if browser:
        HeldKey.objects.filter(browser=keys.digest(browser)).delete()
        _devices_of(browser).delete()
    vars(request)["_held"] = Held({})


def _forget_oldest(digest: str) -> None:
    """Delete the oldest rows of a key that more than MOST_BROWSERS browsers hold."""
    for (pk,) in _too_many.all(key=digest):
        _row.delete(pk=pk)


_row = compiled(HeldKey.objects.filter(pk=Param("pk")))
_of_key = HeldKey.objects.filter(key_digest=Param("key")).order_by("-pk").values_list("pk")
_too_many = compiled(_of_key[MOST_BROWSERS : 2 * MOST_BROWSERS])


def _devices_of(browser: str) -> QuerySet[Receiver]:
    """Select where the news of trips is pushed to a browser."""
    return Receiver.objects.filter(browser=keys.digest(browser))


def _move_devices(before: str, after: str) -> None:
    """Let a browser that has a new id be told the news as before."""
    devices = _devices_of(before)
    if devices.exists():
        devices.update(browser=keys.digest(after))


def own_name() -> str:
    """Return the name of the cookie that holds the browser's id."""
    return f"{settings.COOKIE_PREFIX}browser"


def set_cookie(
    response: HttpResponse,
    name: str,
    value: str,
    max_age: timedelta | int = COOKIE_LIFE,
    path: str = "/",
) -> None:
    """Set a cookie that scripts cannot read; `max_age` in seconds, if it is a number."""
    response.set_cookie(
        name,
        value,
        max_age=max_age,
        path=path,
        secure=settings.COOKIES_SECURE,
        httponly=True,
        samesite="Lax",
    )
