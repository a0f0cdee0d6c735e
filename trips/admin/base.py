"""Share what the pages of staff have in common: read-only rows, and actions on them."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_stubs_ext import StrOrPromise

from trips import phones, wire, words, zones
from trips.models import Member, Trip

Row = TypeVar("Row", bound=Model)


class Guarded(admin.ModelAdmin[Row]):
    """An admin that filters only by what its page offers: other lookups could reveal secrets."""

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        filters: list[Any] = [*self.list_filter, self.date_hierarchy]
        offered = {getattr(each, "parameter_name", each) for each in filters if each}
        return any(lookup == each or lookup.startswith(f"{each}__") for each in offered)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Ignore the URL's parameters: Django would put them into widgets unvalidated."""
        return {}


class ReadOnly(Guarded[Any]):
    """An admin of rows that staff read, and change by actions alone."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ByVerbs(Guarded[Row]):
    """An admin that saves through the same functions as pages and API."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Show a Refusal as a message, and leave the row as it was."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except wire.Refusal as refusal:
            reasons = words.text_of(words.sentences(*refusal.fields.values())) or refusal.sentence
            self.message_user(
                request, _("Not changed: {reasons}").format(reasons=reasons), messages.ERROR
            )
            return HttpResponseRedirect(request.path)


def by_verb(description: StrOrPromise, permission: str, verb: Callable[[Any], object]) -> Any:
    """Make an admin action that runs `verb` on each row, and writes it to the audit log.

    Rows that are refused are named in a message, with the reason.
    """

    @admin.action(description=description, permissions=[permission])
    def run(door: admin.ModelAdmin[Any], request: HttpRequest, rows: QuerySet[Any]) -> None:
        done = 0
        for row in rows:
            try:
                with transaction.atomic():
                    verb(row)
                    door.log_change(request, row, f"{description}")
                done += 1
            except wire.Refusal as refusal:
                told = _("{row}: {reason}").format(row=row, reason=refusal.sentence)
                door.message_user(request, told, messages.WARNING)
        sentence = ngettext("Done for {done} of {n}.", "Done for {done} of {n}.", len(rows))
        door.message_user(request, sentence.format(done=done, n=len(rows)))

    return run


def by_its_clocks(field: str, trip: Callable[[Any], Trip] = lambda row: row.trip) -> Any:
    """Make a column for the moment in `field`, in the trip's time zone.

    As "4 Dec 2026, 20:00 (India time)"; `trip` finds the trip of a row.
    """

    @admin.display(description=field.replace("_", " "), ordering=field)
    def moment(door: admin.ModelAdmin[Any], row: Any) -> str:
        at, zone = getattr(row, field), trip(row).zone
        if not at:
            return "-"
        day = dateformat.format(at.astimezone(zone), "j M Y")
        return f"{day}, {words.time_of_day(at, zone.key)} ({zones.label(zone.key)})"

    return moment


def masked(member: Member) -> str:
    """Mask a member's number but for its last digits, as "•••• ••42".

    Returns "unreadable" if no key decrypts it.
    """
    return (
        phones.mask(member.mobile)
        if member.mobile or not member.phone_encrypted
        else _("unreadable")
    )


def role_of(member: Member) -> str:
    """Say whether a member is the founder, another organiser, or "-" for neither."""
    if member.is_founder:
        return _("founder")
    return _("organiser") if member.is_organiser else "-"
