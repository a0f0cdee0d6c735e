"""Draw a template once, with blanks for what it says of a trip or a reader; then fill the blanks.

To draw a page takes milliseconds, to fill its blanks a tenth of one. What is kept knows of no trip
and of nobody: it is drawn from its `case` alone, plain values such as whether the reader is the
organiser. A template that decides by anything else raises Undecided, so one reader's page can
never become another's.
"""

import functools
import html
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NoReturn, ParamSpec, TypeVar, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import get_template
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from trips import cache
from trips.cache import FOR_EVER
from trips.pages.responses import address_to_reopen

P = ParamSpec("P")
T = TypeVar("T")
Context = Mapping[str, Any]
Case = Mapping[str, Hashable]

_MARK = re.compile(r"~blank(\d+)~")  # of characters that neither HTML nor URLs escape


class Undecided(BaseException):
    """A template decides by a value that it does not know when it is drawn.

    It is no Exception, as `{% if %}` takes every Exception of a comparison for "no".
    """


class Blank:
    """The place of a value of the context that is known when the blanks are filled."""

    def __init__(self, read: Callable[[Context], Any], places: list["Blank"]) -> None:
        self.read = read
        self._places = places
        self._mark = ""
        self._made: dict[Hashable, Blank] = {}

    def __getitem__(self, name: str) -> "Blank":
        return self.of(_member_of, (self, name))

    def of(self, function: Callable[..., Any], given: tuple[Any, ...]) -> "Blank":
        """Make the blank of what `function` returns for what is given, some of it blanks."""
        if (function, given) not in self._made:
            self._made[function, given] = Blank(_read_of(function, *given), self._places)
        return self._made[function, given]

    def __str__(self) -> str:
        """Take a place in what is being drawn."""
        if not self._mark:
            self._mark = f"~blank{len(self._places)}~"
            self._places.append(self)
        return self._mark

    __html__ = __str__
    __hash__ = object.__hash__

    def _undecided(self, *given: object) -> NoReturn:
        raise Undecided

    __bool__ = __len__ = __iter__ = __float__ = __int__ = __eq__ = _undecided


def later(function: Callable[P, T]) -> Callable[P, T]:
    """Decorate a filter or tag: given a blank, it is called when the blank is filled."""

    @functools.wraps(function)
    def called(*given: P.args, **named: P.kwargs) -> T:
        blank = next((each for each in given if isinstance(each, Blank)), None)
        if blank is None:
            return function(*given, **named)
        if any(isinstance(each, str) and _MARK.search(each) for each in given):
            raise Undecided("a text that holds a blank")
        return cast(T, blank.of(function, given))

    return called


class Drawn:
    """A drawn template: its text, and the blanks in it."""

    def __init__(self, text: str, places: list[Blank]) -> None:
        first, *rest = _MARK.split(text)
        numbers = [int(number) for number in rest[::2]]
        used = sorted({*numbers})
        self._reads = [places[number].read for number in used]
        self._pieces = [first.encode()]
        self._slots: list[tuple[int, int]] = []  # which piece has which value
        for number, piece in zip(numbers, rest[1::2], strict=True):
            self._slots.append((len(self._pieces), used.index(number)))
            self._pieces += [b"", piece.encode()]
        self.size = 2 * len(text) + 400 * len(used)

    def filled(self, context: Context) -> bytes:
        """Fill the blanks from a context of the same names; bytes in it are HTML as they are."""
        values = [_as_html(read(context)) for read in self._reads]
        pieces = self._pieces.copy()
        for slot, number in self._slots:
            pieces[slot] = values[number]
        return b"".join(pieces)


def drawn(template: str, case: Case, names: Iterable[str]) -> Drawn:
    """Return a template drawn for a case in the active language; `names` are left blank.

    A case holds only what has few values, and nothing of a trip or a person. Raises Undecided if
    the template decides by one of `names`.
    """

    def draw() -> cache.Entry[Drawn]:
        places: list[Blank] = []
        blanks: dict[str, Any] = {name: Blank(_value_of(name), places) for name in names}
        if "csrf_token" in blanks:  # which {% csrf_token %} asks whether it is there
            blanks["csrf_token"] = SafeString(blanks["csrf_token"])
        it = Drawn(get_template(template).render({**case, **blanks}), places)
        return cache.Entry(it, it.size, FOR_EVER)

    return cache.store.get(("drawn", template, get_language(), *case.items()), draw)


def fragment(template: str, case: Case, context: Context) -> bytes:
    """Draw a part of a page as HTML: the template for its case, filled from the context."""
    return drawn(template, case, context).filled(context)


def fragments(template: str, rows: Iterable[tuple[Case, Context]]) -> Iterator[bytes]:
    """Draw a part of a page for each row of a list: its case and context."""
    known: dict[Hashable, Drawn] = {}
    for case, context in rows:
        key = tuple(case.items())
        if key not in known:
            known[key] = drawn(template, case, context)
        yield known[key].filled(context)


def once(name: Hashable, draw: Callable[[], bytes], until: datetime = FOR_EVER) -> bytes:
    """Return the HTML that `draw` draws, kept under a name and the language; None keeps nothing.

    It must be the same for everybody who gets it.
    """
    if name is None:
        return draw()

    def made() -> cache.Entry[bytes]:
        drawn = draw()
        return cache.Entry(drawn, len(drawn), until)

    return cache.store.get(("once", name, get_language()), made)


def plain(template: str, context: Context) -> bytes:
    """Draw a part of a page whose template decides by the context, such as a form."""
    return get_template(template).render({**context}).encode()


def page(
    request: HttpRequest, template: str, case: Case, context: Context, status: int = 200
) -> HttpResponse:
    """Draw a page: the template for its case, filled from the context and what all pages have."""
    filled = fragment(template, case, {**context, **of_every_page(request)})
    return HttpResponse(filled, status=status)


def of_every_page(request: HttpRequest) -> dict[str, Any]:
    """Return the context of the forms and scripts on every page."""
    return {
        "csrf_token": csrf_token(request),
        "address": SimpleLazyObject(lambda: address_to_reopen(request)),
        "heartbeat_ms": settings.SSE_HEARTBEAT_INTERVAL,
        "now": timezone.localtime().isoformat(),
    }


def csrf_token(request: HttpRequest) -> Any:
    """Return the token of a page's forms; a page without forms makes none, and sets no cookie."""
    return SimpleLazyObject(lambda: get_token(request))


def _value_of(name: str) -> Callable[[Context], Any]:
    return lambda context: context[name]


def _read_of(function: Callable[..., Any], *given: Any) -> Callable[[Context], Any]:
    """Return what calls `function` with a context's values in the place of blanks."""
    first, *others = given
    if isinstance(first, Blank) and not any(isinstance(each, Blank) for each in others):
        read = first.read
        return lambda context: function(read(context), *others)  # as nearly all are
    return lambda context: function(
        *[each.read(context) if isinstance(each, Blank) else each for each in given]
    )


def _member_of(value: Any, name: str) -> Any:
    """Look up `value.name` as templates do, where `value` is a dict or an object."""
    return value[name] if isinstance(value, dict) else getattr(value, name)


def _as_html(value: Any) -> bytes:
    if isinstance(value, bytes):
        return value
    return (value if isinstance(value, SafeString) else html.escape(str(value))).encode()
