"""Move the keys in cookies of trips into a browser's rows, and keep its cookies few and true.

A key is set as a cookie of its trip for two reasons. Servers of release 1, which run at the same
time during a roll-out, read only that. And if two tabs join at once, before the browser has an id,
neither key is lost: the next page moves it from the cookie into a row.
Once no server of release 1 runs, set MOST_BESIDE to 0 and delete the cookie of a trip as soon as
its key is in a row; keep moving them.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.db import Error
from django.http import HttpRequest, HttpResponse

from socialcart import outages
from trips import browsers, clock, keys
from trips.models import HeldKey, JoinRequest, Member

SEEN_EVERY = timedelta(days=30)  # how often `seen_at` and the cookie's age are renewed
MOST_BESIDE = 50  # cookies of trips: Chromium keeps 180 a site, then deletes any of them
MOST_AT_ONCE = 10  # deleted in one response: proxies refuse long headers


def move(request: HttpRequest, response: HttpResponse) -> None:
    """Move keys from cookies of trips into the browser's rows, and renew the browser's cookie.

    Only if the view has read the rows anyway. Cookies that the response sets itself are left
    alone. If the database is down nothing changes; the next page tries again.
    """
    held = browsers.of(request)
    if request.method not in ("GET", "POST") or not held.was_looked_up:
        return
    said = response.cookies.keys()
    beside = {
        each: key for each, key in held.beside.items() if browsers.cookie_name(each) not in said
    }
    try:
        before = held.id
        held.keep(_worth_more(held, beside), in_place=False)
        if held.id != before or _is_renewed(held):
            browsers.set_cookie(response, browsers.own_name(), held.id)
    except Error as failure:
        if not outages.is_outage(failure):
            raise
        outages.report("The database", failure)
        return
    _tidy_beside(held, beside, response)


def _tidy_beside(held: browsers.Held, beside: Mapping[str, str], response: HttpResponse) -> None:
    """Set cookies of trips to the keys of the rows, and delete useless ones and those too many."""
    too_many = list(beside)[: max(0, len(held.beside) - MOST_BESIDE)]  # the oldest come first
    untrue = [each for each, key in beside.items() if held.digests(each)[0] != keys.digest(key)]
    useless = [each for each in beside if each not in held.rows]
    for trip_id in [*untrue, *useless, *too_many][:MOST_AT_ONCE]:
        if trip_id in held.rows and trip_id not in too_many:
            key = held.key(trip_id, held.rows[trip_id].key_digest)
            browsers.set_cookie(response, browsers.cookie_name(trip_id), key)
        else:
            response.delete_cookie(browsers.cookie_name(trip_id))


def _worth_more(held: browsers.Held, beside: Mapping[str, str]) -> dict[str, str]:
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
    """Rate keys by (trip id, digest): 2 of who is in or waits, 1 for any other known one."""
    members = Member.objects.filter(key_digest__in=digests)
    asked = JoinRequest.objects.filter(key_digest__in=digests)
    known = dict.fromkeys(asked.values_list("trip_id", "key_digest"), 1)
    return known | {(each.trip_id, each.key_digest): 1 + each.is_current for each in members}


def _is_renewed(held: browsers.Held) -> bool:
    """Renew `seen_at` of a browser's rows if it is old; return whether it was."""
    now = clock.now()
    if all(row.seen_at > now - SEEN_EVERY for row in held.rows.values()):
        return False
    HeldKey.objects.filter(browser=keys.digest(held.id)).update(seen_at=now)
    return True
