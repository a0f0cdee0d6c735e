"""What a page makes a phone load: little, and all of it at once."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client, override_settings

from tests.proofs.test_matrix import IN_PROCESS
from tests.roles import World, undone
from tests.test_html import VISITORS, pages_of_row, pages_of_states
from trips import cache

pytestmark = [pytest.mark.once, pytest.mark.django_db]

# Bytes, before they are compressed, of all scripts and styles that a page names, in each language:
# by then it is live and takes taps. What draws changes, which those of others are, follows once it
# has been still for a second, or at the first of them.
MOST = 60_000
MOST_DEFERRED = 66_000
LOADED = re.compile(
    r'<(?:script .*?src|link rel="(?:stylesheet|modulepreload)" href)="/static/(.*?)"'
)
SHEET = re.compile(r"\.[0-9a-f]{12}\.css$")
CLASSES = re.compile(r'class="([^"]*)"')
NAMED = re.compile(r"\.[\w-]+|\b[a-z]+-[a-z-]+")
NESTED = re.compile(r":[\w-]+\((?:[^()]|\([^()]*\))*\)|\[[^]]*\]|::?[\w-]+")
ASKS_FOR_MORE = re.compile(r'\bimport\s*["{*]|\bfrom\s*"|@import|\burl\(')


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("collected")
    with override_settings(STATIC_ROOT=folder):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


@pytest.fixture(scope="module")
def pages(world: World, collected: Path) -> list[tuple[str, str]]:
    """All of ours, as each sees them and in every state; those of staff are Django's."""
    cache.store.forget()  # what other tests have drawn names plain files
    with override_settings(STATIC_ROOT=collected), undone():
        return [(name, answer.content.decode()) for name, answer in answers(world)]


def answers(world: World) -> Iterator[tuple[str, Any]]:
    rows = [row for row in IN_PROCESS if not row.address.startswith(("/api/social", "/admin"))]
    for row, role in product(rows, VISITORS):
        for name, answer in pages_of_row(world, row, role):
            if answer.content and answer["Content-Type"].startswith("text/html"):
                yield name, answer
    for address in ("/?left", "/api/social-cart/docs"):
        yield address, Client().get(address)
    yield from pages_of_states()


def test_every_page_has_one_sheet_and_one_script_that_ask_for_nothing(
    pages: list[tuple[str, str]], collected: Path
) -> None:
    sheets: dict[str, set[str]] = {}
    for name, page in pages:
        files = LOADED.findall(page)
        sheet = [each for each in files if SHEET.search(each)]
        assert (len(sheet), len(files) <= 2) == (1, True), (name, files)
        texts = [(collected / each).read_text() for each in files]
        assert [ASKS_FOR_MORE.findall(text) for text in texts] == [[]] * len(files), name
        sheets.setdefault(name_of(files), set()).update(sheet)
    assert {"", "plan", "forms", "enter", "left", "settings", "hub", "poll", "join", "home"} <= {
        *sheets
    }
    weights = {
        name: (collected / sheet).stat().st_size + size
        for page in sheets
        for sheet in sheets[page]
        for name, size in sizes(collected, page).items()
    }
    assert {each: weight for each, weight in weights.items() if weight > MOST} == {}


def test_what_follows_is_bounded_and_named_by_its_content_too(collected: Path) -> None:
    deferred = {*(collected / "js/pages").glob("*.later.*.????????????.js")}
    scripts = [each.read_text() for each in (collected / "js/pages").glob("*.????????????.js")]
    asked = {name for text in scripts for name in re.findall(r'new URL\("\./(.*?)"', text)}
    assert asked == {each.name for each in deferred}
    weights = {each.name: each.stat().st_size for each in deferred}
    assert {each.split(".")[0] for each in weights} == {
        *("embed", "home", "hub", "join", "poll", "settings")
    }
    assert {each: weight for each, weight in weights.items() if weight > MOST_DEFERRED} == {}


def sizes(collected: Path, page: str) -> dict[str, int]:
    """Bytes of the scripts of a page, one for each language that it is read in."""
    scripts = (collected / "js/pages").glob(f"{page}.*.????????????.js") if page else ()
    at_once = (each for each in scripts if ".later." not in each.name)
    return {each.name: each.stat().st_size for each in at_once} or {"": 0}


def test_every_page_has_the_rules_for_what_it_shows(pages: list[tuple[str, str]]) -> None:
    """Of every module of styles, also of those that its sheet does not join."""
    modules = {each.name: selectors(each.read_text()) for each in Path("static/css").glob("*.css")}
    lacking: dict[tuple[str, str], set[str]] = {}
    for name, page in pages:
        (sheet,) = (each for each in LOADED.findall(page) if SHEET.search(each))
        names = {*re.findall(r"<([\w-]+)", page)}.union(
            *(f".{each}".replace(" ", " .").split() for each in CLASSES.findall(page))
        )
        for module in modules.keys() - joined_by(sheet):
            if any(each <= names for each in modules[module]):
                lacking.setdefault((sheet, module), set()).add(name)
    assert lacking == {}


def selectors(sheet: str) -> list[set[str]]:
    """The classes and the elements of ours that each selector of a sheet needs, if any."""
    heads = re.findall(r"([^{}]+)\{", re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL))
    plain = [NESTED.sub("", head) for head in heads if not head.strip().startswith("@")]
    return [{*found} for each in ",".join(plain).split(",") if (found := NAMED.findall(each))]


def joined_by(sheet: str) -> set[str]:
    source = Path("static", sheet.split(".")[0] + ".css").read_text()
    return {Path(each).name for each in re.findall(r'@import url\("([^"]+)"\)', source)}


def name_of(files: list[str]) -> str:
    """The page that a script is made for; nothing where there is none."""
    return "".join(re.findall(r"js/pages/([\w-]+)", " ".join(files)))
