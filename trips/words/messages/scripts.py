"""Said by scripts alone: the state of a form, of copying, of the connection."""

from django.utils.translation import gettext_noop

from trips.words.messages.kinds import Messages, ngettext_noop

FORMS: Messages = {
    "became": gettext_noop("This became “{words}” meanwhile. Save to put yours in its place."),
    "was_emptied": gettext_noop("This was emptied meanwhile. Save to put yours in its place."),
}

SCRIPTS: Messages = {
    "offline": gettext_noop("No connection."),
    "busy": gettext_noop("We are catching our breath."),
    "crowd": gettext_noop("That was too often."),
    "crowd_joining": gettext_noop("Very many are joining."),
    "crowd_voting": gettext_noop("Very many are voting."),
    "tap_again": gettext_noop("Your tap is safe: trying again…"),
    "tap_in_seconds": ngettext_noop(
        "Your tap is safe: next try in {n} s.", "Your tap is safe: next try in {n} s."
    ),
    "tap_in_minutes": ngettext_noop(
        "Your tap is safe: next try in {n} min.", "Your tap is safe: next try in {n} min."
    ),
    "vote_again": gettext_noop("Your vote is safe: trying again…"),
    "vote_in_seconds": ngettext_noop(
        "Your vote is safe: next try in {n} s.", "Your vote is safe: next try in {n} s."
    ),
    "vote_in_minutes": ngettext_noop(
        "Your vote is safe: next try in {n} min.", "Your vote is safe: next try in {n} min."
    ),
    "no_cookie": gettext_noop(
        "This browser sent us no cookie, or the page is very old. Allow cookies for this site, "
        "then reload: what you typed is kept."
    ),
    "odd": gettext_noop(
        "That did not work, and nothing was changed. What you typed is kept: look at it once "
        "more, then try again."
    ),
    "our_fault": gettext_noop(
        "That did not work, and it is our fault, not yours. What you typed is kept: wait a "
        "little, then tap again."
    ),
    "as_sent": gettext_noop(
        "This is being sent as it was when you tapped. You can change it once the answer is here."
    ),
    "unsent": gettext_noop("The poll closed before your choice was sent, so it does not count."),
    "unsent_change": gettext_noop(
        "The poll closed before this change was sent. The vote that you cast before counts."
    ),
    "put_back": gettext_noop("We put back what you had typed here and not saved."),
    "discard": gettext_noop("Discard it"),
    # Translators: after a deadline. {when} is "Friday 4 Dec, 15:30" or "the end of Friday 4 Dec".
    "where_you_are": gettext_noop("That is {when} where you are."),
    "live": gettext_noop("Live"),
    "catching_up": gettext_noop("Catching up"),
    "paused": gettext_noop("Paused: open in newer places. Tap to go on"),
    "offline_since": gettext_noop("Offline since {time}"),
    "copied": gettext_noop("Copied ✓"),
    "copied_aloud": gettext_noop("Copied"),
    "copy_by_hand": gettext_noop("Press and hold the link"),
    "selected": gettext_noop("The link is selected"),
}
