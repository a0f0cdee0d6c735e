"""What is asked before something is lost."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from trips.models import Member
from trips.pages.again import form_key


def confirm(request: HttpRequest, me: Member, *, status: int = 200, **context: Any) -> HttpResponse:
    """The page that asks before something is lost; posting to its own address does it."""
    shown = {
        "trip": me.trip,
        "action_url": request.path,
        "back_url": reverse("hub", args=[me.trip_id]),
        "key": form_key(request),
        "danger": True,
    }
    return render(request, "confirm.html", shown | context, status=status)
