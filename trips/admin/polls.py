"""Polls, as staff see and close them. What a member chose is nobody's business but theirs."""

from datetime import UTC
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from trips import clock, polls
from trips.admin.base import ByVerbs, ReadOnly, by_its_clocks, by_verb
from trips.forms import (
    POLL_COLUMNS,
    MomentField,
    NumberInput,
    OptionForm,
    PollForm,
    add_errors,
    errors_of,
    say_in_our_words,
)
from trips.models import Ballot, Option, Poll, Trip

FIELDS = {**POLL_COLUMNS, "options": "options"}  # by the API's names


class StaffPollForm(forms.ModelForm[Poll]):
    """A new poll, judged by the same rules as the organiser's form."""

    options = forms.CharField(widget=forms.Textarea, help_text="One a line.")
    closes_at = MomentField(required=False, help_text="By the clocks of the trip.")

    class Meta:
        model = Poll
        fields = ["trip", *POLL_COLUMNS.values()]
        widgets = {"most_choices": NumberInput}

    def __init__(self, data: Any = None, *args: Any, **options: Any) -> None:
        super().__init__(data, *args, **options)
        say_in_our_words(self)
        trip = Trip.objects.filter(pk=data.get("trip")).first() if data else None
        cast(MomentField, self.fields["closes_at"]).zone = trip.zone if trip else UTC

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "trip" in data:
            given = {name: data.get(field) for name, field in FIELDS.items()}
            self.validated = PollForm(given, zone=data["trip"].zone)
            add_errors(self, errors_of(self.validated), FIELDS)
        return data


class StaffOptionForm(forms.ModelForm[Option]):
    """One more option, judged by the same rules as the organiser's form."""

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
    """Rows that are added by a verb, and then only read."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_verb_permission(self, request: HttpRequest) -> bool:
        """Whether these staff may run the verbs on polls."""
        return request.user.has_perm("trips.change_poll")


@admin.register(Poll)
class PollAdmin(AddedByVerb):
    """Show polls to staff, who open, close and delete them by the verbs."""

    form = StaffPollForm
    list_display = ("question", "trip", "state", "voted_count", "results", "opened", "closes")
    list_filter = ("results", "opened_at")
    list_select_related = ("trip",)
    search_fields = ("question", "trip__title", "trip__id")
    autocomplete_fields = ("trip",)
    readonly_fields = ("state", "voted_count", "opened", "closed", "picked")
    actions = ("close_polls", "reopen_polls", "delete_polls")

    def get_fields(self, request: HttpRequest, obj: Poll | None = None) -> Any:
        asked = ["trip", "question", "most_choices", "results"]
        if obj:
            return [*asked, "closes", *self.readonly_fields]
        return [*asked, "closes_at", "options"]

    opened = by_its_clocks("opened_at")
    closes = by_its_clocks("closes_at")
    closed = by_its_clocks("closed_at")

    @admin.display()
    def state(self, poll: Poll) -> str:
        """Say how a poll stands now."""
        return poll.state_at(clock.now()).label

    def save_model(self, request: HttpRequest, obj: Poll, form: Any, change: bool) -> None:
        """Through the verb, like everybody's poll."""
        opened = polls.open_poll(obj.trip_id, None, form.validated.terms())
        obj.pk = opened["poll"]["id"]
        obj.refresh_from_db()

    close_polls = by_verb(
        "Close", "verb", lambda poll: polls.close_poll(poll.trip_id, None, poll.id)
    )

    reopen_polls = by_verb(
        "Open again, where nothing was picked",
        "verb",
        lambda poll: polls.reopen_poll(poll.trip_id, None, poll.id),
    )

    delete_polls = by_verb(
        "Delete, where nobody has voted",
        "verb",
        lambda poll: polls.delete_poll(poll.trip_id, None, poll.id),
    )


@admin.register(Option)
class OptionAdmin(AddedByVerb):
    """Show options to staff, who add and pick them by the verbs."""

    form = StaffOptionForm
    fields = ("poll", "text")
    list_display = ("text", "poll", "public_votes")
    list_select_related = ("poll__trip",)
    search_fields = ("text", "poll__question")
    autocomplete_fields = ("poll",)
    actions = ("pick",)

    @admin.display(description="votes")
    def public_votes(self, option: Option) -> str:
        """Count the votes where everybody may see them; staff see no more."""
        return str(option.votes) if option.poll.shows_everybody(clock.now()) else "hidden"

    def save_model(self, request: HttpRequest, obj: Option, form: Any, change: bool) -> None:
        """Through the verb, like everybody's option."""
        text = form.validated.cleaned_data["text"]
        answer = polls.add_option(obj.poll.trip_id, None, obj.poll_id, text)
        obj.pk = answer["poll"]["options"][-1]["id"]
        obj.refresh_from_db()

    pick = by_verb(
        "Pick, where it is tied for the lead",
        "verb",
        lambda option: polls.pick(option.poll.trip_id, None, option.poll_id, option.id),
    )


@admin.register(Ballot)
class BallotAdmin(ReadOnly):
    """Who has voted, never for what."""

    list_display = ("member", "poll", "counts", "when")
    list_filter = ("counts", "cast_at")
    list_select_related = ("member__trip", "poll")
    fields = ("member", "poll", "counts", "when")

    when = by_its_clocks("cast_at", lambda ballot: ballot.member.trip)
