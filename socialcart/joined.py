"""Join the modules of a page into one script, and style sheets into one: a browser asks once.

A declaration that nothing names is left out, and so is a sentence that the script does not say.
Modules are read by their layout, which the formatter keeps: what stands in the first column begins
a statement. All share one scope, so a name is declared once; `tests/js/joined.test.mjs` holds both.
"""

import json
import os
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

IMPORT = re.compile(r'^import (?:\{([^}]*)\} from )?"(\.[^"]+)";.*\n', re.MULTILINE)
DEFERRED = re.compile(r'new URL\("(\.[^"]+)", import\.meta\.url\)')
LATER = re.compile(r'import\("(\.[^"]+)"\)')
COMMENT = re.compile(r"^[ \t]*(?:/\*.*?\*/|//[^\n]*)\n?", re.MULTILINE | re.DOTALL)
STATEMENT = re.compile(r"^(?=[A-Za-z])", re.MULTILINE)
DECLARATION = re.compile(r"(?:export )?(?:(?:async )?function\*?|class|const|let) (\w+)")
NAME = re.compile(r"\w+")
QUOTED = re.compile(r'"(\w+)"')
# The sentences of a language, as export_tables writes them.
TABLE = re.compile(r"(?<=^learn\()\{.*^\}", re.MULTILINE | re.DOTALL)
SHEET = re.compile(r'^@import url\("([^"]+)"\);\n', re.MULTILINE)


class Statement(NamedTuple):
    """A statement of a module, the name that it declares, and those of its module that it uses."""

    declares: str  # nothing: it is there for what it does
    uses: frozenset[str]
    text: str


class Module(NamedTuple):
    """A module: those that it imports, the one that it defers, and its own statements."""

    imports: tuple[Path, ...]
    deferred: tuple[Path, ...]
    statements: tuple[Statement, ...]


def joined(modules: Iterable[Path], folder: Path, deferred: str = "") -> tuple[str, str]:
    """Return what `modules` and all that they import do, as one script for `folder`.

    And as a second, that is called `deferred`, what the module that they defer does besides.
    Raises ValueError where two of them declare the same name, or one imports otherwise than ours.
    """
    at_once = _in_order(modules)
    later = [each for path in at_once for each in _module(path, folder).deferred]
    by_path = {path: _module(path, folder).statements for path in _in_order([*at_once, *later])}
    statements = [each for of_module in by_path.values() for each in of_module]
    declared = [each.declares for each in statements if each.declares]
    if twice := {name for name in declared if declared.count(name) > 1}:
        raise ValueError(f"Two modules of one page declare {', '.join(sorted(twice))}.")
    first, second = _halves(statements, {each for path in at_once for each in by_path[path]})
    codes = _code(first), _code(second)
    texts = [_with_words(each.text, codes[0]) for each in statements if each in first]
    more = [each.text if each in second else _more_words(each.text, *codes) for each in statements]
    used = {"learn"}.union(*(each.uses for each in second))
    given = used & {each.declares for each in first}
    names = f"{{ {', '.join(sorted(given))} }}"
    script = DEFERRED.sub(f'new URL("./{deferred}", import.meta.url), {names}', "".join(texts))
    return (
        f"(() => {{\n{script}}})();\n",
        f"export default ({names}) => {{\n{''.join(more)}}};\n" if second else "",
    )


def joined_sheets(sheet: Path) -> str:
    """Return a style sheet with those that it imports in their places."""
    text = sheet.read_text(encoding="utf-8")
    return SHEET.sub(lambda found: (sheet.parent / found[1]).read_text(encoding="utf-8"), text)


def _in_order(modules: Iterable[Path]) -> list[Path]:
    """List each module once, after those that it imports."""
    order: dict[Path, None] = {}

    def add(path: Path) -> None:
        if path not in order:
            for each in _module(path, path.parent).imports:
                add(each)
            order[path] = None

    for path in modules:
        add(path)
    return list(order)


def _module(path: Path, folder: Path) -> Module:
    return _read(path.read_text(encoding="utf-8"), path, folder)


@cache
def _read(text: str, path: Path, folder: Path) -> Module:
    text = COMMENT.sub("", text)
    imports = IMPORT.findall(text)
    statements = [each for each in STATEMENT.split(IMPORT.sub("", text)) if each.strip()]
    if any(" as " in names for names, _ in imports) or any(
        each.startswith(("import ", "export {", "export *")) for each in statements
    ):
        raise ValueError(f"{path} imports or exports under another name.")
    own = {found[1] for each in statements if (found := DECLARATION.match(each))}
    known = own.union(*(NAME.findall(names) for names, _ in imports))
    return Module(
        tuple(_beside(path, target) for _, target in imports),
        tuple(_beside(path, target) for target in DEFERRED.findall(text)),
        tuple(_statement(each, known, path, folder) for each in statements),
    )


def _statement(text: str, known: set[str], path: Path, folder: Path) -> Statement:
    declared = DECLARATION.match(text)
    moved = LATER.sub(lambda found: f'import("{_seen_from(folder, path, found[1])}")', text)
    uses = known.intersection(NAME.findall(TABLE.sub("", text)))
    return Statement(
        declared[1] if declared else "", frozenset(uses), moved.removeprefix("export ")
    )


def _beside(path: Path, target: str) -> Path:
    return Path(os.path.normpath(path.parent / target))


def _seen_from(folder: Path, path: Path, target: str) -> str:
    place = os.path.relpath(_beside(path, target), folder)
    return place if place.startswith(".") else f"./{place}"


def _needed(statements: list[Statement], by: Iterable[Statement]) -> set[Statement]:
    """Return `by`, and what is declared for them: what they use, and what that uses."""
    by_name = {each.declares: each for each in statements if each.declares}
    wanted = list(by)
    kept = set(wanted)
    while wanted:
        new = {by_name[name] for name in wanted.pop().uses if name in by_name} - kept
        kept |= new
        wanted += new
    return kept


def _halves(
    statements: list[Statement], at_once: set[Statement]
) -> tuple[set[Statement], set[Statement]]:
    """Return what is done `at_once`, with all that it uses, and what is done besides.

    A variable stays with all that uses it: what is handed on would not change with it.
    """
    done = [each for each in statements if not each.declares]
    first = _needed(statements, at_once.intersection(done))
    every = _needed(statements, done)
    while beside := _users(every - first, _variables(first)):
        first |= _needed(statements, beside)
    return first, every - first


def _users(statements: Iterable[Statement], names: set[str]) -> list[Statement]:
    return [each for each in statements if each.uses & names]


def _variables(statements: Iterable[Statement]) -> set[str]:
    return {each.declares for each in statements if each.text.startswith("let ")}


def _code(statements: Iterable[Statement]) -> str:
    return "".join(_without_table(each.text) for each in statements)


@cache
def _without_table(statement: str) -> str:
    return TABLE.sub("", statement)


def _with_words(text: str, code: str) -> str:
    """Leave out of a language what `code` does not say."""
    if not (found := TABLE.search(text)):
        return text
    return text.replace(found[0], json.dumps(_words(found[0], code), ensure_ascii=False))


def _more_words(text: str, known: str, code: str) -> str:
    """Teach what `code` says of a language and what is `known` does not, if anything."""
    if not (found := TABLE.search(text)):
        return ""
    has, table = _words(found[0], known), _words(found[0], code)
    more = {name: table[name] for name in table if name not in has}
    texts = {name: words for name, words in table["texts"].items() if name not in has["texts"]}
    more |= {"language": table["language"], "texts": texts}
    return f"learn({json.dumps(more, ensure_ascii=False)});\n" if texts else ""


def _words(table: str, code: str) -> dict[str, Any]:
    """Return what of a language is named in `code`: sentences in quotes, all else by its field."""
    said = {*QUOTED.findall(code)}
    fields = {"language", "texts", *NAME.findall(code)}
    kept = {name: value for name, value in json.loads(table).items() if name in fields}
    kept["texts"] = {name: words for name, words in kept["texts"].items() if name in said}
    return kept
