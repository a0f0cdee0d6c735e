"""Each sentence that scripts say too stands in one table, and what they draw is only from there."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import axes.models
import django
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import to_locale

from tests.test_words import NOW, trip_of
from trips import pseudo, wire, words
from trips.management.commands.export_tables import BY_HAND
from trips.words.messages import MESSAGES, Plural

pytestmark = pytest.mark.once

SAID = re.compile(
    r"(?<![#.\w])(?:say|sentence|pieces)\(([^,()]*)"
)  # a call with an id, or one of two
KEYS = re.compile(r'\["\w+"\]')
COMMENT = re.compile(r"/\*.*?\*/|(?<![:\w])//[^\n]*", re.DOTALL)
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`')
TWO_WORDS = re.compile(r"[^\W\d]{2,}[,:.;]? +[^\W\d]")
NOT_SHOWN = {
    "given up",
    "input, button",
    "input:not([type=hidden]), select, textarea",
    "(prefers-reduced-motion: reduce)",
}


def scripts(root: Path) -> Iterator[tuple[str, str]]:
    """Each module that is written by hand, without its comments."""
    for path in sorted((root / "static/js").rglob("*.js")):
        text = path.read_text()
        if not text.startswith(BY_HAND):
            yield str(path.relative_to(root)), COMMENT.sub("", text)


def modules(root: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((root / "trips").rglob("*.py")):
        if path.parent.name != "messages":
            yield str(path.relative_to(root)), path.read_text()


def test_every_id_is_in_the_table_and_every_sentence_is_said(root: Path) -> None:
    texts = dict([*scripts(root), *modules(root)])
    asked = {
        (name, each)
        for name, text in texts.items()
        for call in SAID.findall(KEYS.sub("", text))
        for each in re.findall(r'"(\w+)"', call.rpartition("?")[2] or call)
    }
    assert {row for row in asked if row[1] not in MESSAGES} == set()
    quoted = {each for text in texts.values() for each in re.findall(r'"(\w+)"', text)}
    of_events = {each.lower() for each in quoted if each.isupper()}  # said by the event's name
    assert MESSAGES.keys() - quoted - of_events == set()


def test_no_script_holds_a_sentence_of_its_own(root: Path) -> None:
    styles = "".join(path.read_text() for path in (root / "static/css").glob("*.css"))
    classes = set(re.findall(r"\.([a-z][\w-]*)", styles))
    own = [
        f"{name}: {literal}"
        for name, text in scripts(root)
        for literal in map("".join, LITERAL.findall(text))
        if TWO_WORDS.search(re.sub(r"\$\{[^}]*\}", "", literal))
        and not (literal in NOT_SHOWN or set(literal.split()) <= classes)
    ]
    assert own == []


@pytest.mark.parametrize("name", MESSAGES)
def test_what_stands_out_ends_and_both_numbers_have_the_same_parts(name: str) -> None:
    message = MESSAGES[name]
    forms = message if isinstance(message, Plural) else (message,)
    assert len({frozenset(re.findall(r"\{\w+\}", form)) for form in forms}) == 1
    assert all(form.count("<b>") == form.count("</b>") for form in forms)


def test_nothing_of_a_trip_is_said_past_the_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trips.words.catalogue.gettext", lambda text: f"«{text}»")
    monkeypatch.setattr("trips.words.catalogue.ngettext", lambda one, many, n: f"«{many}»")
    by = {"joinBy": "2026-12-04T14:30:00Z", "startDate": "2026-12-12", "pricePerPerson": "5.00"}
    by |= {"waitingCount": 1}  # type: ignore[dict-item]
    steps = [{"members": 5, "percent": 12}, {"members": 8, "percent": 15}]
    fields = {**wire.trip_fields(trip_of({**by, "discountSteps": steps}), NOW), "members": []}
    parts = words.trip.parts(fields, NOW).items()
    plain = {name for name, part in parts if "«" not in str(part)}
    assert plain == {"name", "description", "place", "fraction", "members"}


# One needs nothing that may be missing; the others are for programs.
IN_ENGLISH = {"500.html", "api_docs.html", "_api_fields.html", "_api_example.html"}
# What is translated, and names of classes.
TRANSLATED = re.compile(
    r"{% blocktranslate.*?{% endblocktranslate %}|{% block body_class %}.*?{% endblock %}",
    re.DOTALL,
)
TEMPLATE_TAG = re.compile(r"{[%{#].*?[%}#]}", re.DOTALL)
LABEL = re.compile(r'\b(?:data-busy|aria-label|alt|title|placeholder)="([^"]*)"')


def test_no_page_holds_text_outside_the_catalogue(root: Path) -> None:
    for page in sorted((root / "templates").glob("*.html")):
        if page.name not in IN_ENGLISH:
            bare = TEMPLATE_TAG.sub("", TRANSLATED.sub("", page.read_text()))
            texts = [*LABEL.findall(bare), re.sub("<[^>]*>", "", bare)]
            left = set(re.findall(r"[^\W\d]{2,}", " ".join(texts)))
            assert left <= {"SocialCart", "WhatsApp"}, page.name


@pytest.mark.parametrize("language", sorted({*settings.WRITTEN_IN} - {"en", pseudo.LANGUAGE}))
def test_a_language_is_whole_and_compiled(root: Path, language: str) -> None:
    """After `makemessages` each sentence is translated, and `compilemessages` was run."""
    folder = root / "trips/locale" / to_locale(language) / "LC_MESSAGES"
    catalogue = read_po(io.BytesIO((folder / "django.po").read_bytes()))
    missing = [
        each.id for each in catalogue if each.id and (each.fuzzy or not all(forms(each.string)))
    ]
    assert (missing, [*catalogue.obsolete]) == ([], [])
    compiled = read_mo(io.BytesIO((folder / "django.mo").read_bytes()))
    assert texts_of(compiled) == texts_of(catalogue)


def test_what_is_said_for_others_is_compiled(root: Path) -> None:
    for path in (root / "trips/locale_of_others").glob("*/LC_MESSAGES/*.po"):
        compiled = read_mo(io.BytesIO(path.with_suffix(".mo").read_bytes()))
        assert texts_of(compiled) == texts_of(read_po(io.BytesIO(path.read_bytes()))), path


def test_what_is_said_for_others_is_what_they_say(root: Path) -> None:
    """After an update of theirs too."""
    paths = [*Path(django.__file__).parent.glob("**/locale/en/LC_MESSAGES/django*.po")]
    asked = {key for path in paths for key in texts_of(read_po(io.BytesIO(path.read_bytes())))}
    of_axes = Path(axes.models.__file__).read_text()
    for path in (root / "trips/locale_of_others").glob("*/LC_MESSAGES/*.po"):
        said = texts_of(read_po(io.BytesIO(path.read_bytes()))).keys() - asked
        assert [text for _, (text, *_) in said if f'_("{text}")' not in of_axes] == [], path


def texts_of(catalogue: Catalog) -> dict[tuple[str | None, tuple[str, ...]], tuple[str, ...]]:
    return {(each.context, forms(each.id)): forms(each.string) for each in catalogue if each.id}


def forms(text: object) -> tuple[str, ...]:
    """Of a pair both, or what is said for each kind of number."""
    return tuple(map(str, text)) if isinstance(text, list | tuple) else (str(text or ""),)
