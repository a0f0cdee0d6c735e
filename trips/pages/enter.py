"""Let somebody back in by a personal link, an organiser's, or a recovery code."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from trips import access, browsers, credentials, keys, membership, throttle, wire
from trips.forms import Worded, validated
from trips.models import Member
from trips.pages.again import form_key, form_page, or_again
from trips.pages.confirming import confirm
from trips.pages.decorators import page, takes_form
from trips.pages.greeting import greet
from trips.pages.questions import Question
from trips.pages.repeats import idempotency_key_of
from trips.pages.responses import see_other, to_hub, to_hub_with

INSTEAD = Question(
    gettext_lazy("Go on as {name}"),
    gettext_lazy("Go on as {name}?"),
    gettext_lazy(
        "In this browser you are {here} on this trip. To come back as {here} you will need the "
        "personal link: save it first."
    ),
)


class KeyField(Worded, forms.CharField):
    """A field for a link or a code, however it was pasted."""


class EnterForm(forms.Form):
    """The form for a personal link, an organiser link or a recovery code."""

    key = KeyField(
        label=gettext_lazy("Your personal link or recovery code"),
        max_length=4_000,
        widget=forms.TextInput(
            attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false", "data-secret": True}
        ),
        error_messages={
            "required": gettext_lazy(
                "Paste the link that you saved, or the part after its #, or type the code."
            ),
            "max_length": gettext_lazy("Paste only the link, or the code."),
        },
    )


@takes_form
@never_cache
@page
def enter(request: HttpRequest) -> HttpResponse:
    """Show and process the form that turns a key into a cookie.

    The key comes in the link's fragment, which browsers send to no server.
    """
    form = EnterForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" and "counted-in" in request.GET and not request.COOKIES:
        return render(request, "counted_in.html")
    if request.method != "POST":
        return _ask_for_key(request, form)
    return or_again(
        request,
        lambda: _let_in(request, validated(form).cleaned_data["key"]),
        lambda refusal: _ask_for_key(request, form, refusal),
        codes=None,
    )


def _let_in(request: HttpRequest, typed: str) -> HttpResponse:
    """Redirect to where the typed link or code leads.

    Only what may be a key or a code counts against the limit on guesses.
    """
    found, code = keys.keys_in(typed), keys.code_in(typed)
    member, key, invitation = credentials.first_of(found)
    if member:  # a working link is not limited as guesses are
        return _open(request, member, key)
    if invitation:
        return see_other(reverse("join", args=[invitation]))
    if trip_id := keys.trip_id_in(typed):
        return to_hub(trip_id)
    if not found and not code:
        sentence = _("This is no personal link and no code. Paste the whole link that you saved.")
        raise wire.Refusal("invalid", key=sentence)
    with throttle.guessing(request.META["REMOTE_ADDR"]):
        founder = membership.founder_by(code)
        if founder:
            access.refuse_hidden(founder.trip)
        if founder and (other := _somebody_else(request, founder)):
            return _ask_instead(request, founder, other, code)
        attempt = idempotency_key_of(request, field="attempt")
        with browsers.of_change(request) as browser:
            recovered = membership.recover(attempt, code, browser)
    return to_hub_with(request, recovered["trip"]["id"], recovered["memberKey"])


def _open(request: HttpRequest, me: Member, key: str) -> HttpResponse:
    """Store the key in the browser; ask first where it would replace another member's.

    A link is opened with one tap, and may be a trick to take the organiser's only key away.
    """
    access.refuse_hidden(me.trip)
    if other := _somebody_else(request, me):
        return _ask_instead(request, me, other, key)
    response = to_hub(me.trip_id)
    if not me.has_entered:
        membership.note_entry(me)
        greet(response, me.trip_id)
    browsers.remember(request, response, me.trip_id, key)
    return response


def _somebody_else(request: HttpRequest, me: Member) -> Member | None:
    """Return the other member whose key this browser would lose, unless they have agreed."""
    here = credentials.holder(browsers.of(request), me.trip_id)
    is_other = here and here.is_current and here != me and "instead" not in request.GET
    return here if is_other else None


def _ask_instead(request: HttpRequest, me: Member, here: Member, key: str) -> HttpResponse:
    return confirm(
        request,
        me,
        title=_("Somebody else is in here"),
        question=INSTEAD.about(name=me.name, here=here.name),
        action_url=f"{request.path}?instead",
        key=key,
        attempt=form_key(request, "attempt"),
        is_secret=True,
        status=409,
    )


def _ask_for_key(
    request: HttpRequest, form: EnterForm, refusal: wire.Refusal | None = None
) -> HttpResponse:
    """Draw the form, and what was wrong with what it held."""
    return form_page(request, "enter.html", form, {}, refusal, key="attempt")
