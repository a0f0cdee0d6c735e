"""Filter the trips that staff see: by status, by their dates, by whether they are hidden."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trips import clock, zones
from trips.models import Trip


class StatusFilter(admin.SimpleListFilter):
    """A filter by the trip's status, which no column holds."""

    title = _("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(status.value, f"{status.label}") for status in Trip.Status]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Trip]) -> QuerySet[Trip]:
        now = clock.now()
        over = Q(closed_at__isnull=False) | Q(join_by__lte=now) | _last_day_has_ended(now)
        off = Q(cancelled_at__isnull=False)
        chosen = {
            Trip.Status.CANCELLED.value: off,
            Trip.Status.CLOSED.value: ~off & over,
            Trip.Status.UNLOCKED.value: ~off & ~over & Q(is_unlocked=True),
            Trip.Status.RECRUITING.value: ~off & ~over & Q(is_unlocked=False),
        }
        return queryset.filter(chosen.get(self.value() or "", Q()))


class DatesFilter(admin.SimpleListFilter):
    """A filter by when trips take place, by the date in UTC."""

    title = _("dates of the trip")
    parameter_name = "dates"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("now", pgettext_lazy("trips", "Under way")),
            ("soon", _("Within 30 days")),
            ("later", pgettext_lazy("trips", "Later")),
            ("over", pgettext_lazy("trips", "Over")),
            ("none", _("Without dates")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Trip]) -> QuerySet[Trip]:
        today = clock.now().date()
        soon = today + timedelta(days=30)
        is_over = Q(ends_on__lt=today) | Q(ends_on=None, starts_on__lt=today)
        chosen = {
            "now": Q(starts_on__lte=today) & ~is_over,
            "soon": Q(starts_on__gt=today, starts_on__lte=soon),
            "later": Q(starts_on__gt=soon),
            "over": is_over,
            "none": Q(starts_on=None),
        }
        return queryset.filter(chosen.get(self.value() or "", Q()))


def _last_day_has_ended(now: datetime) -> Q:
    """Build the query of `Trip.has_ended_at`: at any moment the time zones have 2 or 3 dates."""
    by_day: dict[date, list[str]] = {}
    for name in Trip.objects.values_list("time_zone", flat=True).distinct():
        by_day.setdefault(now.astimezone(zones.of(name)).date(), []).append(name)
    has_ended = Q(pk__in=[])
    for today, names in by_day.items():
        ended = Q(ends_on__lt=today) | Q(ends_on=None, starts_on__lt=today)
        has_ended |= Q(time_zone__in=names) & ended
    return has_ended


class HiddenFilter(admin.SimpleListFilter):
    """A filter by whether staff have hidden a trip."""

    title = _("hidden")
    parameter_name = "hidden"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Hidden")), ("no", pgettext_lazy("trips", "Not hidden"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Trip]) -> QuerySet[Trip]:
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.filter(hidden_at__isnull=self.value() == "no")
