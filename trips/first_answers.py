"""Keep the first answer to each idempotency key, and give it to repeats."""

import functools
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError
from django.db.models import Exists, Q

from trips import clock, keys, wire
from trips.idempotency import IdempotencyKey
from trips.models import MOST_MEMBERS, FirstAnswer, Invitation, Member, Poll, Trip, ballot_of
from trips.statements import Param, compiled, insert
from trips.wire import events

# How many rows a trip keeps of each member, two an answer (see `keep_answer`), and of all guests
# together: enough for everybody who can join.
MOST_KEPT_OF_A_MEMBER, MOST_KEPT_OF_GUESTS = 100, 2 * MOST_MEMBERS


def first_answer(idempotency_key: IdempotencyKey | None) -> dict[str, Any] | None:
    """Look up what this key was answered first, with trip and poll as they are now.

    Raises Refusal `key_reused`, and `poll_not_found` where the poll is there no more.
    """
    if idempotency_key is None:
        return None
    key, call = idempotency_key.of_release_1
    row = _first.first(
        key=idempotency_key.key_digest,
        later_key=idempotency_key.later_key_digest,
        release_1_key=key,
    )
    if row is None:
        return None
    if row.call_digest != (idempotency_key.call_digest if row.trip_id else call):
        raise wire.Refusal("key_reused")
    return _read_again(json.loads(keys.decrypt(row.answer_encrypted)))


def time_if_new(invitation: Invitation, idempotency_key: IdempotencyKey | None) -> datetime | None:
    """Return the time if an invitation is still the current one, and the key is new.

    It asks all that by one statement. None tells nothing: `first_answer` does, and
    `Invitation.still_invites`.
    """
    if idempotency_key is None:
        return None
    found = _new.first(
        invitation=invitation.pk,
        key=idempotency_key.key_digest,
        later_key=idempotency_key.later_key_digest,
        release_1_key=idempotency_key.of_release_1[0],
    )
    return clock.set_to(*found) if found else None


_first = compiled(
    _with_key := FirstAnswer.objects.filter(
        Q(key_digest__in=[Param("key"), Param("later_key")])
        | Q(key_digest=Param("release_1_key"), trip=None)  # release 1 knows no such column
    ).order_by("pk")[:1]
)
_new = compiled(
    Invitation.objects.filter(
        ~Exists(_with_key), pk=Param("invitation"), replaced_at=None
    ).values_list(clock.DatabaseNow())
)


def first_answer_despite(
    refusal: wire.Refusal, idempotency_key: IdempotencyKey | None
) -> dict[str, Any] | None:
    """Look up the first answer to a call that was refused before a verb could look.

    It may have ended the right to itself: who has left may not leave. Not looked up while the
    database is away, and not shown of a hidden trip. Raises what `first_answer` raises.
    """
    is_final = refusal.code in {"busy", "key_reused", "trip_hidden"}
    return None if is_final else first_answer(idempotency_key)


def keep_answer(
    idempotency_key: IdempotencyKey | None,
    answer: Mapping[str, Any],
    trip_id: str,
    caller: str = "",
) -> None:
    """Keep the answer, in the transaction of the change. Raises IntegrityError if it comes second.

    It is kept a second time where servers of release 1 look for it: while this release is rolled
    out beside them, a repeat may come to either. To be dropped once none runs any more.
    """
    if idempotency_key is None:
        return
    encrypted = keys.encrypt(json.dumps(_small(answer, caller), ensure_ascii=False))

    def row(key: str, call: str) -> FirstAnswer:
        about = {
            "answer_encrypted": encrypted,
            "trip_id": trip_id,
            "caller": caller,
            "at": clock.now(),
        }
        return FirstAnswer(key_digest=key, call_digest=call, **about)

    ours = idempotency_key.digests
    insert(*(row(key, idempotency_key.call_digest) for key in ours))
    of_release_1 = idempotency_key.of_release_1
    if of_release_1[0] not in {"", *ours}:  # two callers may have one key there
        insert(row(*of_release_1), or_ignore=True)


def forget_answers_about(trip: Trip, member: Member) -> None:
    """Delete the kept answers that a member got, and those to others that tell of them.

    Others are guests, as the member was, who brought them, and organisers, of now and of before:
    each of these is in an event of who became one, or ceased to be.
    """
    kept = FirstAnswer.objects.filter(trip=trip)
    kept.filter(caller=member.id).delete()
    organisers = trip.members.filter(Q(is_founder=True) | Q(made_organiser=True))
    roles = trip.events.filter(type=events.MEMBER_ROLE_CHANGED).values_list("data", flat=True)
    once = [data["member"]["id"] for data in roles]
    others = {"", member.brought_by, *organisers.values_list("pk", flat=True), *once}
    told = kept.filter(caller__in=others).values_list("pk", "answer_encrypted")
    about = [pk for pk, answer in told.iterator() if member.id in keys.decrypt(answer)]
    for start in range(0, len(about), 500):
        kept.filter(pk__in=about[start : start + 500]).delete()


def keep_answer_under_lock(
    idempotency_key: IdempotencyKey | None, answer: Mapping[str, Any], trip: Trip, caller: str
) -> None:
    """Keep the answer of a change that holds the lock of its trip, and drop the oldest answers.

    Raises Refusal `key_reused` where a call on another trip has just taken the key: this lock does
    not make that one wait.
    """
    try:
        keep_answer(idempotency_key, answer, trip.id, caller)
    except IntegrityError:
        raise wire.Refusal("key_reused") from None
    if idempotency_key is not None:
        _forget_oldest(trip, caller)


def _forget_oldest(trip: Trip, caller: str) -> None:
    """Delete a caller's oldest answers over their limit.

    Nobody fills the disk so, or pushes out what another was answered.
    """
    most = MOST_KEPT_OF_A_MEMBER if caller else MOST_KEPT_OF_GUESTS
    if not caller and trip.seq + trip.report_count <= most:  # a guest's answers are no more
        return
    if too_many := _beyond(most).all(trip=trip.id, caller=caller):
        FirstAnswer.objects.filter(pk__in=[pk for (pk,) in too_many]).delete()


@functools.cache
def _beyond(most: int) -> compiled[tuple[int]]:
    kept = FirstAnswer.objects.filter(trip=Param("trip"), caller=Param("caller")).order_by("-pk")
    return compiled(kept.values_list("pk")[most : most + 100])


def _small(answer: Mapping[str, Any], caller: str) -> dict[str, Any]:
    """Take from an answer what the rows hold anyway; one with a new key stays whole."""
    small = dict(answer)
    if small.keys() & {"adminId", "memberKey"}:
        return small
    for name in small.keys() & {"poll", "trip"}:
        small[name] = {"id": small[name]["id"]}
    if "view" in small:
        small["view"] = {"of": caller}
    return small


def _read_again(small: dict[str, Any]) -> dict[str, Any]:
    """Put back what `_small` took, as the rows are now. Raises Refusal `poll_not_found`."""
    now, whole = clock.now(), dict(small)
    if "poll" in small:
        poll = Poll.objects.select_related("trip").filter(pk=small["poll"]["id"]).first()
        if poll is None:
            raise wire.Refusal("poll_not_found")
        whole["poll"] = wire.poll(poll, now)
        if member_id := small.get("view", {}).get("of"):
            whole["view"] = wire.my_poll(poll, ballot_of(poll, member_id), now)
    # What was kept whole stays; a server of an older release may have kept fewer fields.
    if trip := small.get("trip"):
        whole["trip"] = {**wire.trip_fields(Trip.objects.get(pk=trip["id"]), now), **trip}
        if "members" in trip:
            whole["trip"]["members"] = [_with_new_fields(each) for each in trip["members"]]
    if "member" in small:
        whole["member"] = _with_new_fields(small["member"])
    return whole


def _with_new_fields(member: dict[str, Any]) -> dict[str, Any]:
    row = Member.objects.filter(pk=member["id"]).first()
    return {**wire.member(row), **member} if row else member
