"""The start: plan a trip, see one's own, come in with a personal link."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from trips import access, change, planning, throttle, wire
from trips.forms import PlanForm
from trips.pages.hub import greet
from trips.pages.site import new_form_key, once, page, takes_form, to_hub


@takes_form
@page
def home(request: HttpRequest) -> HttpResponse:
    form = PlanForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _plan(request, form)
    mine = access.trips_in(request.COOKIES)
    context = {
        "form": form,
        "key": new_form_key(),
        "trips": [{"trip": me.trip, "me": me} for me in mine],
        "state": [wire.snapshot(me.trip, []) for me in mine],
    }
    return render(request, "home.html", context, status=422 if form.errors else 200)


def _plan(request: HttpRequest, form: PlanForm) -> HttpResponse:
    key = once(request)
    if not change.first_answer(key):
        throttle.plan(request.META["REMOTE_ADDR"])
    planned = planning.plan(key, form.terms(), form.organiser())
    response = to_hub(planned["trip"]["id"])
    access.remember(response, planned["trip"]["id"], planned["adminId"])
    greet(response, planned["trip"]["id"])
    return response


class EnterForm(forms.Form):
    """A personal or organiser link, or only its key."""

    key = forms.CharField(
        label="Your personal link",
        max_length=400,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Paste the link that you saved, or the part after its #."},
    )


@takes_form
@page
def enter(request: HttpRequest) -> HttpResponse:
    """Turns a key into a cookie. The key comes in the link's fragment, which no server sees."""
    form = EnterForm(request.POST if request.method == "POST" else None)
    error = ""
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["key"].rpartition("#")[2].strip()
        me = access.member_by_key(key)
        if me and me.is_in:
            response = to_hub(me.trip_id)
            access.remember(response, me.trip_id, key)
            return response
        error = "This link is not valid any more, or was not copied whole. Look for a newer one."
    status = 404 if error else 422 if form.errors else 200
    return render(request, "enter.html", {"form": form, "error": error}, status=status)
