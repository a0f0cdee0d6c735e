"""Who comes in as staff: from which address, and what is said to somebody who is locked out."""

from datetime import timedelta
from typing import Any

from axes.helpers import get_cool_off
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def address(request: HttpRequest) -> str:
    """The client's address as the guard found it; no header is asked."""
    return str(request.META.get("REMOTE_ADDR", ""))


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: Any
) -> HttpResponse:
    """After too many wrong passwords: how long it takes, and what to do until then."""
    pause = get_cool_off(request) or timedelta()
    context = {
        "title": "A pause, please",
        "sentence": "There were too many wrong passwords for this name from this address. "
        f"Wait {pause.seconds // 60} minutes without trying, then sign in again. Whoever has "
        "forgotten the password asks another member of staff for a new one.",
        "action_label": "Back to the start",
        "action_url": "/",
    }
    answer = render(request, "message.html", context, status=429)
    answer["Retry-After"] = str(pause.seconds)
    return answer
