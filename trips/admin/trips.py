"""Trips, as staff see and change them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from trips import planning
from trips.admin.site import ByVerbs, by_verb, masked
from trips.forms import TermsForm, errors_of, tell
from trips.models import Member, Trip


class StatusFilter(admin.SimpleListFilter):
    title = "status"
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(status.value, status.label) for status in Trip.Status]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Trip]) -> QuerySet[Trip]:
        over = Q(closed_at__isnull=False) | Q(join_by__lte=timezone.now())
        off = Q(cancelled_at__isnull=False)
        chosen = {
            Trip.Status.CANCELLED.value: off,
            Trip.Status.CLOSED.value: ~off & over,
            Trip.Status.UNLOCKED.value: ~off & ~over & Q(is_unlocked=True),
            Trip.Status.RECRUITING.value: ~off & ~over & Q(is_unlocked=False),
        }
        return queryset.filter(chosen.get(self.value() or "", Q()))


class StaffTermsForm(forms.ModelForm[Trip]):
    """The trip's own row, judged by the same rules as the organiser's form."""

    class Meta:
        model = Trip
        fields = [
            "title",
            "required_members",
            "starts_on",
            "ends_on",
            "time_zone",
            "capacity",
            "join_by",
            "price_per_person",
            "currency",
            "discount_percent",
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.judged = TermsForm({name: data.get(field) for name, field in API_NAMES.items()})
        tell(self, errors_of(self.judged), API_NAMES)
        return data


API_NAMES = {
    "tripName": "title",
    "requiredMembers": "required_members",
    "startDate": "starts_on",
    "endDate": "ends_on",
    "timeZone": "time_zone",
    "capacity": "capacity",
    "joinBy": "join_by",
    "pricePerPerson": "price_per_person",
    "currency": "currency",
    "discountPercent": "discount_percent",
}


class MembersOfTrip(admin.TabularInline[Member, Trip]):
    model = Member
    fields = readonly_fields = ("name", "is_admin", "state", "joined_at", "phone")
    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="phone")
    def phone(self, member: Member) -> str:
        return masked(member)


@admin.register(Trip)
class TripAdmin(ByVerbs[Trip]):
    form = StaffTermsForm
    list_display = ("title", "status", "count", "capacity", "join_by", "created_at")
    list_filter = (StatusFilter, "created_at")
    search_fields = ("title", "id", "members__name")
    date_hierarchy = "created_at"
    readonly_fields = ("id", "status", "count", "closed_at", "cancelled_at", "created_at")
    inlines = (MembersOfTrip,)
    actions = ("close_trips", "reopen_trips", "cancel_trips", "replace_invitations")

    @admin.display(ordering="member_count")
    def count(self, trip: Trip) -> str:
        return f"{trip.member_count}/{trip.required_members}"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # a trip needs an organiser, who holds the key: plan it on the start page

    def has_delete_permission(self, request: HttpRequest, obj: Trip | None = None) -> bool:
        return False  # cancel it: people hold its link

    def save_model(self, request: HttpRequest, obj: Trip, form: Any, change: bool) -> None:
        """Through the verb, like everybody's change."""
        planning.update(obj.id, None, form.judged.cleaned_data)
        obj.refresh_from_db()

    close_trips = by_verb(
        "Close to newcomers", "change", lambda trip: planning.close(trip.id, None)
    )

    reopen_trips = by_verb("Open again", "change", lambda trip: planning.reopen(trip.id, None))

    cancel_trips = by_verb("Cancel", "change", lambda trip: planning.cancel(trip.id, None))

    replace_invitations = by_verb(
        "Replace the invitation link",
        "change",
        lambda trip: planning.replace_invitation(trip.id, None),
    )
