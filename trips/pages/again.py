"""Answer a posted form: with what it led to, or with the form again and what was typed."""

import uuid
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager

from django.db import Error
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from socialcart import outages
from trips import wire
from trips.forms import add_errors
from trips.pages.responses import WAITS, wants_json, with_retry


@contextmanager
def refusing_outages() -> Iterator[None]:
    """Turn a database outage in the block into Refusal `busy`, which pages show by their form."""
    try:
        yield
    except Error as failure:
        if not outages.is_outage(failure):
            raise
        outages.report("The database", failure)
        raise wire.Refusal("busy") from failure


def or_again(
    request: HttpRequest,
    act: Callable[[], HttpResponse],
    show: Callable[[wire.Refusal], HttpResponse],
    codes: Collection[str] | None = (),
) -> HttpResponse:
    """Run `act`; where it is refused, answer with the page that `show` draws.

    Shown so are refusals that name a field, that can be tried again, and those in `codes` (None:
    all). Raises any other Refusal; and every one where our script asks, which shows it itself.
    """
    try:
        with refusing_outages():
            return act()
    except wire.Refusal as refusal:
        is_shown = codes is None or refusal.fields or refusal.code in {*WAITS, *codes}
        if wants_json(request) or not is_shown:
            raise
        return with_retry(show(refusal), refusal)


def form_key(request: HttpRequest, field: str = "key") -> str:
    """Return the idempotency key for a form about to be shown: the one it came with, or a new one.

    A refused form keeps its key: what it asked for may have been done although no answer arrived.
    """
    return request.POST.get(field) or str(uuid.uuid4())


def form_page(
    request: HttpRequest,
    template: str,
    form: BaseForm,
    context: Mapping[str, object],
    refusal: wire.Refusal | None = None,
    *,
    key: str = "key",
) -> HttpResponse:
    """Draw a page with a form. A refusal stands beside its fields or, if it names none, above them.

    `key` names the context variable, and the field, with the idempotency key.
    """
    if refusal:
        add_errors(form, refusal.fields)
    error = refusal.sentence if refusal and not form.errors else ""
    shown = {**context, "form": form, "error": error, key: form_key(request, key)}
    return render(request, template, shown, status=refusal.status if refusal else 200)
