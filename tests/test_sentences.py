"""Each sentence to a user is whole, marked, and said in each language; none is there unused."""

import ast
import io
import os
import re
import shutil
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from django.utils.translation import to_locale

from trips import pseudo
from trips.wire.refusals import REFUSALS

pytestmark = pytest.mark.once

SOURCES = ("trips", "socialcart", "templates", "static/js")
PLACES = re.compile(r"\{\w*\}|%\(\w+\)[sd]|</?[a-z-]+|href=\"[^\"]*\"")
LANGUAGES = sorted({*settings.WRITTEN_IN} - {"en", pseudo.LANGUAGE})


def texts(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def translations(message: Message) -> tuple[str, ...]:
    said = message.string or ""
    return (said,) if isinstance(said, str) else tuple(said)


def of(catalogue: Catalog) -> dict[tuple[str | None, tuple[str, ...]], Message]:
    return {(each.context, texts(each)): each for each in catalogue if each.id}


def collected(root: Path, into: Path) -> Catalog:
    """What `manage.py makemessages` finds in a copy of the sources, for a language without any."""
    for name in SOURCES:
        shutil.copytree(root / name, into / name, ignore=shutil.ignore_patterns("locale"))
    (into / "locale").mkdir()
    before = Path.cwd()
    os.chdir(into)
    try:
        call_command("makemessages", locale=["eo"], verbosity=0)
    finally:
        os.chdir(before)
    return read_po(io.BytesIO((into / "locale/eo/LC_MESSAGES/django.po").read_bytes()))


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Catalog:
    return collected(request.config.rootpath, tmp_path_factory.mktemp("sources"))


def read(root: Path, language: str) -> Catalog:
    locale = to_locale(language)
    path = root / f"trips/locale/{locale}/LC_MESSAGES/django.po"
    return read_po(io.BytesIO(path.read_bytes()), locale=locale, abort_invalid=True)


def faults(marked: Catalog, written: Catalog) -> Iterator[str]:
    """What of a language's sentences is missing, left over, or not as the original."""
    asked, there = of(marked), of(written)
    yield from (f"missing: {key}" for key in asked.keys() - there.keys())
    yield from (f"unused: {key}" for key in there.keys() - asked.keys())
    yield from (f"obsolete: {each}" for each in written.obsolete)
    for key in asked.keys() & there.keys():
        yield from (f"{fault}: {key}" for fault in faults_of(there[key], written.num_plurals))


def faults_of(message: Message, plurals: int) -> Iterator[str]:
    said = translations(message)
    if message.fuzzy:
        yield "fuzzy"
    if len(said) != (plurals if message.pluralizable else 1) or not all(said):
        yield "not whole"
    originals = [sorted(PLACES.findall(each)) for each in texts(message)]
    for each in filter(None, said):
        places = sorted(PLACES.findall(each))
        left_out = set(originals[-1]) - set(places)
        may_leave_out = (
            {"{n}", "%(n)s", "%(limit_value)s", "%(max)s"} if message.pluralizable else set()
        )
        if set(places) - set(originals[-1]) or left_out - may_leave_out:
            yield f"other places in “{each}”"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_sentence_is_said_in_each_language_and_none_is_left_over(
    root: Path, marked: Catalog, language: str
) -> None:
    assert [*faults(marked, read(root, language))] == []


WRONG = {
    "missing": 'msgid "Gone"\nmsgstr "x"\n',
    "unused": 'msgid "Here"\nmsgstr "x"\n\nmsgid "Left"\nmsgstr "x"\n',
    "obsolete": 'msgid "Here"\nmsgstr "x"\n\n#~ msgid "Old"\n#~ msgstr "x"\n',
    "fuzzy": '#, fuzzy\nmsgid "Here"\nmsgstr "x"\n',
    "not whole": 'msgid "Here"\nmsgstr ""\n',
    "other places": 'msgid "Here"\nmsgstr "{x}"\n',
}


@pytest.mark.parametrize("fault", WRONG)
def test_each_fault_of_a_translation_is_found(fault: str) -> None:
    asked = read_po(io.BytesIO(b'msgid "Here"\nmsgstr ""\n'))
    found = [*faults(asked, read_po(io.BytesIO(WRONG[fault].encode())))]
    assert any(each.startswith(fault) for each in found)


def test_a_number_that_stands_by_a_noun_decides_its_form(marked: Catalog) -> None:
    plain = [texts(each)[0] for each in marked if each.id and not each.pluralizable]
    assert [text for text in plain if {"{n}", "%(n)s"} & {*PLACES.findall(text)}] == []


def test_no_sentence_speaks_as_if_there_were_one_organiser(marked: Catalog) -> None:
    """Of the role one may speak so."""
    said = [text for message in marked if message.id for text in texts(message)]
    assert [each for each in said if re.search(r"(?i)\bthe organiser\b(?!’s role)", each)] == []


def test_no_sentence_holds_what_nobody_sees(marked: Catalog) -> None:
    """English runs one way: a mark in a message of the API would be a riddle to programs."""
    said = [*(sentence for _, sentence in REFUSALS.values())]
    said += [text for each in marked if each.id for text in texts(each)]
    unseen = [text for text in said if any(unicodedata.category(c) == "Cf" for c in text)]
    assert unseen + [text for text in said if "\\u" in text] == []  # nor as an escape


def test_an_address_is_not_turned_around_in_a_line_from_right_to_left(root: Path) -> None:
    """Marks behind its last letter run as the line does, unless one from left to right follows."""
    said = [text for message in read(root, "ar") for text in translations(message)]
    ends = [end for text in said for end in re.findall(r"https?://[^\w\s]*(?=\s|$)", text)]
    assert ends
    assert [end for end in ends if "\u200e" not in end] == []


# What a person reads: labels, helps and errors of forms, refusals, and what staff can do.
SHOWN = {"label", "help_text", "error_messages", "description", "title", "site_header", "choices"}
OF_API = {"trips/forms", "trips/wire", "trips/api"}  # `description` there is the API's document
WORDS = re.compile(r"[A-Za-z]{2,}[a-z’]* [a-z]|^[A-Z][a-z]+$")
MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext"}
MARKS |= {"ngettext_noop", "pgettext_lazy", "npgettext"}
# What a person is told by what is called so.
SAID_BY = {"ValidationError", "add_error", "message_user", "by_verb", "Question", "ValueError"}


def bare(path: str, source: str) -> Iterator[str]:
    """The texts that a person reads and nobody has marked for translation."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = (
            node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        )
        is_api = any(path.startswith(each) for each in OF_API)
        values = [
            key.value
            for key in node.keywords
            if key.arg in SHOWN - ({"description"} if is_api else set())
        ]
        if name in SAID_BY and not (is_api and name == "ValueError"):  # a program gets a code
            values += node.args
        if name == "Refusal":
            values += [key.value for key in node.keywords]
        for value in values:
            yield from (f"{path}:{node.lineno}: {text}" for text in literals(value))


def literals(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call):
        name = (
            node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        )
        if name in MARKS:
            return
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and WORDS.search(node.value):
        yield node.value
    for child in ast.iter_child_nodes(node):
        if not (isinstance(node, ast.Dict) and child in node.keys):
            yield from literals(child)


def test_no_text_for_people_is_unmarked_in_the_code(root: Path) -> None:
    files = sorted((root / "trips").rglob("*.py"))
    found = [
        text
        for path in files
        if not {"management", "migrations"} & {*path.parts}  # for who runs the server
        for text in bare(f"{path.relative_to(root)}", path.read_text())
    ]
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        'TextField(label="Your name")',
        'forms.ValidationError("Fill this in.")',
        'wire.Refusal("invalid", key="Use a new one")',
        'by_verb("Close", "verb", run)',
        'admin.display(description="phone number")',
        'TextField(error_messages={"required": "Type it."})',
    ],
)
def test_a_text_that_nobody_has_marked_is_found(code: str) -> None:
    assert len([*bare("trips/pages/x.py", code)]) == 1
    marked_text = re.sub(r'("[A-Z][^"]*"|"phone number")', r"_(\1)", code)
    assert [*bare("trips/pages/x.py", marked_text)] == []


# Our words (README, "In other languages"), as they stand in an English sentence.
TERMS = {
    "trip": "trips?",
    "organiser": "organisers?",
    "founder": "founders?",
    "member": "members?",
    "hub": "hubs?",
    "invitation": "invitations?",
    "discount": "discounts?",
    "unlock": "unlock(?:s|ed|ing)?",
    "deadline": "deadlines?",
    "poll": "polls?",
    "vote": "vot(?:es?|ed|ing)",
    "option": "options?",
    "personal link": "personal links?",
    "recovery code": "recovery codes?",
    "calendar": "calendars?",
    "message": "messages?",
    "step": "(?:discount|further|next) steps?",
}


def called_otherwise(message: Message, glossary: dict[str, list[str]]) -> Iterator[str]:
    """The words of ours that a translation does not call as the glossary does.

    Where a sentence has a context, they may mean something else.
    """
    if message.context:
        return
    english = PLACES.sub(" ", " ".join(texts(message)))
    said = translations(message)[-1].casefold()
    for term, spelled in TERMS.items():
        is_there = any(stem.casefold() in said for stem in glossary[term])
        if re.search(rf"(?i)\b{spelled}\b", english) and not is_there:
            yield f"{term}: {said}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_word_of_ours_is_called_the_same_throughout_a_language(
    root: Path, language: str
) -> None:
    path = root / f"trips/locale/{to_locale(language)}/glossary.toml"
    glossary = tomllib.loads(path.read_text())
    assert glossary.keys() == TERMS.keys()
    found = [
        each
        for message in read(root, language)
        if message.id
        for each in called_otherwise(message, glossary)
    ]
    assert found == []


def test_a_word_that_is_called_otherwise_is_found() -> None:
    glossary = dict.fromkeys(TERMS, ["x"]) | {"poll": ["Umfrage"]}
    assert [*called_otherwise(Message("Open the poll", "Abstimmung starten"), glossary)]
    assert not [*called_otherwise(Message("Open the poll", "Umfrage starten"), glossary)]
    assert not [*called_otherwise(Message("Open {poll}", "{poll} starten"), glossary)]
