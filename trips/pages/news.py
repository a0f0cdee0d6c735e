"""Let members have the news on a device or by e-mail: ask for it, confirm an address, stop it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from trips import browsers, membership, wire
from trips.deliveries import devices, push_key, subscribing
from trips.forms import DeviceForm, NewsForm, validated
from trips.models import Member, Receiver
from trips.pages.again import form_key, form_page, or_again
from trips.pages.context_processors import offers_push
from trips.pages.decorators import (
    for_data_subject,
    only_takes_form,
    page,
    takes_form,
    without_cookies,
)
from trips.pages.repeats import idempotency_key_of
from trips.pages.responses import see_other

ONE_CLICK = "List-Unsubscribe"  # the field that mail programs send (RFC 8058, 3.1)


@takes_form
@for_data_subject
def news(request: HttpRequest, me: Member) -> HttpResponse:
    """Show how somebody is told; POST sends a link to an e-mail address, or stops the mails."""
    _must_be_current(me)
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


@only_takes_form
@for_data_subject
def device(request: HttpRequest, me: Member) -> HttpResponse:
    """Tell somebody the news on this device from now on, or no more.

    The form is filled in by a script, with what the browser gives it.
    """
    _must_be_current(me)

    def change() -> HttpResponse:
        response = see_other(reverse("news", args=[me.trip_id]))
        held = browsers.of(request)
        if "off" in request.POST:
            devices.turn_off(me, held.id)
            return response
        if not offers_push():
            raise wire.Refusal("no_subscription")
        given = DeviceForm(request.POST).subscription()
        browsers.remember(request, response, me.trip_id, held.key(me.trip_id, me.key_digest))
        devices.turn_on(me, given, browser=held.id, language=_language(), client=_client(request))
        return response

    def again(refusal: wire.Refusal) -> HttpResponse:
        return _show(request, me, NewsForm(), refusal)

    return or_again(request, change, again, ["no_subscription"])


@only_takes_form
@never_cache
@page
@without_cookies
def renew(request: HttpRequest) -> HttpResponse:
    """Take a browser's new address for news: its service worker sends it, as of any trip."""
    given = DeviceForm(request.POST).subscription()
    devices.renew(given, browser=browsers.of(request).id, client=_client(request))
    return see_other(reverse("home"))


def _must_be_current(me: Member) -> None:
    if not me.is_current:
        raise wire.Refusal("not_a_member")


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _client(request: HttpRequest) -> str:
    address: str = request.META["REMOTE_ADDR"]
    return address


def _ask(request: HttpRequest, me: Member, address: str) -> None:
    if not settings.SENDS_MAIL:
        raise wire.Refusal("busy")
    subscribing.ask(
        me,
        address,
        site=request.build_absolute_uri("/").rstrip("/"),
        language=_language(),
        client=_client(request),
    )


def _show(
    request: HttpRequest, me: Member, form: NewsForm, refusal: wire.Refusal | None = None
) -> HttpResponse:
    context = {
        "trip": me.trip,
        "me": me,
        "receiver": subscribing.of_member(me),
        "device": devices.of_browser(me, browsers.of(request).id),
        "push_key": push_key(),
    }
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
        return _say(request, _("We have sent you a mail"), sentence=_open_it())
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


def _open_it() -> str:
    return _(
        "Open the link in it on the device that you want to use. If it is not there, look among "
        "the junk, or go back and ask for it once more."
    )


def _say(
    request: HttpRequest, title: str, receiver: Receiver | None = None, sentence: str = ""
) -> HttpResponse:
    context = {
        "title": title,
        "sentence": sentence or _("You can change this on the page of the trip at any time."),
        "action_label": _("Open the trip") if receiver else _("Back to the start"),
        "action_url": reverse("hub", args=[receiver.trip_id]) if receiver else reverse("home"),
    }
    return render(request, "message.html", context)
