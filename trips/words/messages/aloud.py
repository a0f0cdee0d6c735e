"""Said by scripts alone: live news, which screen readers read aloud."""

from django.utils.translation import gettext_noop

from trips.words.messages.kinds import Messages, ngettext_noop

ALOUD: Messages = {
    # Translators: so many are in (on the trip), of so many that are needed.
    "now_of": gettext_noop("{count} of {required}."),
    "now_in": ngettext_noop("{n} is in.", "{n} are in."),
    "now_unlocked": gettext_noop("The discount is unlocked!"),
    "now_locked": gettext_noop("The discount is locked again."),
    # Translators: a step of the discount was reached, or lost again.
    "now_percent": gettext_noop(
        # xgettext:no-python-format
        "The discount is {percent} % now."
    ),
    # Translators: so many are missing until the discount is unlocked.
    "now_missing": ngettext_noop("{n} to go.", "{n} to go."),
    "poll_is_open": gettext_noop("A poll is open: “{question}”"),
    "now_voted": ngettext_noop("{n} of {members} has voted.", "{n} of {members} have voted."),
    "now_message": gettext_noop("{name} writes: “{text}”"),
    "option_added": gettext_noop("An option was added."),
    # Translators: {news} are whole sentences.
    "away": gettext_noop("While you were away: {news}"),
    "up_to_date": gettext_noop("You are up to date again."),
    "away_joined": ngettext_noop("{n} person joined.", "{n} people joined."),
    "away_left": ngettext_noop("{n} person left.", "{n} people left."),
    "away_unlocked": gettext_noop("The discount was unlocked."),
    "away_locked": gettext_noop("The discount was locked again."),
    "away_name": gettext_noop("The name changed."),
    "away_description": gettext_noop("The description changed."),
    "away_place": gettext_noop("The place changed."),
    "away_cover": gettext_noop("The emoji changed."),
    "away_dates": gettext_noop("The dates changed."),
    "away_start": gettext_noop("The start changed."),
    "away_end": gettext_noop("The end changed."),
    "away_zone": gettext_noop("The time zone changed."),
    "away_deadline": gettext_noop("The deadline changed."),
    "away_required": gettext_noop("The number of members needed changed."),
    "away_capacity": gettext_noop("The places changed."),
    "away_price": gettext_noop("The price changed."),
    "away_discount": gettext_noop("The discount changed."),
    "away_steps": gettext_noop("The discount steps changed."),
    "away_reopened": gettext_noop("The trip was opened again."),
    "away_cancelled": gettext_noop("The trip was cancelled."),
    "away_closed": gettext_noop("Joining was closed."),
    "away_deadline_passed": gettext_noop("The deadline passed."),
    "away_over": gettext_noop("The trip is over."),
    "away_poll_opened": gettext_noop("A poll was opened."),
    "away_poll_closed": gettext_noop("A poll was closed."),
    "away_poll_reopened": gettext_noop("A poll was opened again."),
    "away_poll_deleted": gettext_noop("A poll was deleted."),
    "away_message": gettext_noop("There is a new message."),
}
