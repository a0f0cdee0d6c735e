"""Share what the pages of staff have in common: read-only rows, and actions on them."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.conf import settings
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_stubs_ext import StrOrPromise

from trips import phones, wire, words, zones
from trips.admin.history import WithHistory, log_action
from trips.models import Member, Trip

Row = TypeVar("Row", bound=Model)
MOST_NAMED = 20  # rows that a page names before it acts on them
OF_TRIP = "trip__id__exact"  # what the links of a trip to its lists filter by


class Guarded(WithHistory[Row]):
    """An admin that filters only by what its page offers: other lookups could reveal secrets."""

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        filters: list[Any] = [*self.list_filter, self.date_hierarchy]
        offered = {getattr(each, "parameter_name", each) for each in filters if each}
        offered.add(OF_TRIP)
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


def by_verb(
    description: StrOrPromise,
    permission: str,
    verb: Callable[[Any], object],
    question: StrOrPromise = "",
) -> Any:
    """Make an admin action that runs `verb` on each row, and writes it to the audit log.

    Rows that are refused are named in a message, with the reason. With a `question`, a page asks it
    first, for what nothing undoes.
    """

    @admin.action(description=description, permissions=[permission])
    def run(
        door: admin.ModelAdmin[Any], request: HttpRequest, rows: QuerySet[Any]
    ) -> HttpResponse | None:
        if question and CONFIRMED not in request.POST:
            return _asked(door, request, rows, description, question)
        done = 0
        for row in rows:
            try:
                with transaction.atomic():
                    verb(row)
                    log_action(door, request, row, description)
                done += 1
            except wire.Refusal as refusal:
                told = _("{row}: {reason}").format(row=row, reason=refusal.sentence)
                door.message_user(request, told, messages.WARNING)
        sentence = ngettext("Done for {done} of {n}.", "Done for {done} of {n}.", len(rows))
        door.message_user(request, sentence.format(done=done, n=len(rows)))
        return None

    return run


CONFIRMED = "confirmed"  # the field that the page with the question sends


def _action_of(request: HttpRequest) -> str:
    """Return the action that Django runs: of the two menus of a page, the one that was used."""
    chosen, index = request.POST.getlist("action"), request.POST.get("index", "0")
    is_one = index.isdecimal() and int(index) < len(chosen)
    return chosen[int(index)] if is_one else chosen[-1]


def _asked(
    door: admin.ModelAdmin[Any],
    request: HttpRequest,
    rows: QuerySet[Any],
    what: StrOrPromise,
    question: StrOrPromise,
) -> HttpResponse:
    """Draw the page that asks before an action, and sends the same rows once more."""
    context = {
        **door.admin_site.each_context(request),
        "opts": door.opts,
        "title": what,
        "question": question,
        "rows": rows[:MOST_NAMED],
        "more": max(0, rows.count() - MOST_NAMED),
        "typed": [
            (name, texts)
            for name, texts in request.POST.lists()
            if name not in ("csrfmiddlewaretoken", "action", "index")
        ],
        "action": _action_of(request),
        "confirmed": CONFIRMED,
    }
    return TemplateResponse(request, "admin/ask.html", context)


def by_its_clocks(
    model: type[Model], field: str, trip: Callable[[Any], Trip | None] = lambda row: row.trip
) -> Any:
    """Make a column for the moment in `field`, in the trip's time zone, or in the site's.

    As "4 Dec 2026, 20:00 (India time)"; `trip` finds the trip of a row that is of one.
    """

    label = cast(Any, model._meta.get_field(field)).verbose_name

    @admin.display(description=label, ordering=field)
    def moment(door: admin.ModelAdmin[Any], row: Any) -> str:
        at, of = getattr(row, field), trip(row)
        if not at:
            return "-"
        zone = of.zone if of else zones.of(settings.TIME_ZONE)
        day = at.astimezone(zone).date()
        when = words.say("moment", date=words.days(day, day), time=words.time_of_day(at, zone.key))
        return words.say("in_zone", when=when, zone=zones.label(zone.key))

    return moment


def masked(member: Member) -> str:
    """Mask a member's number but for its last digits, as "•••• ••42"; "-" for none.

    Returns "unreadable" if no key decrypts it.
    """
    if number := phones.mask(member.mobile):
        return format_html('<bdi dir="ltr">{}</bdi>', number)
    return _("unreadable") if member.phone_encrypted else "-"


def hub_link(trip: Trip) -> str:
    """Link the hub of a trip, which asks before it opens: that is audited."""
    url = reverse("as_staff", args=[trip.id])
    return format_html('<a href="{}">{}</a>', url, _("Open the hub as a reader"))


def role_of(member: Member) -> str:
    """Say whether a member is the founder, another organiser, or "-" for neither."""
    if member.is_founder:
        return _("founder")
    return _("organiser") if member.is_organiser else "-"
