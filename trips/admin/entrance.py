"""Guard the door of the admin: client addresses, wrong passwords, lookups no database takes."""

import math
from datetime import timedelta
from typing import Any

from axes.helpers import get_cool_off
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import BadRequest
from django.db import DataError
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trips import throttle, wire

LONGEST_SEARCH = 100  # each word costs a condition on every field that is searched


class StaffGuard(MiddlewareMixin):
    """Middleware that refuses, on admin pages, wrong input to lookups and too many sign-ins."""

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        """Answer 429 after too many wrong passwords.

        Raises BadRequest for NUL bytes and for searches over LONGEST_SEARCH characters.
        """
        if not _is_for_staff(request):
            return None
        given = [*request.GET.lists(), *request.POST.lists()]
        if any("\0" in text for name, texts in given for text in (name, *texts)):
            raise BadRequest("NUL, which no database takes")
        if any(len(request.GET.get(name, "")) > LONGEST_SEARCH for name in ("q", "term")):
            raise BadRequest("too much to search for")
        try:
            if request.method == "POST" and request.path == reverse("admin:login"):
                throttle.may_sign_in(address(request))
        except wire.Refusal as refusal:
            return _pause(request, _guessed_from_here(refusal.retry_after_s), refusal.retry_after_s)
        return None

    def process_exception(self, request: HttpRequest, failure: Exception) -> HttpResponse | None:
        """Turn what a lookup cannot take into BadRequest, and Refusal `too_many` into a 429."""
        if not _is_for_staff(request):
            return None
        if isinstance(failure, wire.Refusal) and failure.code == "too_many":
            return _pause(request, _guessed_from_here(failure.retry_after_s), failure.retry_after_s)
        if isinstance(failure, ValueError | OverflowError | DataError):
            raise BadRequest("nothing to look up") from failure
        return None


def _is_for_staff(request: HttpRequest) -> bool:
    return request.resolver_match is not None and request.resolver_match.app_name == "admin"


@receiver(user_login_failed)
def limit_failed_sign_ins(request: HttpRequest | None = None, **about: Any) -> None:
    """Count a wrong password against the client's address, whatever the user name.

    Raises Refusal `too_many`.
    """
    if request is not None:
        throttle.wrong_password(address(request))


def address(request: HttpRequest) -> str:
    """Return the client's address, as `socialcart.guard` has set it; for Axes."""
    return str(request.META.get("REMOTE_ADDR", ""))


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: Any
) -> HttpResponse:
    """Answer 429 after too many wrong passwords for one user name; for Axes."""
    pause = get_cool_off(request) or timedelta()
    return _pause(request, _guessed_for_a_name(pause.seconds), pause.seconds)


def _guessed_from_here(wait_s: int) -> str:
    minutes = math.ceil(wait_s / 60)
    return ngettext(
        "There were too many wrong passwords from this address. Wait {n} minute without trying, "
        "then sign in again. Whoever has forgotten the password asks another member of staff for a "
        "new one.",
        "There were too many wrong passwords from this address. Wait {n} minutes without trying, "
        "then sign in again. Whoever has forgotten the password asks another member of staff for a "
        "new one.",
        minutes,
    ).format(n=minutes)


def _guessed_for_a_name(wait_s: int) -> str:
    minutes = math.ceil(wait_s / 60)
    return ngettext(
        "There were too many wrong passwords for this name from this address. Wait {n} minute "
        "without trying, then sign in again. Whoever has forgotten the password asks another "
        "member of staff for a new one.",
        "There were too many wrong passwords for this name from this address. Wait {n} minutes "
        "without trying, then sign in again. Whoever has forgotten the password asks another "
        "member of staff for a new one.",
        minutes,
    ).format(n=minutes)


def _pause(request: HttpRequest, sentence: str, wait_s: int) -> HttpResponse:
    context = {
        "title": _("A pause, please"),
        "sentence": sentence,
        "action_label": _("Back to the start"),
        "action_url": "/",
    }
    answer = render(request, "message.html", context, status=429)
    answer["Retry-After"] = str(wait_s)
    return answer
