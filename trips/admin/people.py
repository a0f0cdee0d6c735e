"""Show members and requests to staff, who may rename members."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from trips import membership
from trips.admin.base import ByVerbs, ReadOnly, by_its_clocks, by_verb, masked, role_of
from trips.forms import NameForm, ShownForm, add_errors, errors_of, say_in_our_words
from trips.models import Decline, JoinRequest, Member


class StaffMemberForm(ShownForm, forms.ModelForm[Member]):
    """A form that renames a member, by the rules of the member's own form."""

    class Meta:
        model = Member
        fields = ["name"]

    def __init__(self, data: Any = None, *args: Any, **options: Any) -> None:
        super().__init__(data, *args, **options)
        say_in_our_words(self)
        self.show(*self.posted(data) if data else (None,))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.validated = NameForm({"name": data.get("name")})
        add_errors(self, errors_of(self.validated))
        self.refuse_overtaken(self.given)
        return data


@admin.register(Member)
class MemberAdmin(ByVerbs[Member]):
    """The members, whom staff rename, remove and restore."""

    form = StaffMemberForm
    list_display = ("name", "trip", "role", "state", "joined", "phone")
    list_filter = ("state", "is_founder", "made_organiser", "joined_at")
    ordering = ("-joined_at", "-id")
    list_select_related = ("trip",)
    search_fields = ("name", "trip__title")
    readonly_fields = ("trip", "role", "state", "joined", "bringer", "ended", "phone")
    fields = ("name", *readonly_fields)
    actions = (
        "remove_members",
        "restore_members",
        "take_off_line",
        "make_organisers",
        "take_roles",
        "hand_over",
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # they join, with a key of their own

    def has_delete_permission(self, request: HttpRequest, obj: Member | None = None) -> bool:
        return False  # remove them, which can be undone

    def save_model(self, request: HttpRequest, obj: Member, form: Any, change: bool) -> None:
        """Rename the member as the pages do, with an event for open hubs."""
        if form.given:
            name = form.validated.cleaned_data["name"]
            membership.rename(obj.trip_id, None, obj.id, name, form.seen.get("name"))
        obj.refresh_from_db()

    joined = by_its_clocks(Member, "joined_at")
    ended = by_its_clocks(Member, "ended_at")

    @admin.display(description=_("role"))
    def role(self, member: Member) -> str:
        """Show whether the member is the founder, another organiser, or neither."""
        return role_of(member)

    @admin.display(description=_("brought by"))
    def bringer(self, member: Member) -> str:
        """Name who has counted the member in; "-" where they joined by themselves."""
        found = member.trip.members.filter(pk=member.brought_by).first()
        return f"{found or '-'}"

    @admin.display(description=_("phone"))
    def phone(self, member: Member) -> str:
        """Show the member's number, masked."""
        return masked(member)

    remove_members = by_verb(
        _("Remove from the trip"),
        "change",
        lambda row: membership.remove(row.trip_id, None, row.id),
    )

    restore_members = by_verb(
        _("Undo the removal"), "change", lambda row: membership.restore(row.trip_id, None, row.id)
    )

    take_off_line = by_verb(
        _("Take off the line"),
        "change",
        lambda row: membership.leave_line(row.trip_id, None, row.id),
    )

    make_organisers = by_verb(
        _("Make an organiser"),
        "change",
        lambda row: membership.make_organiser(row.trip_id, None, row.id),
    )

    take_roles = by_verb(
        _("Take the organiser’s role"),
        "change",
        lambda row: membership.take_role(row.trip_id, None, row.id),
    )

    hand_over = by_verb(
        _("Hand the trip over to"),
        "change",
        lambda row: membership.hand_over(row.trip_id, None, row.id),
    )


@admin.register(JoinRequest)
class JoinRequestAdmin(ReadOnly):
    """The requests to get in, and how they were answered."""

    list_display = ("member", "trip", "kind", "state", "asked")
    list_filter = ("state", "kind")
    ordering = ("-asked_at", "-id")
    list_select_related = ("member", "trip")
    fields = ("member", "trip", "kind", "state", "asked", "answered")

    asked = by_its_clocks(JoinRequest, "asked_at")
    answered = by_its_clocks(JoinRequest, "answered_at")


@admin.register(Decline)
class DeclineAdmin(ReadOnly):
    """The answers of people who cannot come."""

    list_display = ("__str__", "trip", "said")
    list_select_related = ("trip",)
    fields = ("name", "trip", "said")

    said = by_its_clocks(Decline, "said_at")
