"""Whatever one room hands to another says in a sentence what it is."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.once

ROOTS = ("socialcart", "trips")
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
# What begins a clause or a phrase: Ruff's D401 knows which verbs are wrong, and lets these pass.
NO_VERB = re.compile(
    r"(After|All|Also|And|As|At|Before|By|E\.g\.|For|From|How|If|In|Its?|Like|None|Not?|Nothing|Of|Old"
    r"|Once?|Only|Or|So|That|There|These|They|To|Until|What|When|Where|Whether|Which|Who[ms]?|Whose"
    r"|Why|With|Without)\b"
)


def modules(root: Path) -> Iterator[Path]:
    """All but migrations, which Django writes."""
    for each in ROOTS:
        yield from (p for p in (root / each).rglob("*.py") if "migrations" not in p.parts)


def public(body: list[ast.stmt], owner: str = "") -> Iterator[tuple[str, Definition]]:
    """By its name with that of its class: what others may use. Meta is read by Django alone."""
    for each in body:
        if not isinstance(each, Definition) or each.name.startswith("_") or each.name == "Meta":
            continue
        if not any(ast.unparse(mark).endswith(".setter") for mark in each.decorator_list):
            yield owner + each.name, each
        if isinstance(each, ast.ClassDef):
            yield from public(each.body, f"{owner}{each.name}.")


def has_help(definition: Definition) -> bool:
    """Whether it is a command, which says what it does where it is asked for help."""
    return any(ast.unparse(each).startswith("help = ") for each in definition.body)


def is_described_by_a_base(module: str, name: str) -> bool:
    """Whether it takes the place of what a base of its class has, which says what it is for."""
    owner, _, method = name.rpartition(".")
    found: Any = importlib.import_module(module)
    for part in owner.split(".") if owner else ():
        found = getattr(found, part)
    bases: tuple[type, ...] = found.__mro__[1:] if isinstance(found, type) else ()
    return any(method in vars(base) for base in bases)


def test_every_public_thing_says_what_it_is(root: Path) -> None:
    silent = []
    for path in modules(root):
        where = str(path.relative_to(root))
        module = where.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for name, definition in public(ast.parse(path.read_text()).body):
            is_said = ast.get_docstring(definition) or has_help(definition)
            if not is_said and not is_described_by_a_base(module, name):
                silent.append(f"{where}: {name}")
    assert silent == []


def test_a_functions_docstring_begins_with_its_verb(root: Path) -> None:
    phrases = []
    for path in modules(root):
        for each in ast.walk(ast.parse(path.read_text())):
            if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef):
                is_property = any("property" in ast.unparse(mark) for mark in each.decorator_list)
                if NO_VERB.match(ast.get_docstring(each) or "") and not is_property:
                    phrases.append(f"{path.relative_to(root)}: {each.name}")
    assert phrases == []


def test_no_docstring_sends_readers_to_its_neighbour(root: Path) -> None:
    """One is read alone, where a cursor rests on the name."""
    for path in modules(root):
        for name, definition in public(ast.parse(path.read_text()).body):
            first = (ast.get_docstring(definition) or "").split("\n")[0]
            assert not first.startswith("The same"), f"{path}: {name}"
