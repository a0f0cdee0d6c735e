"""Pages with a form, and what it is answered: what it led to, or itself with what was typed."""

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
    """An outage as a refusal, which a page can say by its form. Raises Refusal `busy`."""
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
    """What the form led to or, where it is refused, the page with it that `show` draws.

    So it is for what names a field, for what can wait, and for these codes; None: for all.
    Raises any other Refusal, and every one where our script asks, which draws it itself.
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
    """The idempotency key of a form that is about to be shown: a new one, or it came with one.

    What it came for may have been done though nobody could say so; then the repeat is told it.
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
    """A page with a form; a refusal stands beside its fields or, where it names none, above them.

    `key` names the field that makes a repeat of the form the same call.
    """
    if refusal:
        add_errors(form, refusal.fields)
    error = refusal.sentence if refusal and not form.errors else ""
    shown = {**context, "form": form, "error": error, key: form_key(request, key)}
    return render(request, template, shown, status=refusal.status if refusal else 200)
