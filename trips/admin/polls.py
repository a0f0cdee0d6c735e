"""Show polls to staff, who open, close, reopen and delete them. Nobody sees what somebody voted."""

from datetime import UTC
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from trips import clock, polls
from trips.admin.base import ByVerbs, ReadOnly, by_its_clocks, by_verb
from trips.forms import (
    POLL_COLUMNS,
    DatePollForm,
    MomentField,
    NumberInput,
    OptionForm,
    PollForm,
    add_errors,
    errors_of,
    say_in_our_words,
)
from trips.models import Ballot, Option, Poll, Trip

# By the API's names; dates are written where options are.
FIELDS = {**POLL_COLUMNS, "options": "options", "dates": "options"}


class StaffPollForm(forms.ModelForm[Poll]):
    """A form of a new poll, about anything or about dates, by the rules of the organiser's form."""

    about = forms.ChoiceField(label=_("About"), choices=Poll.Kind.choices)
    options = forms.CharField(
        label=_("Options"),
        widget=forms.Textarea,
        help_text=_(
            "One a line. Dates as 2030-12-31, or from the first to the last day as "
            "2030-12-31/2031-01-02."
        ),
    )
    closes_at = MomentField(
        label=_("Closes at"), required=False, help_text=_("By the clocks of the trip.")
    )

    class Meta:
        model = Poll
        fields = ["trip", *POLL_COLUMNS.values()]
        widgets = {"most_choices": NumberInput}
        help_texts = {"most_choices": _("Not for dates: everybody answers each of them.")}

    def __init__(self, data: Any = None, *args: Any, **options: Any) -> None:
        super().__init__(data, *args, **options)
        say_in_our_words(self)
        trip = Trip.objects.filter(pk=data.get("trip")).first() if data else None
        cast(MomentField, self.fields["closes_at"]).zone = trip.zone if trip else UTC

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "trip" in data:
            self.validated = self._of_organiser(data)
            add_errors(self, errors_of(self.validated), FIELDS)
        return data

    def _of_organiser(self, data: dict[str, Any]) -> PollForm | DatePollForm:
        """Fill the organiser's form of this kind of poll."""
        given = {name: data.get(field) for name, field in FIELDS.items()}
        if data.get("about") != Poll.Kind.DATES:
            return PollForm(given, zone=data["trip"].zone)
        dates = (given["dates"] or "").split()
        return DatePollForm({**given, "dates": dates, "days": 1}, zone=data["trip"].zone)


class StaffOptionForm(forms.ModelForm[Option]):
    """A form of a new option, by the rules of the organiser's form."""

    class Meta:
        model = Option
        fields = ["poll", "text"]

    def __init__(self, data: Any = None, *args: Any, **options: Any) -> None:
        super().__init__(data, *args, **options)
        say_in_our_words(self)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.validated = OptionForm({"text": data.get("text")})
        add_errors(self, errors_of(self.validated))
        return data


class AddedByVerb(ByVerbs[Any]):
    """An admin of rows that staff add, and then change by actions alone."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_verb_permission(self, request: HttpRequest) -> bool:
        """Return whether this member of staff may run actions on polls."""
        return request.user.has_perm("trips.change_poll")


@admin.register(Poll)
class PollAdmin(AddedByVerb):
    """The polls, which staff open, close, reopen and delete."""

    form = StaffPollForm
    list_display = ("question", "trip", "state", "voted_count", "results", "opened", "closes")
    list_filter = ("kind", "results", "opened_at")
    ordering = ("-opened_at", "-id")
    list_select_related = ("trip",)
    search_fields = ("question", "trip__title", "trip__id")
    autocomplete_fields = ("trip",)
    readonly_fields = ("kind", "state", "voted_count", "opened", "closed", "picked")
    actions = ("close_polls", "reopen_polls", "undo_picks", "delete_polls")

    def get_fields(self, request: HttpRequest, obj: Poll | None = None) -> Any:
        asked = ["question", "most_choices", "results", "shows_voters"]
        if obj:
            return ["trip", *asked, "closes", *self.readonly_fields]
        return ["trip", "about", *asked, "closes_at", "options"]

    opened = by_its_clocks(Poll, "opened_at")
    closes = by_its_clocks(Poll, "closes_at")
    closed = by_its_clocks(Poll, "closed_at")

    @admin.display(description=_("state"))
    def state(self, poll: Poll) -> str:
        """Show the poll's state at the moment."""
        return f"{poll.state_at(clock.now()).label}"

    def save_model(self, request: HttpRequest, obj: Poll, form: Any, change: bool) -> None:
        """Open the poll as the pages do, with an event for open hubs."""
        terms = form.validated.terms()
        if form.cleaned_data["about"] == Poll.Kind.DATES:
            opened = polls.ask_for_dates(obj.trip_id, None, terms)
        else:
            opened = polls.open_poll(obj.trip_id, None, terms)
        obj.pk = opened["poll"]["id"]
        obj.refresh_from_db()

    close_polls = by_verb(
        _("Close the poll"),
        "verb",
        lambda poll: polls.close_poll(poll.trip_id, None, poll.id),
    )

    reopen_polls = by_verb(
        _("Open again, where nothing was picked"),
        "verb",
        lambda poll: polls.reopen_poll(poll.trip_id, None, poll.id),
    )

    undo_picks = by_verb(
        _("Undo the pick"),
        "verb",
        lambda poll: polls.undo_pick(poll.trip_id, None, poll.id),
    )

    delete_polls = by_verb(
        _("Delete, where nobody has voted"),
        "verb",
        lambda poll: polls.delete_poll(poll.trip_id, None, poll.id),
    )


@admin.register(Option)
class OptionAdmin(AddedByVerb):
    """The options of polls, which staff add and pick."""

    form = StaffOptionForm
    fields = ("poll", "text")
    list_display = ("text", "poll", "public_votes")
    list_select_related = ("poll__trip",)
    search_fields = ("text", "poll__question")
    autocomplete_fields = ("poll",)
    actions = ("pick",)

    @admin.display(description=_("votes"))
    def public_votes(self, option: Option) -> str:
        """Count the votes where everybody may see them; staff see no more."""
        counts = f"{option.votes} + {option.maybes}" if option.maybes else str(option.votes)
        return counts if option.poll.shows_everybody(clock.now()) else pgettext("votes", "hidden")

    def save_model(self, request: HttpRequest, obj: Option, form: Any, change: bool) -> None:
        """Add the option as the pages do, with an event for open hubs."""
        text = form.validated.cleaned_data["text"]
        answer = polls.add_option(obj.poll.trip_id, None, obj.poll_id, text)
        obj.pk = answer["poll"]["options"][-1]["id"]
        obj.refresh_from_db()

    pick = by_verb(
        _("Pick, where it is a date or tied for the lead"),
        "verb",
        lambda option: polls.pick(option.poll.trip_id, None, option.poll_id, option.id),
    )


@admin.register(Ballot)
class BallotAdmin(ReadOnly):
    """The ballots: who has voted, never for what."""

    list_display = ("member", "poll", "counts", "when")
    list_filter = ("counts", "cast_at")
    ordering = ("-cast_at", "-id")
    list_select_related = ("member__trip", "poll")
    fields = ("member", "poll", "counts", "when")

    when = by_its_clocks(Ballot, "cast_at", lambda ballot: ballot.member.trip)
