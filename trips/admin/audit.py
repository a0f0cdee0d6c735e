"""Show staff what happened: the event log, what staff changed, when they signed in."""

from axes.models import AccessLog
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.utils.translation import gettext_lazy as _

from trips.admin.base import ReadOnly, by_its_clocks
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

    when = by_its_clocks("at")


@admin.register(LogEntry)
class AuditAdmin(ReadOnly):
    """What staff have changed, by whom and when."""

    list_display = ("when", "user", "content_type", "object_repr", "message")
    list_filter = ("action_time", "action_flag", "content_type")
    ordering = ("-action_time", "-id")
    list_select_related = ("user", "content_type")
    search_fields = ("user__username", "object_repr", "object_id")
    fields = (*list_display, "object_id")

    when = by_its_clocks("action_time", lambda _entry: None)

    @admin.display(description=_("change"))
    def message(self, entry: LogEntry) -> str:
        """Describe what a member of staff has changed."""
        return entry.get_change_message() or entry.get_action_flag_display()


@admin.register(AccessLog)
class SignInAdmin(ReadOnly):
    """The sign-ins of staff: who, when, from where."""

    list_display = fields = ("came", "went", "username", "ip_address")
    list_filter = ("attempt_time",)
    ordering = ("-attempt_time", "-id")
    search_fields = ("username", "ip_address")

    came = by_its_clocks("attempt_time", lambda _login: None)
    went = by_its_clocks("logout_time", lambda _login: None)
