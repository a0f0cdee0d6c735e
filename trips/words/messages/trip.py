"""What is said of a trip."""

from django.utils.translation import gettext_noop

from trips.words.messages.kinds import Messages, ngettext_noop

TRIP: Messages = {
    # Translators: two whole sentences, one after the other.
    "then": gettext_noop("{first} {next}"),
    "price": gettext_noop("{sum} per person"),
    # Translators: the price without the discount, and what each pays once so many are in.
    "pays_once": gettext_noop("{full} → <b>{less}</b> each once {count} are in"),
    "pays_now": gettext_noop(
        # xgettext:no-python-format
        "<b>{sum}</b> each ({percent} % off)"
    ),
    # Translators: what each pays now, and what once so many are in (on the trip).
    "pays_next": gettext_noop(
        # xgettext:no-python-format
        "<b>{sum}</b> each ({percent} % off), {less} once {count} are in"
    ),
    # Translators: a step of the discount; several follow each other in a list.
    "step": ngettext_noop(
        # xgettext:no-python-format
        "{percent} % with {n} person",
        "{percent} % with {n} people",
    ),
    "progress": ngettext_noop("{count} of {n} member", "{count} of {n} members"),
    # Translators: so many are in (on the trip), of so many that are needed.
    "are_in_of": ngettext_noop(
        "<b>{n} of {required}</b> is in.", "<b>{n} of {required}</b> are in."
    ),
    # Translators: more are in (on the trip) than are needed.
    "are_in": ngettext_noop("<b>{n}</b> is in.", "<b>{n}</b> are in."),
    "everyone_gets_percent": gettext_noop(
        # xgettext:no-python-format
        "Everyone gets <b>{percent} % off</b>."
    ),
    "everyone_gets_discount": gettext_noop("Everyone gets <b>the group discount</b>."),
    "nobody_gets_discount": gettext_noop("Nobody gets the discount."),
    "more_unlock_percent": ngettext_noop(
        # xgettext:no-python-format
        "<b>{n} more</b> unlocks <b>{percent} % off</b>.",
        "<b>{n} more</b> unlock <b>{percent} % off</b>.",
    ),
    "more_unlock_discount": ngettext_noop(
        "<b>{n} more</b> unlocks <b>the group discount</b>.",
        "<b>{n} more</b> unlock <b>the group discount</b>.",
    ),
    "more_and_percent": ngettext_noop(
        # xgettext:no-python-format
        "{n} more and everyone gets {percent} % off.",
        "{n} more and everyone gets {percent} % off.",
    ),
    "more_and_discount": ngettext_noop(
        "{n} more and everyone gets the group discount.",
        "{n} more and everyone gets the group discount.",
    ),
    # Translators: the name of the trip stands in large letters, on a line of its own.
    "invites": gettext_noop("{organiser} invites you to <b>{trip}</b>"),
    "join_by": gettext_noop("Join by <b>{date}, {time}</b> ({zone})."),
    "join_by_end": gettext_noop("Join by <b>the end of {date}</b> ({zone})."),
    "needed_by_then": ngettext_noop(
        "With fewer than {n} by then, nobody gets the discount.",
        "With fewer than {n} by then, nobody gets the discount.",
    ),
    "deadline_was": gettext_noop("The deadline was <b>{date}, {time}</b> ({zone})."),
    "deadline_was_end": gettext_noop("The deadline was <b>the end of {date}</b> ({zone})."),
    "too_few": ngettext_noop(
        "With {n} of {required} in, nobody gets the discount.",
        "With {n} of {required} in, nobody gets the discount.",
    ),
    "ask_to_reopen": gettext_noop(
        "If you would still like to come, ask {organiser} to open it again."
    ),
    "all_taken": ngettext_noop(
        "All {n} place is taken. One that comes free goes to whoever waits longest.",
        "All {n} places are taken. One that comes free goes to whoever waits longest.",
    ),
    "places_left": ngettext_noop("{n} place left", "{n} places left"),
    # Translators: a link to the list of all members.
    "show_all": ngettext_noop("Show all {n}", "Show all {n}"),
    "next_in_line": gettext_noop("The first in line takes the place."),
    # Translators: so many members are left of so many that are needed, once one is removed.
    "brings_you_of": ngettext_noop(
        "This brings you to {n} of {required}.", "This brings you to {n} of {required}."
    ),
    "brings_you": ngettext_noop("This brings you to {n}.", "This brings you to {n}."),
    "brings_you_below": ngettext_noop(
        "This brings you to {n} of {required}: the discount will be lost.",
        "This brings you to {n} of {required}: the discount will be lost.",
    ),
    "brings_you_below_percent": ngettext_noop(
        # xgettext:no-python-format
        "This brings you to {n} of {required}: the {percent} % discount will be lost.",
        "This brings you to {n} of {required}: the {percent} % discount will be lost.",
    ),
    # Translators: the discount falls to a lower step, e.g. from 12 % to 8 %.
    "brings_you_down": ngettext_noop(
        # xgettext:no-python-format
        "This brings you to {n} of {required}: the discount will fall from {old} % to {percent} %.",
        "This brings you to {n} of {required}: the discount will fall from {old} % to {percent} %.",
    ),
    "brings_group_of": ngettext_noop(
        "This brings the group to {n} of {required}.", "This brings the group to {n} of {required}."
    ),
    "brings_group": ngettext_noop("This brings the group to {n}.", "This brings the group to {n}."),
    "brings_group_below": ngettext_noop(
        "This brings the group to {n} of {required}: the discount will be lost.",
        "This brings the group to {n} of {required}: the discount will be lost.",
    ),
    "brings_group_below_percent": ngettext_noop(
        # xgettext:no-python-format
        "This brings the group to {n} of {required}: the {percent} % discount will be lost.",
        "This brings the group to {n} of {required}: the {percent} % discount will be lost.",
    ),
    "brings_group_down": ngettext_noop(
        # xgettext:no-python-format
        "This brings the group to {n} of {required}: "
        "the discount will fall from {old} % to {percent} %.",
        "This brings the group to {n} of {required}: "
        "the discount will fall from {old} % to {percent} %.",
    ),
    "made_step": gettext_noop(
        # xgettext:no-python-format
        "You made the next step: everyone gets {percent} % off!"
    ),
    "made_complete_percent": gettext_noop(
        # xgettext:no-python-format
        "You made it complete: everyone gets {percent} % off!"
    ),
    "made_complete_discount": gettext_noop(
        "You made it complete: everyone gets the group discount!"
    ),
    "poll_opens_with": ngettext_noop("Opens when {n} person is in", "Opens when {n} people are in"),
    "poll_takes": ngettext_noop(
        "It takes {n} person, and joining is closed", "It takes {n} people, and joining is closed"
    ),
    "poll_for": gettext_noop("Vote on what is left to decide"),
    "poll_for_nothing": gettext_noop("The trip was cancelled"),
    # Translators: what goes with the link to a trip; {news} are whole sentences.
    "share": gettext_noop("{trip}: {news}"),
    "share_dated": gettext_noop("{trip}, {dates}: {news}"),
    # Translators: the price without the discount, and with it.
    "share_less": gettext_noop("{full} → {sum} each."),
    "share_price": gettext_noop("{sum} per person."),
    "share_cancelled": gettext_noop("The trip was cancelled."),
    "share_over": gettext_noop("The trip is over."),
    "share_closed": gettext_noop("Nobody can join any more."),
    "share_full": gettext_noop("All places are taken."),
    # Translators: the link follows.
    "share_by": gettext_noop("Join by {date}, {time} ({zone}):"),
    "share_by_end": gettext_noop("Join by the end of {date} ({zone}):"),
    # Translators: the title of a browser's tab, e.g. "3/5 · Goa" and "Settings · Goa".
    "count_title": gettext_noop("{count}/{required} · {trip}"),
    "page_title": gettext_noop("{page} · {trip}"),
}
