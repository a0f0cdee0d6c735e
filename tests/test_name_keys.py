"""Keys of names while release 1 still runs, which writes an older key and leaves ours empty."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from tests.name_keys import KEYS
from trips import housekeeping, keys, membership, names, naming, planning, polls, wire
from trips.forms import Guest, PollTerms, Terms
from trips.models import Member, Option, Trip

pytestmark = pytest.mark.django_db
TAKEN_BEFORE = {name: before for name, _, before in KEYS if before}


def writes(trip: Trip, name: str, state: str = "in") -> Member:
    """A row as a server of release 1 leaves it."""
    digest = keys.digest(keys.new_key())
    before = TAKEN_BEFORE[name]
    return trip.members.create(name=name, name_key=before, key_digest=digest, state=state)


def finds(trip: Trip, name: str) -> set[str]:
    """Whom a server of release 1 finds under a name."""
    known = trip.members.filter(name_key=TAKEN_BEFORE[name])
    return set(known.values_list("name", flat=True))


def test_the_migration_gives_every_name_its_key_and_keeps_whoever_is_in(trip: Trip) -> None:
    for before, name in {before: name for name, before in TAKEN_BEFORE.items()}.items():
        writes(trip, name) if before else None
    import_module("trips.migrations.0006_fold_names").fold_names(apps, None)
    folded = dict(trip.members.values_list("name", "folded_name"))
    expected = {name: key for name, key, _ in KEYS} | {"Ben": "ben"}
    assert {name: key.partition("\n")[0] for name, key in folded.items()} == {
        name: expected[name] for name in folded
    }
    assert len(set(folded.values())) == len(folded)


def test_tidy_gives_those_a_key_who_joined_at_an_older_server(trip: Trip) -> None:
    writes(trip, "Asha")
    assert (housekeeping.fold_names(), housekeeping.fold_names()) == (1, 0)
    assert trip.members.get(name="Asha").folded_name == "asha"


def test_of_two_who_count_as_one_now_both_stay_and_neither_can_be_joined_again(trip: Trip) -> None:
    first, second = writes(trip, "Zoë"), writes(trip, "Zoё")  # the second has a Cyrillic io
    housekeeping.fold_names()
    for name in (first.name, second.name):
        with pytest.raises(wire.Refusal, match="name_taken"):
            membership.join(trip.id, None, Guest(name))
    assert trip.members.filter(state="in", folded_name__startswith="zoë").count() == 2
    membership.leave(trip.id, None, first.id)
    with pytest.raises(wire.Refusal, match="name_taken"):
        membership.join(trip.id, None, Guest("ZOË"))


def test_the_key_of_two_who_count_as_one_goes_to_who_is_in(trip: Trip) -> None:
    writes(trip, "Zoë", state="removed")
    writes(trip, "Zoё")
    housekeeping.fold_names()
    assert trip.members.get(folded_name="zoë").state == "in"


@pytest.mark.parametrize(
    ("name", "typed"), [("Asha", "Asha"), ("Asha", "АSHA"), ("Łukasz", "ŁUKASZ")]
)
def test_who_joined_at_an_older_server_is_known_at_once(trip: Trip, name: str, typed: str) -> None:
    writes(trip, name)
    with pytest.raises(wire.Refusal, match="name_taken"):
        membership.join(trip.id, None, Guest(typed))
    assert naming.free_name(trip, typed) == f"{typed} (2)"


def test_a_name_that_an_older_server_has_numbered_is_taken(trip: Trip) -> None:
    asha = writes(trip, "Asha")
    Member.objects.filter(pk=asha.pk).update(name="Asha (2)", folded_name="asha")
    with pytest.raises(wire.Refusal, match="name_taken"):
        membership.join(trip.id, None, Guest("Asha (2)"))


def test_an_older_server_finds_who_joined_at_a_newer_one(trip: Trip) -> None:
    for name in ("Asha", "Нина", "O'Brien", "李小龍"):
        membership.join(trip.id, None, Guest(name))
        assert finds(trip, name) == {name}


def test_whom_release_1_took_for_one_are_two_and_no_server_fails(trip: Trip) -> None:
    for name in ("Ema", "Erna", "Paul", "Pau1"):
        membership.join(trip.id, None, Guest(name))
    assert finds(trip, "Erna") == {"Ema"}
    erna = trip.members.get(name="Erna")
    membership.remove(trip.id, None, erna.id)
    membership.restore(trip.id, None, erna.id)
    assert trip.members.filter(state="in").count() == 5


def test_the_database_is_the_last_judge_of_a_name(trip: Trip, asha: wire.JoinResponse) -> None:
    digest = keys.digest(keys.new_key())
    with pytest.raises(IntegrityError), transaction.atomic():
        trip.members.create(
            name="ASHA", folded_name=names.key("ASHA"), name_key="another", key_digest=digest
        )


def test_options_that_merely_look_alike_are_two(db: None) -> None:
    trip = Trip.objects.get(pk=planning.plan(None, Terms("Goa", 2), Guest("Ben"))["trip"]["id"])
    membership.join(trip.id, None, Guest("Asha"))
    opened = polls.open_poll(trip.id, None, PollTerms("Who?", ("Erna", "Ema", "Will")))
    polls.add_option(trip.id, None, opened["poll"]["id"], "VVill")
    assert Option.objects.count() == 4


def test_an_option_that_an_older_server_wrote_is_known_and_gets_its_key(db: None) -> None:
    trip = Trip.objects.get(pk=planning.plan(None, Terms("Goa", 2), Guest("Ben"))["trip"]["id"])
    membership.join(trip.id, None, Guest("Asha"))
    opened = polls.open_poll(trip.id, None, PollTerms("Who?", ("Erna", "Asha")))
    Option.objects.update(folded_text="")
    with pytest.raises(wire.Refusal, match="invalid"):
        polls.add_option(trip.id, None, opened["poll"]["id"], "ASHA")
    assert housekeeping.fold_names() == 2
    assert list(Option.objects.values_list("folded_text", flat=True)) == ["erna", "asha"]


def test_who_comes_back_at_an_older_server_to_a_name_given_away_breaks_nothing(
    trip: Trip, asha: wire.JoinResponse
) -> None:
    dev = membership.join(trip.id, None, Guest("Dev"))
    membership.remove(trip.id, None, asha["memberId"])
    membership.rename(trip.id, None, dev["memberId"], "Asha")
    Member.objects.filter(pk=asha["memberId"]).update(
        state="in", name="Asha (2)", name_key="asha (2)"
    )
    with pytest.raises(wire.Refusal, match="name_taken"):
        membership.join(trip.id, None, Guest("Asha (2)"))


def test_who_is_out_is_known_by_a_name_that_was_given_away(
    trip: Trip, asha: wire.JoinResponse
) -> None:
    dev = membership.join(trip.id, None, Guest("Dev"))
    membership.remove(trip.id, None, asha["memberId"])
    membership.rename(trip.id, None, dev["memberId"], "Asha")
    membership.leave(trip.id, None, dev["memberId"])
    with pytest.raises(wire.Refusal, match="approval_required"):
        membership.join(trip.id, None, Guest("ASHA"))
