"""Every refusal: its code, its HTTP status, and a sentence that says what to do next."""

import math
from collections.abc import Mapping, Sequence
from typing import Annotated

from typing_extensions import TypedDict

from trips.wire.values import described

BUSY_RETRY_S = 2
REFUSALS: dict[str, tuple[int, str]] = {
    "bad_request": (400, "This request could not be read. Nothing was changed; check its form."),
    "bad_position": (400, "`after` is no position of this feed. Leave it out to start anew."),
    "cannot_remove_admin": (
        400,
        "The organiser cannot be removed or leave; cancel the trip instead.",
    ),
    "unauthorized": (
        403,
        "Your link has ended, or only the organiser may do this. Open your newest link, then try.",
    ),
    "not_a_member": (403, "You are not on this trip any more. Ask the organiser for the link."),
    "asked": (403, "The organiser was asked and has not let you in yet. Try again in a while."),
    "cross_site": (
        403,
        "This came from a page of another site. Nothing was changed; try it on this site.",
    ),
    "no_cookies": (
        403,
        "This browser keeps no cookies, and this needs one. Nothing was changed. Allow them for "
        "this site, or open the link in another browser.",
    ),
    "old_page": (
        403,
        "This page was open for too long. Nothing was changed. Reload it and try once more.",
    ),
    "no_key": (
        404,
        "This browser has no key to this trip. Open your personal link or the invitation.",
    ),
    "not_found": (
        404,
        "We do not know this link. Perhaps its end got lost on the way: "
        "ask whoever sent it to send it once more.",
    ),
    "no_dates": (
        404,
        "The organiser has set no dates yet, so there is nothing to put into a calendar.",
    ),
    "unknown_code": (
        404,
        "This link or code has ended, or a part of it got lost. Look for a newer one, or open the "
        "invitation and say who you are: the organiser can let you in.",
    ),
    "member_not_found": (404, "Nobody of this name or id is on the trip. Reload to see who is."),
    "request_not_found": (404, "This request was answered already. Reload to see who is in."),
    "poll_not_found": (
        404,
        "This poll is not here: it may have been deleted. Open the trip to see its polls.",
    ),
    "unknown_call": (404, "The API has no such call. /api/social-cart/docs lists all of them."),
    "method_not_allowed": (
        405,
        "This call takes another method; /api/social-cart/docs says which. Nothing was changed.",
    ),
    "wrong_method": (
        405,
        "This address only takes what a form sends to it. Nothing was changed; go back.",
    ),
    "already_joined": (
        409,
        "This number is on the list. Use your personal link, or leave the number out.",
    ),
    "name_taken": (
        409,
        "Somebody of this name is already on the list. If that is not you, choose another name.",
    ),
    "watched_elsewhere": (409, "You watch this trip in newer places. Nothing was missed there."),
    "approval_required": (409, "The organiser has to let you in again. Ask, and keep this page."),
    "trip_full": (409, "This trip is full, so you were not added. Ask the organiser for a place."),
    "trip_closed": (
        409,
        "This trip takes nobody any more, so you were not added. Ask who invited you.",
    ),
    "trip_cancelled": (409, "The trip was cancelled, which is for good. Plan a new one."),
    "trip_over": (409, "The trip is over. Choose later days in its settings, then open it again."),
    "undo_expired": (409, "This was too long ago to undo. They can join again with the link."),
    "poll_locked": (409, "Polls open when the group is complete. Invite the others first."),
    "too_many_polls": (
        409,
        "This trip holds no more polls. Delete one that has no votes, or add an option.",
    ),
    "poll_paused": (
        409,
        "The poll is paused until the group is complete again. Its votes are kept.",
    ),
    "poll_closed": (409, "The poll is closed, so this was not counted. See the result."),
    "poll_open": (409, "The poll is still open. Close it first, then pick."),
    "poll_voted": (
        409,
        "Somebody has voted already, so this poll stays as it is. Add an option, or close it.",
    ),
    "poll_picked": (409, "An option was picked, so the poll stays closed. Start another one."),
    "options_changed": (
        409,
        "The poll has changed meanwhile. Your choice is kept; look once more, then vote.",
    ),
    "no_tie": (409, "This is none of the options that are tied for the lead. Reload to see them."),
    "invitation_replaced": (
        410,
        "This link was replaced. Ask whoever sent it to you for the new one.",
    ),
    "unsupported_media_type": (415, "Send the body as application/json. Nothing was changed."),
    "invalid": (422, "Please look at the marked fields. Nothing was lost."),
    "key_reused": (422, "This Idempotency-Key came with another request before. Use a new one."),
    "too_many": (429, "That was too often. Nothing was lost; it works again in {wait}."),
    "failed": (500, "Something went wrong on our side. What was saved is safe; try once more."),
    "busy": (503, "We are catching our breath. Nothing was lost; try again in a moment."),
}


class RefusalShape(TypedDict):
    """Refuse a call: `error` is a code, `message` a sentence, `fields` a sentence by field."""

    success: Annotated[bool, described(const=False)]
    error: Annotated[str, described(description="A code that stays as it is", enum=[*REFUSALS])]
    message: Annotated[str, described(description="For a person")]
    fields: Annotated[dict[str, str], described(description="What is wrong, by field")]


class Refusal(Exception):
    """A "no" for a person: a code, a status, a sentence, what was wrong with each field."""

    def __init__(self, code: str, /, **fields: str) -> None:
        super().__init__(code)
        self.code = code
        self.status, self.sentence = REFUSALS[code]
        self.fields = fields
        self.initial: Mapping[str, str] = {}  # what a form that was open would show by now
        self.choices: Mapping[str, Sequence[str]] = {}  # beside fields whose times come twice
        self.retry_after_s = BUSY_RETRY_S if code == "busy" else 0  # to wait helps no other

    @classmethod
    def too_many(cls, retry_after_s: int) -> "Refusal":
        """Says when to try again: without JavaScript nobody else does."""
        refusal = cls("too_many")
        refusal.retry_after_s = retry_after_s
        refusal.sentence = refusal.sentence.format(wait=_in_words(retry_after_s))
        return refusal

    def shape(self) -> RefusalShape:
        """Make the JSON that every refused call is answered."""
        return {
            "success": False,
            "error": self.code,
            "message": self.sentence,
            "fields": self.fields,
        }


def overtaken(now: str) -> str:
    """What stands beside a field that was changed while its form was open."""
    change = f"became {now}" if now else "was emptied"
    return f"This {change} meanwhile. Save again to put yours in its place."


def older_page(now: str) -> str:
    """What stands beside a field of a page that does not say what it had shown."""
    stands = f"It says {now} now." if now else "It is empty now."
    return (
        f"This page is from before an update. {stands} Save again to put yours in its place; where "
        "that does not help, reload the page first."
    )


def _in_words(seconds: int) -> str:
    many, unit = (seconds, "second") if seconds < 100 else (math.ceil(seconds / 60), "minute")
    return f"{many} {unit}{'s' * (many != 1)}"
