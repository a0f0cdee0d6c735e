"""Let members have the news by e-mail: ask for it, confirm the address, and stop the mails."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from trips import membership, wire
from trips.deliveries import subscribing
from trips.forms import NewsForm, validated
from trips.models import Member, Receiver
from trips.pages.again import form_key, form_page, or_again
from trips.pages.decorators import for_data_subject, page, takes_form
from trips.pages.repeats import idempotency_key_of
from trips.pages.responses import see_other

ONE_CLICK = "List-Unsubscribe"  # the field that mail programs send (RFC 8058, 3.1)


@takes_form
@for_data_subject
def news(request: HttpRequest, me: Member) -> HttpResponse:
    """Show whether somebody gets mails; POST sends a link to an address, or stops the mails."""
    if not me.is_current:
        raise wire.Refusal("not_a_member")
    if request.method != "POST":
        return _show(request, me, NewsForm())
    form = NewsForm(request.POST)

    def change() -> HttpResponse:
        if "stop" in request.POST:
            subscribing.stop_all(me)
        else:
            _ask(request, me, validated(form).cleaned_data["email"])
        return see_other(request.path)

    return or_again(request, change, lambda refusal: _show(request, me, form, refusal))


def _ask(request: HttpRequest, me: Member, address: str) -> None:
    if not settings.SENDS_MAIL:
        raise wire.Refusal("busy")
    subscribing.ask(
        me,
        address,
        site=request.build_absolute_uri("/").rstrip("/"),
        language=get_language() or settings.LANGUAGE_CODE,
        client=request.META["REMOTE_ADDR"],
    )


def _show(
    request: HttpRequest, me: Member, form: NewsForm, refusal: wire.Refusal | None = None
) -> HttpResponse:
    context = {"trip": me.trip, "me": me, "receiver": subscribing.of_member(me)}
    return form_page(request, "news.html", form, context, refusal)


@takes_form
@never_cache
@page
def confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask whether the news is wanted at an address; POST says so. A GET, as of a scanner, does not.

    The secret in the link is all that it takes: it is opened wherever the mail is read.
    """
    receiver = subscribing.called(secret)
    if request.method == "POST":
        subscribing.confirm(receiver)
        return see_other(request.path)
    if receiver.confirmed_at:
        return _say(request, _("You get the news by e-mail now"), receiver)
    words = {
        "title": _("Get the news by e-mail?"),
        "sentence": _("Mails about this trip come to this address, until you stop them."),
        "button": _("Confirm the address"),
    }
    return render(request, "news_link.html", words)


@csrf_exempt  # mail programs send it, without a page of ours: the secret in the address is enough
@takes_form
@never_cache
@page
def stop(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask whether to stop the mails; POST stops them, by the button or from a mail program."""
    if request.method != "POST" and "stopped" in request.GET:
        return _say(request, _("No more mails come"))
    receiver = subscribing.called(secret)
    if request.method == "POST":
        subscribing.stop(receiver)
        by_program = ONE_CLICK in request.POST  # which follows no redirect
        done = _("No more mails come")
        return _say(request, done) if by_program else see_other(f"{request.path}?stopped")
    words = {
        "title": _("Stop the mails about this trip?"),
        "sentence": _("You stay on the trip, and we forget your address."),
        "button": _("Stop these mails"),
    }
    return render(request, "news_link.html", words)


@takes_form
@never_cache
@page
def way_back(request: HttpRequest, secret: str) -> HttpResponse:
    """Offer a founder who lost their link a new one; POST sends it to the address of the mails.

    A mail of news may have been passed on: so it holds no key, and only its owner gets the new one.
    """
    receiver = subscribing.called(secret)
    me = receiver.member
    if not (me and me.is_founder and receiver.confirmed_at):
        raise wire.Refusal("news_ended")
    if request.method != "POST" and "sent" in request.GET:
        return _say(request, _("We have sent you a mail"))
    if request.method == "POST":
        attempt = idempotency_key_of(request, me.id)
        subscribing.send_way_back(
            receiver,
            request.META["REMOTE_ADDR"],
            lambda: membership.make_code(me, attempt)["recoveryCode"],
        )
        return see_other(f"{request.path}?sent")
    words = {
        "title": _("Get back in as an organiser?"),
        "sentence": _(
            "A link comes to the address at which you get these mails. It makes any browser yours, "
            "once; those in which you were in until now are signed out. A recovery code that you "
            "wrote down ends."
        ),
        "button": _("Send me the link"),
        "key": form_key(request),
    }
    return render(request, "news_link.html", words)


def _say(request: HttpRequest, title: str, receiver: Receiver | None = None) -> HttpResponse:
    context = {
        "title": title,
        "sentence": _("You can change this on the page of the trip at any time."),
        "action_label": _("Open the trip") if receiver else _("Back to the start"),
        "action_url": reverse("hub", args=[receiver.trip_id]) if receiver else reverse("home"),
    }
    return render(request, "message.html", context)
