"""A new key takes over from the old one while joins go on, whatever happens to the command."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.apps import apps
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import TextField

from tests.at_once import all_at_once
from tests.server import until
from trips import credentials, keys, membership, planning, rotation
from trips.forms import Guest, Terms
from trips.models import FirstAnswer, Invitation, Member, Trip

PHONE = "+91987654{:04}"


def new_key() -> str:
    return Fernet.generate_key().decode()


def encrypted() -> list[str]:
    """Every value there is."""
    phones = Member.objects.exclude(phone_encrypted="").values_list("phone_encrypted", flat=True)
    others = (
        rows.objects.values_list(column, flat=True)
        for rows, column in ((Invitation, "token_encrypted"), (FirstAnswer, "answer_encrypted"))
    )
    return [*phones, *(value for values in others for value in values)]


def answers(how_many: int) -> None:
    FirstAnswer.objects.bulk_create(
        FirstAnswer(key_digest=str(n), call_digest="", answer_encrypted=keys.encrypt(str(n)))
        for n in range(how_many)
    )


@pytest.fixture
def goa(transactional_db: None) -> Trip:
    """A trip of Ben's and Asha's, both with numbers, that threads can see."""
    planned = planning.plan(None, Terms("Goa", 2), Guest("Ben", PHONE.format(9998)))
    trip = Trip.objects.get(pk=planned["trip"]["id"])
    membership.join(trip.id, None, Guest("Asha", PHONE.format(9999)))
    return trip


@pytest.fixture
def old(goa: Trip, settings: Any) -> str:
    """The key that has encrypted all there is; since then there is a newer one."""
    before: str = settings.FIELD_KEYS[0]
    settings.FIELD_KEYS = [new_key(), before]
    return before


def test_nothing_that_is_encrypted_is_forgotten() -> None:
    columns = {
        (model, field.name)
        for model in apps.get_app_config("trips").get_models()
        for field in model._meta.get_fields()
        if isinstance(field, TextField)
        and field.name.endswith("_encrypted")
        and field.name != "key_encrypted"
    }
    assert set(rotation.ENCRYPTED) == columns


def test_without_the_old_key_all_is_read_as_before(
    goa: Trip, old: str, settings: Any, capsys: Any
) -> None:
    invitation = credentials.invitation_of(goa)
    call_command("rotate_keys")
    assert "3 values encrypted anew" in capsys.readouterr().out
    settings.FIELD_KEYS.remove(old)
    assert credentials.invitation_of(goa) == invitation
    numbers = {keys.decrypt(member.phone_encrypted) for member in goa.members.all()}
    assert numbers == {PHONE.format(9998), PHONE.format(9999)}


def test_a_second_run_touches_nothing(goa: Trip, old: str, capsys: Any) -> None:
    call_command("rotate_keys")
    before = encrypted()
    call_command("rotate_keys")
    assert "0 values encrypted anew" in capsys.readouterr().out
    assert encrypted() == before


def test_an_erased_number_stays_erased(goa: Trip, old: str) -> None:
    Member.objects.filter(name="Asha").update(phone_encrypted="", phone_digest="")
    assert rotation.reencrypt() == 2
    assert Member.objects.get(name="Asha").phone_encrypted == ""


def test_what_a_key_that_is_missing_here_has_encrypted_stays_and_is_told_in_one_line(
    goa: Trip, old: str, settings: Any, capsys: Any
) -> None:
    newest = settings.FIELD_KEYS[0]
    settings.FIELD_KEYS = [foreign := new_key()]
    answers(rotation.BATCH + 1)
    before = set(FirstAnswer.objects.values_list("answer_encrypted", flat=True))
    settings.FIELD_KEYS = [newest, old]
    with pytest.raises(CommandError, match=r"^101 values are .* key is missing .*$") as error:
        call_command("rotate_keys")
    assert error.value.returncode != 0
    assert "3 values encrypted anew" in capsys.readouterr().out
    assert set(FirstAnswer.objects.values_list("answer_encrypted", flat=True)) == before
    settings.FIELD_KEYS.append(foreign)
    assert rotation.reencrypt() == 101


def test_a_member_who_is_being_changed_does_not_get_the_old_ciphertext_back(
    goa: Trip, old: str
) -> None:
    has_read = Event()

    def change(number: int) -> None:
        if number:
            has_read.wait(10)
            rotation.reencrypt()
            return
        with transaction.atomic():
            Trip.objects.select_for_update().get(pk=goa.pk)
            asha = Member.objects.get(name="Asha")
            has_read.set()
            Event().wait(0.5)  # time enough for somebody who does not wait for the trip
            asha.save()

    assert all_at_once(2, change) == {"done": 2}
    assert rotation.outdated() == Counter()


def command() -> "subprocess.Popen[bytes]":
    """The command in a process of its own, on the database of this test."""
    place = configured.DATABASE_URL.rpartition("/")[0]
    environ = {
        **os.environ,
        "DATABASE_URL": f"{place}/{Path(connection.settings_dict['NAME']).name}",
        "FIELD_KEYS": ",".join(configured.FIELD_KEYS),
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", "rotate_keys"],
        cwd=Path(__file__).resolve().parent.parent,
        env=environ,
    )


@contextmanager
def friends_joining(trip: Trip) -> Iterator[list[str]]:
    """One after the other for as long as this lasts; gives the numbers of those who are in."""
    numbers: list[str] = []
    is_over = Event()

    def join() -> None:
        while not is_over.wait(0.02):
            number = PHONE.format(len(numbers))
            membership.join(trip.id, None, Guest(f"Friend {len(numbers)}", number))
            numbers.append(number)
        connection.close()

    joining = Thread(target=join)
    joining.start()
    try:
        yield numbers
    finally:
        is_over.set()
        joining.join(30)


def test_killed_in_the_middle_and_run_again_while_friends_join(
    goa: Trip, old: str, settings: Any, capsys: Any
) -> None:
    settings.FIELD_KEYS.reverse()
    answers(10 * rotation.BATCH)
    settings.FIELD_KEYS.reverse()
    reencrypted = FirstAnswer.objects.filter(answer_encrypted__startswith=keys.newest_id())
    with friends_joining(goa) as numbers:
        killed = command()
        until(reencrypted.exists)
        killed.kill()
        killed.wait(10)
        in_before = len(numbers)
        assert 0 < reencrypted.count() < 10 * rotation.BATCH
        call_command("rotate_keys")
    assert 0 < in_before < len(numbers)
    assert "the others can be taken out" in capsys.readouterr().out
    settings.FIELD_KEYS.remove(old)
    texts = {keys.decrypt(value) for value in encrypted()}
    assert texts >= {*numbers} | {str(n) for n in range(10 * rotation.BATCH)}
