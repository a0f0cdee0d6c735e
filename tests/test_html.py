"""Every page, in every state of a trip and of a poll, is HTML by the standard."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.browser.states import STATES, planned
from tests.conftest import browser_with
from tests.proofs.test_matrix import IN_PROCESS, Row, browser, filled, request, tries
from tests.roles import World, undone
from trips import throttle

pytestmark = [pytest.mark.once, pytest.mark.django_db]

VISITORS = ("guest", "old-link", "asks", "member", "organiser", "removed")
REFUSES = ("/join/", "/trips/<trip_id>/name")
CHECKER = Path("node_modules/.bin/html-validate")
NAMES_THAT_ARE_TAKEN = ("Asha", "Chloé", "")
BAR = re.compile(r'<progress[^>]* max="([^"]*)" value="([^"]*)"')
Pages = Iterator[tuple[str, Any]]


def test_every_page_in_every_state_is_valid_html(world: World, tmp_path: Path, root: Path) -> None:
    if not (root / CHECKER).exists():
        pytest.skip("html-validate is not installed: npm ci")
    for number, (name, answer) in enumerate([*pages_of_roles(world), *pages_of_states()]):
        if answer.content and answer["Content-Type"].startswith("text/html"):
            file = tmp_path / f"{number} {re.sub('[^a-z0-9]+', ' ', name.lower())}.html"
            file.write_bytes(answer.content)
            for most, value in BAR.findall(answer.content.decode()):  # which the checker lets pass
                assert float(value) <= float(most), name
    assert len(list(tmp_path.iterdir())) > 200
    command: list[Path | str] = [root / CHECKER, "--config", root / ".htmlvalidate.json", tmp_path]
    checked = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def pages_of_roles(world: World) -> Pages:
    """What each address shows to whom, of the forms also what they say to one left empty."""
    for row in IN_PROCESS:
        for role in VISITORS:
            if row.address.startswith(REFUSES) or row.expected[role] == "yes":
                yield from pages_of_row(world, row, role)
    (invitation,) = world.roles["guest"].invitations
    for name in NAMES_THAT_ARE_TAKEN:
        throttle.forget()
        yield f"taken {name}", Client().post(f"/join/{invitation}", {"guest_name": name})


def pages_of_row(world: World, row: Row, role: str) -> Pages:
    person = world.roles[role]
    attempt = tries(world, person, row)[0]
    for address in filled(world, person, row):
        with undone():
            yield f"{row} {role}", request(world, person, row.method, address, row, attempt)
        if row.method == "POST":
            with undone():
                yield f"{row} {role} empty", browser(attempt).post(address)


def pages_of_states() -> Pages:
    for state in STATES:
        row = planned(state)
        yield f"{state} invitation", Client().get(f"/join/{row['tripId']}")
        for name in ("Ben", "Asha"):
            if name in row["keys"]:
                person = browser_with(row["id"], row["keys"][name])
                for path in ("", "/polls/new", *(f"/polls/{id}" for id in row["polls"].values())):
                    yield f"{state} {name} {path}", person.get(f"/trips/{row['id']}{path}")
