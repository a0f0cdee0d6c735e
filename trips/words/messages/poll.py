"""What is said of a poll."""

from django.utils.translation import gettext_noop

from trips.words.messages.kinds import Messages, ngettext_noop

POLL: Messages = {
    "voted": ngettext_noop("{n} of {members} has voted", "{n} of {members} have voted"),
    "turnout": ngettext_noop("{n} person voted", "{n} people voted"),
    "nobody_voted": gettext_noop("Nobody voted"),
    "closes": gettext_noop("Closes <b>{date}, {time}</b> ({zone})"),
    "closes_end": gettext_noop("Closes <b>at the end of {date}</b> ({zone})"),
    "closed": gettext_noop("Closed {date}, {time} ({zone})"),
    "closed_end": gettext_noop("Closed at the end of {date} ({zone})"),
    "decided": gettext_noop("Decided: <b>{option}</b>"),
    "decided_picked": gettext_noop("Decided: <b>{option}</b>. An organiser picked."),
    "paused_below": ngettext_noop(
        "Paused while fewer than {n} person is in. Votes are kept.",
        "Paused while fewer than {n} people are in. Votes are kept.",
    ),
    "choose_up_to": ngettext_noop("Choose up to {n}.", "Choose up to {n}."),
    "chosen_all": ngettext_noop(
        "That is {n} of {n}: untick one to choose another.",
        "That is {n} of {n}: untick one to choose another.",
    ),
    "closed_polls": ngettext_noop("{n} closed poll", "{n} closed polls"),
    "votes": ngettext_noop("{n} vote", "{n} votes"),
    "voters_shown": gettext_noop("Everybody on the trip sees who chose what."),
    "voters_hidden": gettext_noop("Nobody on the trip sees what you choose."),
    # Translators: to whom a date suits, and to whom it does if need be.
    "said_yes": gettext_noop("<b>Yes:</b> {names}"),
    "said_maybe": gettext_noop("<b>If need be:</b> {names}"),
    # Translators: the last of a list of people: "Asha, Chloé, and 12 more".
    "more_people": ngettext_noop("{n} more", "{n} more"),
    "month_of_year": gettext_noop("{month} {year}"),
    "date_votes": gettext_noop("{yes} yes, {maybes} if need be"),
    "vote_share": gettext_noop(
        # xgettext:no-python-format
        "{percent} %"
    ),
    "vote_share_aloud": gettext_noop(
        # xgettext:no-python-format
        "{percent} % of those who voted"
    ),
}
