"""Write the mails to members: plain text and HTML, in the language in which they asked for them.

No mail of news holds a number or a key: its link to the hub opens where the browser has the key.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext, override

from trips.models import Receiver
from trips.words import Line, marked, text_of

LONGEST_SUBJECT = 150


def confirmation(receiver: Receiver) -> EmailMultiAlternatives:
    """Write what asks for the confirmation of an address.

    Perhaps a stranger gets it: no word in it was typed by anybody. Raises keys.Unreadable.
    """
    with override(receiver.language):
        subject = gettext("Do you want the news of a trip by e-mail?")
        link = _link(receiver, "confirm_news", receiver.secret)
        return _mail(receiver, "confirm", subject, {"link": link}, {})


def way_back(receiver: Receiver, code: str) -> EmailMultiAlternatives:
    """Write the link that makes a browser the founder's, once. Raises keys.Unreadable."""
    assert receiver.member
    trip = receiver.member.trip
    with override(receiver.language):
        subject = gettext("Your way back to the trip")
        link = f"{receiver.site}{reverse('enter')}#{code}"
        return _mail(receiver, "way_back", subject, {"title": trip.title, "link": link}, {})


def news(receiver: Receiver, said: Sequence[Line], position: str) -> EmailMultiAlternatives:
    """Write what has happened on a trip, in a line each; one click ends the mails (RFC 8058).

    `position` is that in the log: a mail that is sent again has the same Message-ID.
    Raises keys.Unreadable.
    """
    assert receiver.member
    trip, is_founder = receiver.member.trip, receiver.member.is_founder
    stop = _link(receiver, "stop_news", receiver.secret)
    headers = {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Message-ID": f"<{trip.id}.{position}.{receiver.id}@{_host(receiver)}>",
    }
    context = {
        "title": trip.title,
        "lines": [{"text": text_of(line), "html": marked(line)} for line in said],
        "link": _link(receiver, "hub", trip.id),
        "stop": stop,
        "way_back": _link(receiver, "way_back", receiver.secret) if is_founder else "",
    }
    subject = " ".join(f"{trip.title}: {text_of(said[0])}".split())
    if len(subject) > LONGEST_SUBJECT:
        subject = f"{subject[: LONGEST_SUBJECT - 1]}…"
    return _mail(receiver, "news", subject, context, headers)


def _mail(
    receiver: Receiver,
    template: str,
    subject: str,
    context: Mapping[str, Any],
    headers: Mapping[str, str],
) -> EmailMultiAlternatives:
    """Draw both parts, in the active language."""
    context = {**context, "host": _host(receiver), "subject": subject}
    mail = EmailMultiAlternatives(
        subject,
        render_to_string(f"mails/{template}.txt", context),
        to=[receiver.address],
        headers={"Auto-Submitted": "auto-generated", **headers},  # RFC 3834: no holiday replies
    )
    mail.attach_alternative(render_to_string(f"mails/{template}.html", context), "text/html")
    return mail


def _link(receiver: Receiver, name: str, argument: str) -> str:
    return iri_to_uri(receiver.site + reverse(name, args=[argument]))


def _host(receiver: Receiver) -> str:
    return urlsplit(receiver.site).hostname or ""
