"""A statement that is compiled once gives and writes what Django's own query does."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from trips import wire
from trips.models import Event, FirstAnswer, Invitation, Member, Option, Poll, Trip
from trips.statements import Param, changed, compiled, insert, update

MOMENT = datetime(2026, 12, 1, 18, 30, 0, 123456, UTC)

_of_trip = compiled(Member.objects.filter(trip=Param("trip"), state=Member.State.IN))
_since = compiled(Member.objects.filter(joined_at__gte=Param("moment")).order_by("pk"))
_invitation = compiled(Invitation.objects.select_related("trip").filter(digest=Param("digest")))
_locked = compiled(Trip.objects.select_for_update().filter(pk=Param("trip")))
_names = compiled(Member.objects.filter(pk__in=[Param("one"), Param("other")]).values_list("name"))


def columns(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_rows_are_those_of_the_query(trip: Trip, asha: wire.JoinResponse) -> None:
    rows = _of_trip.all(trip=trip.id)
    assert [columns(row) for row in rows] == [columns(row) for row in trip.members.all()]
    assert [row.name for row in rows] == ["Ben", "Asha"]
    assert _of_trip.all(trip="another") == []
    assert _names.first(one=asha["memberId"], other="") == ("Asha",)
    assert _names.first(one="", other="") is None


def test_moments_sums_and_empty_columns_are_read_and_compared(trip: Trip) -> None:
    trip.join_by, trip.price_per_person, trip.currency = MOMENT, Decimal("99.500"), "EUR"
    trip.save()
    trip.members.update(joined_at=MOMENT)
    with transaction.atomic():
        locked = _locked.first(trip=trip.id)
    assert locked
    assert columns(locked) == columns(Trip.objects.get())
    assert [row.joined_at for row in _since.all(moment=MOMENT)] == [MOMENT]
    assert _since.all(moment=datetime(2026, 12, 2, tzinfo=UTC)) == []


def test_a_related_row_comes_with_it(trip: Trip, django_assert_num_queries: Any) -> None:
    digest = trip.invitations.get().digest
    with django_assert_num_queries(1):
        found = _invitation.first(digest=digest)
        assert found
        assert columns(found.trip) == columns(trip)


def test_what_is_inserted_is_there_and_can_be_changed(trip: Trip) -> None:
    data = {"member": {"name": "O'Brien 100 % 李小龍"}, "null": None}
    event = Event(trip=trip, seq=9, type="TRIP_UPDATED", at=MOMENT, data=data)
    insert(event)
    assert columns(Event.objects.get(pk=event.pk)) == columns(event)
    event.data, event.is_news = {}, False
    before = columns(Event.objects.get(pk=event.pk))
    assert changed(event, before) == ["data", "is_news"]
    update(event, changed(event, before))
    assert columns(Event.objects.get(pk=event.pk)) == columns(event)


def test_two_rows_are_inserted_at_once_and_one_that_is_there_is_left_alone(trip: Trip) -> None:
    one, other, again = (
        FirstAnswer(key_digest=digest, call_digest="", answer_encrypted=answer, trip_id=trip.id)
        for digest, answer in [("1", "first"), ("2", "first"), ("1", "second")]
    )
    insert(one, other)
    insert(again, or_ignore=True)
    kept = FirstAnswer.objects.in_bulk()
    assert kept == {one.pk: one, other.pk: other}
    assert {row.answer_encrypted for row in kept.values()} == {"first"}


def test_a_row_that_may_not_be_undoes_the_transaction(trip: Trip) -> None:
    poll = Poll(trip=trip, question="When?")
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(poll)
        insert(Option(poll=poll, number=1, text="5 Dec", folded_text="5 dec", text_key="5 dec"))
        insert(Option(poll=poll, number=1, text="6 Dec", folded_text="6 dec", text_key="6 dec"))
    assert not trip.polls.exists()


@pytest.mark.django_db(transaction=True)
def test_threads_share_a_statement_each_on_its_own_connection(trip: Trip) -> None:
    def read() -> list[str]:
        try:
            return [row.name for row in fresh.all(trip=trip.id)]
        finally:
            connection.close()

    fresh = compiled(Member.objects.filter(trip=Param("trip")))
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda _: read(), range(20))) == [["Ben"]] * 20
    assert read() == ["Ben"]
