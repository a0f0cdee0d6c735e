"""Show staff what people report, the open reports first, and let them deal with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from trips import planning, reports
from trips.admin.base import ReadOnly, by_its_clocks, by_verb, hub_link
from trips.admin.history import log_action
from trips.models import Report

MOST_SHOWN = 100  # characters of a report that the list shows


class OpenFilter(admin.SimpleListFilter):
    """A filter by whether a report waits for staff."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", pgettext_lazy("reports", "Open")), ("handled", _("Handled"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Report]) -> QuerySet[Report]:
        if self.value() not in ("open", "handled"):
            return queryset
        return queryset.filter(handled_at__isnull=self.value() == "open")


def _deals_with(
    description: StrOrPromise,
    question: StrOrPromise,
    act: Callable[[Report], object] | None = None,
) -> Any:
    """Make an action that takes reports off the queue, having run `act` on the trip of each.

    What is done to a trip stands in the audit log of the trip as well.
    """

    @admin.action(description=description, permissions=["verb"])
    def run(
        door: admin.ModelAdmin[Any], request: HttpRequest, rows: QuerySet[Report]
    ) -> HttpResponse | None:
        def settle(row: Report) -> None:
            if act:
                act(row)
                log_action(door, request, row.trip, description)
            reports.handle(row.trip_id, None, row.pk, request.user.get_username())

        answer: HttpResponse | None = by_verb(description, "verb", settle, question)(
            door, request, rows
        )
        return answer

    return run


@admin.register(Report)
class ReportAdmin(ReadOnly):
    """The reports: a report alone changes nothing, staff decide."""

    list_display = ("trip_title", "times", "reason", "said", "reported", "state")
    list_filter = (OpenFilter, "reason", "reported_at")
    list_select_related = ("trip",)
    search_fields = ("text", "trip__title", "trip__id")
    ordering = (F("handled_at").desc(nulls_first=True), "-reported_at", "-pk")
    fields = (
        "trip_link",
        "hub",
        "description",
        "is_hidden",
        "times",
        "reason",
        "text",
        "reported",
        "handled",
        "handled_by",
    )
    actions = ("hide_trips", "cancel_trips", "do_nothing")

    reported = by_its_clocks(Report, "reported_at")
    handled = by_its_clocks(Report, "handled_at")

    def has_verb_permission(self, request: HttpRequest) -> bool:
        """Return whether this member of staff may decide what happens to reported trips."""
        return request.user.has_perms(("trips.change_report", "trips.change_trip"))

    @admin.display(description=_("text"))
    def said(self, report: Report) -> str:
        """Show how the text begins."""
        return Truncator(report.text).chars(MOST_SHOWN)

    @admin.display(description=_("trip"), ordering="trip__title")
    def trip_title(self, report: Report) -> str:
        """Show the title of the trip."""
        return report.trip.title

    @admin.display(description=_("trip"))
    def trip_link(self, report: Report) -> str:
        """Link the trip, by its title, to its page of staff."""
        url = reverse("admin:trips_trip_change", args=[report.trip_id])
        return format_html('<a href="{}">{}</a>', url, report.trip.title)

    @admin.display(description=_("hub"))
    def hub(self, report: Report) -> str:
        """Link the hub of the trip, as a reader sees it."""
        return hub_link(report.trip)

    @admin.display(description=_("description"))
    def description(self, report: Report) -> str:
        """Show what the trip says of itself."""
        return report.trip.description or "-"

    @admin.display(description=_("hidden"), boolean=True)
    def is_hidden(self, report: Report) -> bool:
        """Show whether the trip is hidden."""
        return report.trip.hidden_at is not None

    @admin.display(description=_("reports of the trip"), ordering="trip__report_count")
    def times(self, report: Report) -> int:
        """Show how often the trip was reported so far, also beyond what is kept."""
        return report.trip.report_count

    @admin.display(description=_("state"), ordering="handled_at")
    def state(self, report: Report) -> str:
        """Show whether the report waits, or who has dealt with it."""
        if report.handled_at is None:
            return gettext("open")
        return gettext("handled by {name}").format(name=report.handled_by)

    hide_trips = _deals_with(
        _("Hide the trip"),
        _("Nobody but staff sees the trip until you show it again. Nothing of it is lost."),
        lambda row: reports.hide(row.trip_id, None),
    )

    cancel_trips = _deals_with(
        _("Cancel the trip"),
        _("Everybody sees that the trip is off. This cannot be undone."),
        lambda row: planning.cancel(row.trip_id, None),
    )

    do_nothing = _deals_with(
        _("Nothing to do"),
        _("The trip stays as it is, and these reports leave the queue."),
    )
