"""Show staff what happened: the event log, what staff changed, when they signed in."""

from typing import Any

from axes.models import AccessLog
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from trips.admin.base import ReadOnly, by_its_clocks
from trips.admin.history import said
from trips.models import Event


@admin.register(Event)
class EventAdmin(ReadOnly):
    """The event log, which nobody can change."""

    list_display = ("trip", "seq", "type", "when")
    list_filter = ("type", "at")
    ordering = ("-id",)
    list_select_related = ("trip",)
    search_fields = ("trip__title", "trip__id")
    fields = ("trip", "seq", "type", "when", "data")

    when = by_its_clocks(Event, "at")


@admin.register(LogEntry)
class AuditAdmin(ReadOnly):
    """What staff have changed, by whom and when."""

    list_display = ("when", "user", "content_type", "object_repr", "message")
    list_filter = ("action_time", "action_flag", "content_type")
    ordering = ("-action_time", "-id")
    list_select_related = ("user", "content_type")
    search_fields = ("user__username", "object_repr", "object_id")
    fields = (*list_display, "object_id")

    when = by_its_clocks(LogEntry, "action_time", lambda _entry: None)

    @admin.display(description=_("change"))
    def message(self, entry: LogEntry) -> str:
        """Describe what a member of staff has changed."""
        return said(entry)

    def get_object(self, *args: Any, **options: Any) -> LogEntry | None:
        """Find an entry, whose page is titled with what it says."""
        entry: LogEntry | None = super().get_object(*args, **options)
        if entry:
            entry.change_message = said(entry)
        return entry


@admin.register(AccessLog)
class SignInAdmin(ReadOnly):
    """The sign-ins of staff: who, when, from where."""

    list_display = fields = ("came", "went", "username", "ip_address")
    list_display_links = None
    list_filter = ("attempt_time",)
    ordering = ("-attempt_time", "-id")
    search_fields = ("username", "ip_address")

    def has_view_permission(self, request: HttpRequest, obj: AccessLog | None = None) -> bool:
        return obj is None and super().has_view_permission(request)  # a page would say no more

    came = by_its_clocks(AccessLog, "attempt_time", lambda _login: None)
    went = by_its_clocks(AccessLog, "logout_time", lambda _login: None)
