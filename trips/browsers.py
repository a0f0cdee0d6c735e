"""The keys that a browser holds: its one cookie names the rows that have them.

A key goes out in a cookie of its trip as well, for two reasons. Servers of release 1, beside which
this one is rolled out, read no other. And of two tabs that join at once, before the browser has an
id, none loses its key: the next page moves what such a cookie holds into the rows.
To be contracted: once no server of release 1 runs, MOST_BESIDE becomes 0, and a cookie of a trip
goes as soon as its key is in a row. Moving them stays.
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
SEEN_EVERY = timedelta(days=30)  # a write and a cookie: not at each page
MOST_BESIDE = 50  # cookies of trips: Chromium keeps 180 a site, and throws out any
MOST_AT_ONCE = 10  # to be taken away: proxies refuse an answer with a long head
MOST_BROWSERS = 20  # with one key: whoever has it could make rows without end


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
        """By trip."""
        found = HeldKey.objects.filter(browser=keys.digest(self.id)) if self.id else ()
        return {row.trip_id: row for row in found}

    @property
    def was_looked_up(self) -> bool:
        """Whether the rows have been read for this request."""
        return "rows" in vars(self)

    def digests(self, trip_id: str) -> list[str]:
        """Of the keys to a trip; where there are two, that of the row comes first."""
        in_row = [self.rows[trip_id].key_digest] if trip_id in self.rows else []
        beside = [keys.digest(self.beside[trip_id])] if trip_id in self.beside else []
        return list(dict.fromkeys(in_row + beside))

    def all_digests(self) -> set[str]:
        """Of the keys to all trips."""
        return {
            digest for trip_id in {*self.rows, *self.beside} for digest in self.digests(trip_id)
        }

    def key(self, trip_id: str, digest: str) -> str:
        """The key to a trip with this digest, or ""."""
        beside, row = self.beside.get(trip_id, ""), self.rows.get(trip_id)
        if keys.digest(beside) == digest:
            return beside
        return self._in(row) if row and row.key_digest == digest else ""

    def keep(self, new: Mapping[str, str], *, in_place: bool = True) -> None:
        """Puts keys into the rows, by trip; not `in_place` of what another tab has put there.

        Where one takes the place of another the browser gets a new id: a copy of its cookie goes
        on to open what it opened, and never the new key.
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
            update_conflicts=in_place,  # a statement a tab: of two at once neither undoes the other
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
    """What the browser holds that asks."""
    held: Held = vars(request).setdefault("_held", Held(request.COOKIES))
    return held


def cookie_name(trip_id: str) -> str:
    """Of the cookie beside the browser's own, which holds the key to one trip."""
    return f"{settings.COOKIE_PREFIX}trip-{trip_id}"


def remember(request: HttpRequest, response: HttpResponse, trip_id: str, key: str) -> None:
    """Puts a member's key into the browser."""
    held = of(request)
    held.keep({trip_id: key})
    set_cookie(response, _own_name(), held.id)
    set_cookie(response, cookie_name(trip_id), key)


def forget(request: HttpRequest, response: HttpResponse, trip_id: str) -> None:
    """Takes the key to a trip out of the browser; with the last one it loses its id too."""
    held = of(request)
    response.delete_cookie(cookie_name(trip_id))
    if row := held.rows.pop(trip_id, None):  # not what another tab has put in its place
        HeldKey.objects.filter(pk=row.pk, key_digest=row.key_digest).delete()
    if not held.rows:
        response.delete_cookie(_own_name())


def settle(request: HttpRequest, response: HttpResponse) -> None:
    """Moves what cookies of trips hold into the rows, and lets the browser's own live on.

    Only where the page has looked at them anyway. What the answer itself says of a cookie stands.
    An outage changes nothing: the next page does.
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
    """Lets the cookies beside say what the rows say, and takes away what is too many."""
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
    """The keys that open more than those in the rows: never an ended one in place of a newer."""
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
    """By trip and digest: 2 for the key of who is in, 1 for one that is known."""
    members = Member.objects.filter(key_digest__in=digests)
    asked = JoinRequest.objects.filter(key_digest__in=digests)
    known = dict.fromkeys(asked.values_list("trip_id", "key_digest"), 1)
    return known | {(each.trip_id, each.key_digest): 1 + each.is_in for each in members}


def _is_renewed(held: Held) -> bool:
    """Notes that the browser was seen, if that was long ago: its cookie is to be renewed then."""
    now = clock.now()
    if all(row.seen_at > now - SEEN_EVERY for row in held.rows.values()):
        return False
    HeldKey.objects.filter(browser=keys.digest(held.id)).update(seen_at=now)
    return True


def _forget_oldest(digests: Iterable[str]) -> None:
    """Of the browsers with one of these keys only the newest keep it."""
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
    """Sets a cookie that no script reads; `max_age` in seconds, if it is a number."""
    response.set_cookie(
        name,
        value,
        max_age=max_age,
        path=path,
        secure=settings.COOKIES_SECURE,
        httponly=True,
        samesite="Lax",
    )
