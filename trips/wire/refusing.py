"""Refuse a call: the exception that answers it, and what stands beside a field of its form."""

import math
from collections.abc import Mapping, Sequence
from typing import Annotated

from django.utils.translation import gettext, ngettext
from typing_extensions import TypedDict

from trips.wire.refusals import REFUSALS
from trips.wire.values import described

BUSY_RETRY_S = 2


class RefusalShape(TypedDict):
    """A refused call: `error` is a code, `message` a sentence, `fields` a sentence by field."""

    success: Annotated[bool, described(const=False)]
    error: Annotated[str, described(description="A code that stays as it is", enum=[*REFUSALS])]
    message: Annotated[str, described(description="For a person")]
    fields: Annotated[dict[str, str], described(description="What is wrong, by field")]


class Refusal(Exception):
    """A "no" for a person: a code, a status, a sentence, and what is wrong with each field."""

    def __init__(self, code: str, /, **fields: str) -> None:
        super().__init__(code)
        self.code = code
        self.status, sentence = REFUSALS[code]
        self.sentence = gettext(sentence)
        self.fields = fields
        self.initial: Mapping[str, str] = {}  # what the fields of the open form hold by now
        self.choices: Mapping[str, Sequence[str]] = {}  # of fields whose times come twice
        self.retry_after_s = BUSY_RETRY_S if code == "busy" else 0  # else waiting does not help

    @classmethod
    def too_many(cls, retry_after_s: int) -> "Refusal":
        """Make the refusal of a rate limit, whose sentence says when to try again.

        Without JavaScript nothing else says it.
        """
        refusal = cls("too_many")
        refusal.retry_after_s = retry_after_s
        refusal.sentence = _too_often(retry_after_s)
        return refusal

    @classmethod
    def no_place_left(cls) -> "Refusal":
        """Make the refusal of an organiser who would let somebody into a full trip."""
        refusal = cls("trip_full")
        refusal.sentence = gettext(
            "All places are taken by now, so nobody was let in. Make more places in the settings; "
            "whoever waits in line gets them first."
        )
        return refusal

    @classmethod
    def nothing_to_vote_on(cls) -> "Refusal":
        """Make the refusal of a vote on a trip that was cancelled: its polls stay paused."""
        refusal = cls("poll_paused")
        refusal.sentence = gettext("The trip was cancelled: there is nothing left to vote on.")
        return refusal

    def shape(self) -> RefusalShape:
        """Serialize the refusal for the API."""
        return {
            "success": False,
            "error": self.code,
            "message": self.sentence,
            "fields": self.fields,
        }


def overtaken(now: str) -> str:
    """Write what stands beside a field that somebody else has changed while its form was open.

    `now` is its new value as text.
    """
    if not now:
        return gettext("This was emptied meanwhile. Save again to put yours in its place.")
    sentence = gettext("This became “{now}” meanwhile. Save again to put yours in its place.")
    return sentence.format(now=now)


def older_page(now: str) -> str:
    """Write what stands beside a field of an old page that did not send what it had shown.

    `now` is its value as text.
    """
    if not now:
        return gettext(
            "This page is from before an update. It is empty now. Save again to put yours in its "
            "place; where that does not help, reload the page first."
        )
    return gettext(
        "This page is from before an update. It says “{now}” now. Save again to put yours in its "
        "place; where that does not help, reload the page first."
    ).format(now=now)


def _too_often(seconds: int) -> str:
    if seconds < 100:
        return ngettext(
            "That was too often. Nothing was lost; it works again in {n} second.",
            "That was too often. Nothing was lost; it works again in {n} seconds.",
            seconds,
        ).format(n=seconds)
    minutes = math.ceil(seconds / 60)
    return ngettext(
        "That was too often. Nothing was lost; it works again in {n} minute.",
        "That was too often. Nothing was lost; it works again in {n} minutes.",
        minutes,
    ).format(n=minutes)
