"""Ask before something is done: a decorator for views, and the page of the question."""

import functools
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from trips.models import Member
from trips.pages import present
from trips.pages.again import form_key
from trips.pages.decorators import View
from trips.pages.questions import QUESTIONS, Question

About = Callable[..., Mapping[str, Any] | HttpResponse]


def asks(name: str, about: About | None = None) -> Callable[[View], View]:
    """Make a decorator: POST runs the view, GET asks QUESTIONS[name] first.

    `about(request, me, **ids)` returns further arguments of `confirm`, or a response in place of
    the question.
    """

    def decorate(act: View) -> View:
        @functools.wraps(act)
        def checked(request: HttpRequest, me: Member, **ids: str) -> HttpResponse:
            if request.method == "POST":
                return act(request, me, **ids)
            found = about(request, me, **ids) if about else {}
            if isinstance(found, HttpResponse):
                return found
            return confirm(request, me, **{"question": QUESTIONS[name], **found})

        return checked

    return decorate


def quoted(text: str) -> str:
    """Put what somebody has written into the quotation marks of the reader's language."""
    return gettext("“{text}”").format(text=text)


def confirm(
    request: HttpRequest, me: Member, *, question: Question, status: int = 200, **context: Any
) -> HttpResponse:
    """Draw the page that asks before something is lost; posting to its own address does it.

    `context` may hold another `action_url` and `back_url`, a `title`, and a `note`, which says what
    it is about.
    """
    shown = {
        "trip": me.trip,
        "words": present.of_trip(me.trip),
        "question": question,
        "title": question.what,
        "action_url": request.path,
        "back_url": reverse("hub", args=[me.trip_id]),
        "key": form_key(request),
    }
    return render(request, "confirm.html", shown | context, status=status)
