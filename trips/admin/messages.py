"""Show organisers' messages to staff, who may take one back."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from trips import messages
from trips.admin.base import ReadOnly, by_its_clocks, by_verb
from trips.models import Message


@admin.register(Message)
class MessageAdmin(ReadOnly):
    """The messages to all; one that was taken back has no text any more."""

    list_display = ("trip", "number", "author_name", "text", "posted", "taken_back")
    list_filter = ("posted_at",)
    list_select_related = ("trip",)
    search_fields = ("text", "author_name", "trip__title", "trip__id")
    fields = list_display
    ordering = ("-posted_at", "-id")
    actions = ("delete_messages",)

    posted = by_its_clocks(Message, "posted_at")
    taken_back = by_its_clocks(Message, "deleted_at")

    def has_verb_permission(self, request: HttpRequest) -> bool:
        """Return whether this member of staff may take messages back."""
        return request.user.has_perm("trips.change_message")

    delete_messages = by_verb(
        _("Take back"),
        "verb",
        lambda row: messages.delete_message(row.trip_id, None, row.number),
    )
