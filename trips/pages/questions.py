"""List what is asked before something is done, by pages and by the dialogs of open pages."""

from dataclasses import dataclass, replace

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Question:
    """What would be done, as title and button say it, as a question, and its consequence."""

    what: StrOrPromise
    asks: StrOrPromise
    consequence: StrOrPromise = ""
    costs: str = ""  # the part of `words.trip` on what one member less means
    is_danger: bool = True

    def about(self, **names: str) -> "Question":
        """Fill names into the texts, such as `name` into "Remove {name}"."""
        apart = {key: format_html("<bdi>{}</bdi>", name) for key, name in names.items()}
        return replace(
            self,
            what=format_html(f"{self.what}", **apart),
            asks=format_html(f"{self.asks}", **apart),
            consequence=format_html(f"{self.consequence}", **apart),
        )


ABOUT_TRIP = {  # by the name of the URL that asks
    "remove": Question(
        _("Remove {name}"),
        _("Remove {name}?"),
        _("You can undo it for 12 hours."),
        costs="brings-you",
    ),
    "leave": Question(_("Leave the trip"), _("Leave the trip?"), costs="brings-group"),
    "replace_key": Question(
        _("Replace your personal link"),
        _("Replace your personal link?"),
        _(
            "Your present link and every other browser that used it stop working at once. "
            "This browser stays in. News by e-mail ends as well: ask for it anew."
        ),
    ),
    "replace_organiser_key": Question(
        _("Replace your organiser link"),
        _("Replace your organiser link?"),
        _(
            "Your present link and every other browser that used it stop working at once. "
            "This browser stays in. A recovery code and news by e-mail end as well: ask for them "
            "anew."
        ),
    ),
    "make_code": Question(
        _("Make a recovery code"),
        _("Make a recovery code?"),
        _(
            "If you lose your phone, this code gives you the trip back. It is shown once: "
            "write it down. A code that you made before stops working."
        ),
        is_danger=False,
    ),
    "step_down": Question(
        _("Step down as organiser"),
        _("Step down as organiser?"),
        _("You stay a member. Only an organiser can make you one again."),
    ),
    "replace_invitation": Question(
        _("Replace the invitation link"),
        _("Replace the invitation link?"),
        _("The link you have shared so far stops working at once. Everybody who is in stays in."),
    ),
    "close": Question(
        _("Close joining"),
        _("Close joining?"),
        _("Nobody can join after that. You can open it again."),
    ),
    "cancel": Question(
        _("Cancel the trip"),
        _("Cancel the trip?"),
        _("Everybody sees that the trip is off. This cannot be undone."),
    ),
}
ABOUT_LINE = {
    "leave_line": Question(
        _("Leave the line"),
        _("Leave the line?"),
        _("The others move up. With the invitation you can wait anew, at the end."),
    ),
    "take_off_line": Question(
        _("Take {name} off the line"),
        _("Take {name} off the line?"),
        _("The others move up. With the invitation they can wait anew, at the end."),
    ),
}
ABOUT_ROLE = {
    "make_organiser": Question(
        _("Make {name} an organiser"),
        _("Make {name} an organiser?"),
        _(
            "They can change and cancel the trip, let people in, and remove members who are no "
            "organisers. Only the founder can take the role back."
        ),
        is_danger=False,
    ),
    "take_role": Question(
        _("Take the organiser’s role from {name}"),
        _("Take the organiser’s role from {name}?"),
        _("They stay a member. You can make them an organiser again."),
    ),
    "hand_over": Question(
        _("Hand the trip over to {name}"),
        _("Hand the trip over to {name}?"),
        _(
            "They become the founder, who alone takes the role from organisers. You stay an "
            "organiser, and can step down or leave then. Your recovery code ends."
        ),
    ),
}
ABOUT_POLL = {
    "pick": Question(
        _("Pick {name}"),
        _("Pick {name}?"),
        _("Everybody sees at once that this is decided. You can undo it for ten minutes."),
        is_danger=False,
    ),
    "close_poll": Question(
        _("Close the poll"),
        _("Close the poll?"),
        _(
            "Nobody can vote after that, and everybody sees the result. "
            "You can open it again until you pick an option."
        ),
    ),
    "delete_poll": Question(
        _("Delete the poll"),
        _("Delete the poll?"),
        _("Nobody has voted yet. It goes from everybody’s page, for good."),
    ),
}
ABOUT_MESSAGE = {
    "delete_message": Question(
        _("Take the message back"),
        _("Take the message back?"),
        _("It goes from everybody’s page at once. Whoever has read it has read it."),
    ),
}
ABOUT_CALENDAR = {
    "make_calendar": Question(
        _("Subscribe to the calendar"),
        _("Subscribe to the calendar?"),
        _(
            "You get an address of your own for your calendar program, which keeps the dates up "
            "to date. It is shown once. It ends when you leave the trip, replace your personal "
            "link or make another one."
        ),
        is_danger=False,
    ),
}
ABOUT_BROUGHT = {
    "take_out": Question(
        _("Take {name} out"),
        _("Take {name} out?"),
        _("The link that you have for them ends. You can bring them again, or they join."),
        costs="brings-group",
    ),
    "make_link": Question(
        _("Make a new link for {name}"),
        _("Make a new link for {name}?"),
        _("It is shown once. One that you have handed on already stops working at once."),
        is_danger=False,
    ),
}
ABOUT_MY_DATA = {
    "erase": Question(
        _("Leave and erase my data"),
        _("Leave the trip and erase your data?"),
        _(
            "You leave the trip at once, and your name, number and links are erased, in the "
            "activity too. What you voted in closed polls and wrote to everybody stays, without "
            "your name. Nobody can undo it. Old backups expire on their own."
        ),
        costs="brings-group",
    ),
    "erase_in_line": Question(
        _("Leave the line and erase my data"),
        _("Leave the line and erase your data?"),
        _(
            "You wait no longer, and your name, number and links are erased. "
            "Nobody can undo it. Old backups expire on their own."
        ),
    ),
    "erase_gone": Question(
        _("Erase my data"),
        _("Erase your data?"),
        _(
            "Your name and links are erased, in the activity too. What you voted in closed polls "
            "and wrote to everybody stays, without your name. Nobody can let you back in after "
            "that, or undo it. Old backups expire on their own."
        ),
    ),
}
QUESTIONS = (
    ABOUT_TRIP
    | ABOUT_LINE
    | ABOUT_ROLE
    | ABOUT_POLL
    | ABOUT_MESSAGE
    | ABOUT_CALENDAR
    | ABOUT_BROUGHT
    | ABOUT_MY_DATA
)
