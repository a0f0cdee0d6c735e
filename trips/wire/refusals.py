"""List every refusal: its code, its HTTP status, and a sentence that says what to do next."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, tuple[int, str]] = {
    "bad_request": (400, _("This request could not be read. Nothing was changed; check its form.")),
    "bad_position": (400, _("`after` is no position of this feed. Leave it out to start anew.")),
    "cannot_remove_admin": (
        400,
        _(
            "An organiser cannot be removed: take the role from them first. The founder cannot "
            "leave: hand the trip over first, or cancel it."
        ),
    ),
    "unauthorized": (
        403,
        _(
            "Your link has ended, or only an organiser may do this. Open your newest link, "
            "then try."
        ),
    ),
    "not_the_founder": (
        403,
        _("Only the founder may do this: who planned the trip, or was handed it. Ask them."),
    ),
    "not_a_member": (403, _("You are not on this trip any more. Ask an organiser for the link.")),
    "staff_only": (
        403,
        _("Only staff who may see trips can open this. Sign in as one of them."),
    ),
    "trip_hidden": (
        403,
        _(
            "The people who run this site have put this trip out of sight while they look at it. "
            "Nothing was lost: try again later."
        ),
    ),
    "asked": (
        403,
        _("The organisers were asked, and none has let you in yet. Try again in a while."),
    ),
    "waits": (403, _("You wait for a place on this trip. This is for who is in.")),
    "cross_site": (
        403,
        _("This came from a page of another site. Nothing was changed; try it on this site."),
    ),
    "no_cookies": (
        403,
        _(
            "This browser keeps no cookies, and this needs one. Nothing was changed. "
            "Allow them for this site, or open the link in another browser."
        ),
    ),
    "old_page": (
        403,
        _("This page was open for too long. Nothing was changed. Reload it and try once more."),
    ),
    "no_key": (
        404,
        _("This browser has no key to this trip. Open your personal link or the invitation."),
    ),
    "not_found": (
        404,
        _(
            "We do not know this link. Perhaps its end got lost on the way: "
            "ask whoever sent it to send it once more."
        ),
    ),
    "no_dates": (
        404,
        _("The organisers have set no dates yet, so there is nothing to put into a calendar."),
    ),
    "unknown_code": (
        404,
        _(
            "This link or code has ended, or a part of it got lost. Look for a newer one, or "
            "open the invitation and say who you are: an organiser can let you in."
        ),
    ),
    "member_not_found": (404, _("Nobody of this name or id is on the trip. Reload to see who is.")),
    "request_not_found": (404, _("This request was answered already. Reload to see who is in.")),
    "poll_not_found": (
        404,
        _("This poll is not here: it may have been deleted. Open the trip to see its polls."),
    ),
    "message_not_found": (
        404,
        _(
            "This message is not here: it may have been taken back. Open the trip to see the "
            "others."
        ),
    ),
    "unknown_call": (404, _("The API has no such call. /api/social-cart/docs lists all of them.")),
    "method_not_allowed": (
        405,
        _("This call takes another method; /api/social-cart/docs says which. Nothing was changed."),
    ),
    "wrong_method": (
        405,
        _("This address only takes what a form sends to it. Nothing was changed; go back."),
    ),
    "already_joined": (
        409,
        _("This number is on the list. Use your personal link, or leave the number out."),
    ),
    "name_taken": (
        409,
        _("Somebody of this name is already on the list. If that is not you, choose another name."),
    ),
    "too_many_brought": (
        409,
        _(
            "A member brings five people at most, and you have brought five. "
            "An organiser can bring more; or send them the invitation."
        ),
    ),
    "link_used": (
        409,
        _(
            "They have opened their link, so they alone replace it, "
            "and only an organiser takes them out. Nothing was changed."
        ),
    ),
    "watched_elsewhere": (409, _("You watch this trip in newer places. Nothing was missed there.")),
    "approval_required": (
        409,
        _("An organiser has to let you in again. Ask, and keep this page."),
    ),
    "trip_full": (
        409,
        _("This trip is full, so you were not added. Ask an organiser for a place."),
    ),
    "line_full": (
        409,
        _("This trip is full, and so is its waiting list. Ask an organiser for a place."),
    ),
    "not_in_line": (
        409,
        _("This person waits no longer: perhaps a place has come free. Reload to see."),
    ),
    "trip_closed": (
        409,
        _("This trip takes nobody any more, so you were not added. Ask who invited you."),
    ),
    "trip_cancelled": (409, _("The trip was cancelled, which is for good. Plan a new one.")),
    "trip_over": (
        409,
        _("The trip is over. Choose later days in its settings, then open it again."),
    ),
    "hand_over_first": (
        409,
        _("The founder stays an organiser. Hand the trip over to somebody else first."),
    ),
    "undo_expired": (409, _("This was too long ago to undo. They can join again with the link.")),
    "only_dates": (
        409,
        _("The dates of a poll stay as they are. Delete it before the first vote, or ask anew."),
    ),
    "poll_locked": (409, _("Polls open when the group is complete. Invite the others first.")),
    "too_many_polls": (
        409,
        _("This trip holds no more polls. Delete one that has no votes, or add an option."),
    ),
    "too_many_messages": (
        409,
        _("A trip takes ten messages a day, and has them. Nothing was sent; try tomorrow."),
    ),
    "poll_paused": (
        409,
        _("The poll is paused until the group is complete again. Its votes are kept."),
    ),
    "poll_closed": (409, _("The poll is closed, so this was not counted. See the result.")),
    "poll_open": (409, _("The poll is still open. Close it first, then pick.")),
    "votes_hidden": (409, _("The votes are hidden still. Look again once you see them.")),
    "poll_voted": (
        409,
        _("Somebody has voted already, so this poll stays as it is. Add an option, or close it."),
    ),
    "pick_stands": (
        409,
        _("A pick can be undone for ten minutes, and they are over. Start another poll."),
    ),
    "poll_picked": (409, _("An option was picked, so the poll stays closed. Start another one.")),
    "options_changed": (
        409,
        _("The poll has changed meanwhile. Your choice is kept; look once more, then vote."),
    ),
    "no_tie": (
        409,
        _("This is none of the options that are tied for the lead. Reload to see them."),
    ),
    "news_ended": (
        404,
        _(
            "This link has ended, or a part of it got lost. If mails come still, use the link in "
            "the newest one."
        ),
    ),
    "invitation_replaced": (
        410,
        _("This link was replaced. Ask whoever sent it to you for the new one."),
    ),
    "left_line": (
        410,
        _("You wait no longer on this trip. Open the invitation once more to wait anew."),
    ),
    "calendar_ended": (
        410,
        _("This calendar has ended: whom it was for is not on the trip any more. Remove it."),
    ),
    "unsupported_media_type": (415, _("Send the body as application/json. Nothing was changed.")),
    "invalid": (422, _("Please look at the marked fields. Nothing was lost.")),
    "key_reused": (422, _("This Idempotency-Key came with another request before. Use a new one.")),
    "no_subscription": (
        422,
        _("Your browser gave us no address for news. Update it and try again, or use an e-mail."),
    ),
    "too_many": (429, _("That was too often. Nothing was lost; try again in a while.")),
    "failed": (500, _("Something went wrong on our side. What was saved is safe; try once more.")),
    "busy": (503, _("We are catching our breath. Nothing was lost; try again in a moment.")),
}
