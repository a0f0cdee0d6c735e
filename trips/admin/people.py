"""Members and requests, as staff see them."""

from django.contrib import admin
from django.http import HttpRequest

from trips import membership
from trips.admin.site import ReadOnly, by_verb, masked
from trips.models import JoinRequest, Member


@admin.register(Member)
class MemberAdmin(ReadOnly):
    list_display = ("name", "trip", "is_admin", "state", "joined_at", "phone")
    list_filter = ("state", "is_admin", "joined_at")
    list_select_related = ("trip",)
    search_fields = ("name", "trip__title")
    fields = ("name", "trip", "is_admin", "state", "joined_at", "ended_at", "phone")
    actions = ("remove_members", "restore_members")

    def has_verb_permission(self, request: HttpRequest) -> bool:
        """The rows are only read, but who may change members may use the verbs."""
        return request.user.has_perm("trips.change_member")

    @admin.display(description="phone")
    def phone(self, member: Member) -> str:
        return masked(member)

    remove_members = by_verb(
        "Remove from the trip", "verb", lambda row: membership.remove(row.trip_id, None, row.id)
    )

    restore_members = by_verb(
        "Undo the removal", "verb", lambda row: membership.restore(row.trip_id, None, row.id)
    )


@admin.register(JoinRequest)
class JoinRequestAdmin(ReadOnly):
    list_display = ("member", "trip", "kind", "state", "asked_at")
    list_filter = ("state", "kind")
    list_select_related = ("member", "trip")
    fields = ("member", "trip", "kind", "state", "asked_at", "answered_at")
