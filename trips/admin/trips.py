"""Show trips to staff, who may change them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trips import membership, money, planning, reports, zones
from trips.admin.base import OF_TRIP, ByVerbs, by_its_clocks, by_verb, hub_link, masked, role_of
from trips.admin.filters import DatesFilter, HiddenFilter, StatusFilter
from trips.forms import (
    COLUMNS,
    AmountField,
    CurrencyField,
    DayField,
    MomentField,
    SettingsForm,
    ShownForm,
    StepsField,
    TermsForm,
    TimeField,
    WholeField,
    read_by,
    say_in_our_words,
)
from trips.models import Member, Trip

# Fields that people write in many ways, and that our form fields parse.
FIELDS = {
    column: field
    for name, column in COLUMNS.items()
    if isinstance(
        field := TermsForm.base_fields[name],
        DayField | TimeField | MomentField | WholeField | AmountField | CurrencyField | StepsField,
    )
}


class StaffTermsForm(ShownForm, forms.ModelForm[Trip]):
    """A form of a trip's terms, by the rules of the organiser's form."""

    zone_field = COLUMNS["timeZone"]

    class Meta:
        model = Trip
        fields = [*COLUMNS.values()]

    def __init__(self, data: Any = None, *args: Any, **options: Any) -> None:
        super().__init__(data, *args, **options)
        if not self.fields:  # of who may only look
            return
        chosen = str(self["currency"].value() or "").strip().upper()
        code = chosen or money.named(str(self["price_per_person"].value() or ""))
        say_in_our_words(self)
        self.show(*self.posted(data) if data else (None,))
        typed_by = self.given.get("time_zone") if "join_by" in self.given else None
        zone = zones.of(typed_by or self.instance.time_zone)
        read_by(self, zone.key, code)
        self.fields["join_by"].help_text = gettext("In {zone}.").format(zone=zones.label(zone.key))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given = {
            name: self.given[column] for name, column in COLUMNS.items() if column in self.given
        }
        seen = {name: self.seen[column] for name, column in COLUMNS.items() if column in self.seen}
        self.validated = SettingsForm(self.instance, given, seen)
        for name, errors in self.validated.errors.as_data().items():
            if name in COLUMNS:  # days that are over are refused, without the question
                self.errors.pop(COLUMNS[name], None)
                self.add_error(COLUMNS[name], errors)
        return data


# By the names of the models.
LISTS = {
    "member": _("members"),
    "joinrequest": _("requests"),
    "poll": _("polls"),
    "message": _("messages"),
    "report": _("reports"),
    "event": _("events"),
}


class MembersOfTrip(admin.TabularInline[Member, Trip]):
    """The members of a trip, on its page."""

    model = Member
    fields = readonly_fields = ("name", "role", "state", "joined", "phone")
    extra = 0
    can_delete = False
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Member]:
        return super().get_queryset(request).select_related("trip")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    joined = by_its_clocks(Member, "joined_at")

    @admin.display(description=_("role"))
    def role(self, member: Member) -> str:
        """Show whether the member is the founder, another organiser, or neither."""
        return role_of(member)

    @admin.display(description=_("phone"))
    def phone(self, member: Member) -> str:
        """Show the member's number, masked."""
        return masked(member)


@admin.register(Trip)
class TripAdmin(ByVerbs[Trip]):
    """The trips, which staff change, close, reopen and cancel."""

    form = StaffTermsForm
    list_display = ("title", "status", "count", "capacity", "deadline", "created")
    list_filter = (StatusFilter, DatesFilter, HiddenFilter, "created_at")
    ordering = ("-created_at", "-id")
    search_fields = ("title", "id", "members__name")
    date_hierarchy = "created_at"
    readonly_fields = (
        "id",
        "status",
        "count",
        "closed",
        "cancelled",
        "hidden",
        "created",
        "lists",
        "hub",
    )
    inlines = (MembersOfTrip,)
    actions = (
        "close_trips",
        "reopen_trips",
        "cancel_trips",
        "hide_trips",
        "show_trips",
        "replace_invitations",
        "erase_numbers",
    )

    deadline = by_its_clocks(Trip, "join_by", lambda trip: trip)
    closed = by_its_clocks(Trip, "closed_at", lambda trip: trip)
    cancelled = by_its_clocks(Trip, "cancelled_at", lambda trip: trip)
    hidden = by_its_clocks(Trip, "hidden_at", lambda trip: trip)
    created = by_its_clocks(Trip, "created_at", lambda trip: trip)

    @admin.display(description=_("status"))
    def status(self, trip: Trip) -> str:
        """Show the trip's status at the moment, and whether it is hidden."""
        is_now = f"{trip.status.label}"
        return gettext("{status}, hidden").format(status=is_now) if trip.hidden_at else is_now

    @admin.display(description=_("count"), ordering="member_count")
    def count(self, trip: Trip) -> str:
        """Show how many are in of how many are required, e.g. "3/5"."""
        return f"{trip.member_count}/{trip.required_members}"

    @admin.display(description=_("of this trip"))
    def lists(self, trip: Trip) -> str:
        """Link the trip's members, requests, polls, messages, reports and events."""
        links = (
            (reverse(f"admin:trips_{name}_changelist"), OF_TRIP, trip.id, label)
            for name, label in LISTS.items()
        )
        return format_html_join(" · ", '<a href="{}?{}={}">{}</a>', links)

    @admin.display(description=_("hub"))
    def hub(self, trip: Trip) -> str:
        """Link the trip's hub, as a reader sees it."""
        return hub_link(trip)

    def formfield_for_dbfield(
        self, db_field: Any, request: Any, **options: Any
    ) -> forms.Field | None:
        """Use the field class of the organiser's form for a column, without its limits.

        That form checks the limits.
        """
        if like := FIELDS.get(db_field.name):
            return type(like)(required=like.required, label=capfirst(db_field.verbose_name))
        return super().formfield_for_dbfield(db_field, request, **options)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # a trip needs an organiser, who holds the key: plan it on the start page

    def has_delete_permission(self, request: HttpRequest, obj: Trip | None = None) -> bool:
        return False  # cancel it: people hold its link

    def save_model(self, request: HttpRequest, obj: Trip, form: Any, change: bool) -> None:
        """Save the terms as the pages do, with an event for open hubs."""
        planning.update(obj.id, None, form.validated.given, form.validated.seen)
        obj.refresh_from_db()

    close_trips = by_verb(
        _("Close to newcomers"), "change", lambda trip: planning.close(trip.id, None)
    )

    reopen_trips = by_verb(
        _("Open joining again"), "change", lambda trip: planning.reopen(trip.id, None)
    )

    cancel_trips = by_verb(
        _("Cancel the trip"),
        "change",
        lambda trip: planning.cancel(trip.id, None),
        _("Everybody sees that the trip is off. This cannot be undone."),
    )

    hide_trips = by_verb(
        _("Hide"),
        "change",
        lambda trip: reports.hide(trip.id, None),
        _("Nobody but staff sees the trip until you show it again. Nothing of it is lost."),
    )

    show_trips = by_verb(_("Show again"), "change", lambda trip: reports.show(trip.id, None))

    erase_numbers = by_verb(
        _("Erase all phone numbers"),
        "change",
        lambda trip: membership.erase_numbers(trip.id, None),
        _("Nobody can be reached or recognised by a number then. This cannot be undone."),
    )

    replace_invitations = by_verb(
        _("Replace the invitation link"),
        "change",
        lambda trip: planning.replace_invitation(trip.id, None),
    )
