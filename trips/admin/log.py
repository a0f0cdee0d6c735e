"""The event log, as staff see it."""

from django.contrib import admin

from trips.admin.site import ReadOnly
from trips.models import Event


@admin.register(Event)
class EventAdmin(ReadOnly):
    """The log; nobody changes it."""

    list_display = ("trip", "seq", "type", "at")
    list_filter = ("type", "at")
    list_select_related = ("trip",)
    search_fields = ("trip__title", "trip__id")
    fields = ("trip", "seq", "type", "at", "data")
