"""What is said of several people in one sentence."""

from django.utils.translation import gettext_noop

from trips.words.messages.kinds import Messages, ngettext_noop

PEOPLE: Messages = {
    "found": ngettext_noop("{n} person found", "{n} people found"),
    "found_nobody": gettext_noop("Nobody found"),
    "wait_for_you": ngettext_noop(
        "{n} person waits for your answer", "{n} people wait for your answer"
    ),
    # Translators: in the place of the name of a member who has erased it: "Somebody left."
    "somebody": gettext_noop("Somebody"),
    # Translators: beside a member in the list, whom another one has counted in; small letters.
    "brought_by": gettext_noop("brought by {name}"),
    # Translators: to the organisers, of who was invited and cannot come on the trip.
    "declined": ngettext_noop("{n} can’t make it.", "{n} can’t make it."),
    # Translators: {names} lists all of the {n}.
    "declined_named": ngettext_noop("{n} can’t make it: {names}.", "{n} can’t make it: {names}."),
    # Translators: {names} lists some of the {n}, the newest who gave a name.
    "declined_among": ngettext_noop(
        "{n} can’t make it, among them {names}.", "{n} can’t make it, among them {names}."
    ),
    # Translators: of a full trip, how many want to come once a place is free.
    "in_line": ngettext_noop("{n} waits for a place.", "{n} wait for a place."),
    # Translators: to the organiser, of who asks to be let in; {names} is a list of {n} names.
    "alike": ngettext_noop(
        "Do not mistake them for {names}, who is on the list as well.",
        "Do not mistake them for {names}, who are on the list as well.",
    ),
}
