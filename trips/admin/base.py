"""What staff's pages share: rows that are only read, and verbs run on them."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.utils import dateformat

from trips import phones, wire, words, zones
from trips.models import Member, Trip

Row = TypeVar("Row", bound=Model)


class Guarded(admin.ModelAdmin[Row]):
    """Rows filtered only by what their page offers: any other lookup would tell what it hides."""

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        filters: list[Any] = [*self.list_filter, self.date_hierarchy]
        offered = {getattr(each, "parameter_name", each) for each in filters if each}
        return any(lookup == each or lookup.startswith(f"{each}__") for each in offered)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Nothing out of the address: whatever stands there would go into a widget unjudged."""
        return {}


class ReadOnly(Guarded[Any]):
    """Rows that staff look at; they change only by verbs."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ByVerbs(Guarded[Row]):
    """Rows that staff change or add through verbs."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Says what the verb refuses, and leaves the row as it was."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except wire.Refusal as refusal:
            reasons = " ".join(refusal.fields.values()) or refusal.sentence
            self.message_user(request, f"Not changed: {reasons}", messages.ERROR)
            return HttpResponseRedirect(request.path)


def by_verb(description: str, permission: str, verb: Callable[[Any], object]) -> Any:
    """An action that runs a verb on each row, and writes so in the audit log.

    Tells staff which rows were refused, and why.
    """

    @admin.action(description=description, permissions=[permission])
    def run(door: admin.ModelAdmin[Any], request: HttpRequest, rows: QuerySet[Any]) -> None:
        done = 0
        for row in rows:
            try:
                with transaction.atomic():
                    verb(row)
                    door.log_change(request, row, description)
                done += 1
            except wire.Refusal as refusal:
                door.message_user(request, f"{row}: {refusal.sentence}", messages.WARNING)
        door.message_user(request, f"Done for {done} of {len(rows)}.")

    return run


def by_its_clocks(field: str, trip: Callable[[Any], Trip] = lambda row: row.trip) -> Any:
    """Make a column of a moment: "4 Dec 2026, 20:00 (India time)", by the clocks of the trip."""

    @admin.display(description=field.replace("_", " "), ordering=field)
    def moment(door: admin.ModelAdmin[Any], row: Any) -> str:
        at, zone = getattr(row, field), trip(row).zone
        if not at:
            return "-"
        day = dateformat.format(at.astimezone(zone), "j M Y")
        return f"{day}, {words.time_of_day(at, zone.key)} ({zones.label(zone.key)})"

    return moment


def masked(member: Member) -> str:
    """What staff see of a number: "•••• ••42"; of one that no key opens, that it is there."""
    return (
        phones.mask(member.mobile) if member.mobile or not member.phone_encrypted else "unreadable"
    )
