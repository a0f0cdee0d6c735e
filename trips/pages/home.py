"""The start: plan a trip, see one's own, come in with a personal link."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from trips import access, change, membership, planning, throttle, wire
from trips.forms import PlanForm, judged
from trips.models import Member
from trips.pages.hub import greet, with_new_key
from trips.pages.site import (
    confirm,
    new_form_key,
    once,
    page,
    refusing_outages,
    takes_form,
    to_hub,
    wants_json,
    with_retry,
)


@takes_form
@page
def home(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _show(request, PlanForm())
    form = PlanForm(request.POST)
    try:
        with refusing_outages():
            return _plan(request, judged(form))
    except wire.Refusal as refusal:
        if wants_json(request):
            raise
        return with_retry(_show(request, form, refusal), refusal)


def _show(
    request: HttpRequest, form: PlanForm, refusal: wire.Refusal | None = None
) -> HttpResponse:
    mine = access.trips_in(request.COOKIES)
    context = {
        "form": form,
        "error": refusal.sentence if refusal and not form.errors else "",
        "key": request.POST.get("key") or new_form_key(),
        "trips": [{"trip": me.trip, "me": me} for me in mine],
        "state": [wire.standing(me.trip) for me in mine],
    }
    return render(request, "home.html", context, status=refusal.status if refusal else 200)


def _plan(request: HttpRequest, form: PlanForm) -> HttpResponse:
    key = once(request)
    if not change.first_answer(key):
        throttle.plan(request.META["REMOTE_ADDR"])
    planned = planning.plan(key, form.terms(), form.organiser())
    response = to_hub(planned["trip"]["id"])
    access.remember_current(response, planned["trip"]["id"], planned["adminId"])
    greet(response, planned["trip"]["id"])
    return response


class EnterForm(forms.Form):
    """A personal or organiser link, or only its key, or a recovery code."""

    key = forms.CharField(
        label="Your personal link or recovery code",
        max_length=400,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "data-secret": True}
        ),
        error_messages={
            "required": "Paste the link that you saved, or the part after its #, or type the code."
        },
    )


@takes_form
@never_cache
@page
def enter(request: HttpRequest) -> HttpResponse:
    """Turns a key into a cookie. The key comes in the link's fragment, which no server sees."""
    form = EnterForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _ask_for_key(request, form)
    try:
        return _let_in(request, judged(form).cleaned_data["key"])
    except wire.Refusal as refusal:
        if wants_json(request):
            raise
        return with_retry(_ask_for_key(request, form, refusal), refusal)


def _let_in(request: HttpRequest, typed: str) -> HttpResponse:
    key = typed.rpartition("#")[2].strip()
    me = access.member_by_key(key)
    if me and me.is_in:  # whose link works does not wait for those who guess
        return _open(request, me, key)
    with throttle.joining(request.META["REMOTE_ADDR"]):
        recovered = membership.recover(once(request, "attempt"), typed)
    return with_new_key(recovered["trip"]["id"], recovered["memberKey"])


def _open(request: HttpRequest, me: Member, key: str) -> HttpResponse:
    """Puts the key into the browser; asks first where it would push out another member's.

    A link is opened with one tap, and may be a trick to take the organiser's only key away.
    """
    here = access.holder(request.COOKIES, me.trip_id)
    if here and here.is_in and here != me and "instead" not in request.GET:
        return confirm(
            request,
            me,
            title="Somebody else is in here",
            question=f"Go on as {me.name}?",
            consequence=f"In this browser you are {here.name} on this trip. To come back as "
            f"{here.name} you will need the personal link: save it first.",
            action_label=f"Go on as {me.name}",
            action_url=f"{request.path}?instead",
            key=key,
            is_secret=True,
        )
    response = to_hub(me.trip_id)
    access.remember(response, me.trip_id, key)
    return response


def _ask_for_key(
    request: HttpRequest, form: EnterForm, refusal: wire.Refusal | None = None
) -> HttpResponse:
    error = refusal.sentence if refusal and not form.errors else ""
    context = {"form": form, "error": error, "attempt": new_form_key()}
    return render(request, "enter.html", context, status=refusal.status if refusal else 200)
