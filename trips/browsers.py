"""The members' keys that a browser holds, as rows found by one cookie with the browser's id.

A key is also set as a cookie of its trip ("beside"), for two reasons. Servers of release 1, which
run at the same time during a roll-out, read only that. And if two tabs join at once, before the
browser has an id, neither key is lost: the next page moves it from the cookie into a row.
Once no server of release 1 runs, set MOST_BESIDE to 0 and delete the cookie of a trip as soon as
its key is in a row; keep moving them.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import cached_property

from django.conf import settings
from django.db import Error
from django.db.models import Count
from django.http import HttpRequest, HttpResponse

from socialcart import outages
from trips import clock, keys
from trips.models import HeldKey, JoinRequest, Member

COOKIE_LIFE = timedelta(days=400)  # as long as browsers keep any
SEEN_EVERY = timedelta(days=30)  # how often `seen_at` and the cookie's age are renewed
MOST_BESIDE = 50  # cookies of trips: Chromium keeps 180 a site, then deletes any of them
MOST_AT_ONCE = 10  # deleted in one response: proxies refuse long headers
MOST_BROWSERS = 20  # rows with one key: whoever has it could make rows without end


class Held:
    """The keys that came with a request, looked up once."""

    def __init__(self, cookies: Mapping[str, str]) -> None:
        found, of_trips = cookies.get(_own_name(), ""), cookie_name("")
        self.id = found if keys.may_be_key(found) else ""
        self.beside = {
            name.removeprefix(of_trips): key
            for name, key in cookies.items()
            if key and name.startswith(of_trips)
        }

    @cached_property
    def rows(self) -> dict[str, HeldKey]:
        """The browser's rows by trip id."""
        found = HeldKey.objects.filter(browser=keys.digest(self.id)) if self.id else ()
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
        if not had or any(had.get(trip_id, each) != each for trip_id, each in digests.items()):
            new = {**{trip_id: self._in(row) for trip_id, row in self.rows.items()}, **new}
            self.id = keys.new_key()
        HeldKey.objects.bulk_create(
            [self._row(trip_id, key) for trip_id, key in new.items()],
            ignore_conflicts=not in_place,
            # One statement: two tabs that save at once do not undo each other's keys.
            update_conflicts=in_place,
            unique_fields=["browser", "trip"],
            update_fields=["key_digest", "key_encrypted", "seen_at"],
        )
        _forget_oldest(keys.digest(key) for key in new.values())
        del self.rows

    def _row(self, trip_id: str, key: str) -> HeldKey:
        return HeldKey(
            browser=keys.digest(self.id),
            trip_id=trip_id,
            key_digest=keys.digest(key),
            key_encrypted=keys.encrypt_with(key, self.id),
        )

    def _in(self, row: HeldKey) -> str:
        return keys.decrypt_with(row.key_encrypted, self.id)


def of(request: HttpRequest) -> Held:
    """Return the keys that the browser of a request holds, looked up once a request."""
    held: Held = vars(request).setdefault("_held", Held(request.COOKIES))
    return held


def cookie_name(trip_id: str) -> str:
    """Return the name of the cookie that holds the key to one trip."""
    return f"{settings.COOKIE_PREFIX}trip-{trip_id}"


def remember(request: HttpRequest, response: HttpResponse, trip_id: str, key: str) -> None:
    """Save a member's key for the browser, and set its cookies."""
    held = of(request)
    held.keep({trip_id: key})
    set_cookie(response, _own_name(), held.id)
    set_cookie(response, cookie_name(trip_id), key)


def forget(request: HttpRequest, response: HttpResponse, trip_id: str) -> None:
    """Delete the browser's key to a trip; with the last key its id too."""
    held = of(request)
    response.delete_cookie(cookie_name(trip_id))
    if row := held.rows.pop(trip_id, None):  # not the key that another tab has saved meanwhile
        HeldKey.objects.filter(pk=row.pk, key_digest=row.key_digest).delete()
    if not held.rows:
        response.delete_cookie(_own_name())


def settle(request: HttpRequest, response: HttpResponse) -> None:
    """Move keys from cookies of trips into the browser's rows, and renew the browser's cookie.

    Only if the view has read the rows anyway. Cookies that the response sets itself are left
    alone. If the database is down nothing changes; the next page tries again.
    """
    held = of(request)
    if request.method not in ("GET", "POST") or not held.was_looked_up:
        return
    said = response.cookies.keys()
    beside = {each: key for each, key in held.beside.items() if cookie_name(each) not in said}
    try:
        before = held.id
        held.keep(_worth_more(held, beside), in_place=False)
        if held.id != before or _is_renewed(held):
            set_cookie(response, _own_name(), held.id)
    except Error as failure:
        if not outages.is_outage(failure):
            raise
        outages.report("The database", failure)
        return
    _tidy_beside(held, beside, response)


def _tidy_beside(held: Held, beside: Mapping[str, str], response: HttpResponse) -> None:
    """Set cookies of trips to the keys of the rows, and delete useless ones and those too many."""
    too_many = list(beside)[: max(0, len(held.beside) - MOST_BESIDE)]  # the oldest come first
    untrue = [each for each, key in beside.items() if held.digests(each)[0] != keys.digest(key)]
    useless = [each for each in beside if each not in held.rows]
    for trip_id in [*untrue, *useless, *too_many][:MOST_AT_ONCE]:
        if trip_id in held.rows and trip_id not in too_many:
            key = held.key(trip_id, held.rows[trip_id].key_digest)
            set_cookie(response, cookie_name(trip_id), key)
        else:
            response.delete_cookie(cookie_name(trip_id))


def _worth_more(held: Held, beside: Mapping[str, str]) -> dict[str, str]:
    """Return the cookies' keys that open more than the rows' keys: never an older, ended one."""
    others = {
        each: key
        for each, key in beside.items()
        if held.digests(each)[0] != keys.digest(key) or each not in held.rows
    }
    if not others:
        return {}
    worth = _worth({digest for each in others for digest in held.digests(each)})
    better = {}
    for trip_id, key in others.items():
        row = held.rows.get(trip_id)
        in_row = worth.get((trip_id, row.key_digest), 0) if row else 0
        if worth.get((trip_id, keys.digest(key)), 0) > in_row:
            better[trip_id] = key
    return better


def _worth(digests: Iterable[str]) -> dict[tuple[str, str], int]:
    """Rate keys by (trip id, digest): 2 for a member's who is in, 1 for any other known one."""
    members = Member.objects.filter(key_digest__in=digests)
    asked = JoinRequest.objects.filter(key_digest__in=digests)
    known = dict.fromkeys(asked.values_list("trip_id", "key_digest"), 1)
    return known | {(each.trip_id, each.key_digest): 1 + each.is_in for each in members}


def _is_renewed(held: Held) -> bool:
    """Renew `seen_at` of a browser's rows if it is old; return whether it was."""
    now = clock.now()
    if all(row.seen_at > now - SEEN_EVERY for row in held.rows.values()):
        return False
    HeldKey.objects.filter(browser=keys.digest(held.id)).update(seen_at=now)
    return True


def _forget_oldest(digests: Iterable[str]) -> None:
    """Delete the oldest rows of keys that more than MOST_BROWSERS browsers hold."""
    of_key = HeldKey.objects.filter(key_digest__in=list(digests)).values("key_digest")
    for each in of_key.annotate(browsers=Count("pk")).filter(browsers__gt=MOST_BROWSERS):
        newest = HeldKey.objects.filter(key_digest=each["key_digest"]).order_by("-pk")
        old = list(newest.values_list("pk", flat=True)[MOST_BROWSERS:])
        HeldKey.objects.filter(pk__in=old).delete()


def _own_name() -> str:
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
