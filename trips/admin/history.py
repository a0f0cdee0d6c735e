"""Keep what staff have done in English, and say it in the language of who looks."""

import json
from typing import Any, TypeVar

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

Row = TypeVar("Row", bound=Model)
# What columns were called when older entries were kept.
FORMERLY = {
    "Capacity": "Maximum people",
    "Discount in %": "Group discount in %",
    "Further steps": "Further discount steps",
}


def log_action(
    door: admin.ModelAdmin[Any], request: HttpRequest, row: Model, description: StrOrPromise
) -> None:
    """Write to the audit log, in English, that a member of staff ran an action on a row.

    A description has no context: `said` finds its translation by the text alone.
    """
    with translation.override(settings.LANGUAGE_CODE):
        door.log_change(request, row, f"{description}")


class WithHistory(admin.ModelAdmin[Row]):
    """An admin whose rows have a history in the reader's language."""

    def history_view(self, *args: Any, **options: Any) -> HttpResponse:
        """Show what staff have done to a row."""
        page = super().history_view(*args, **options)
        if isinstance(page, TemplateResponse) and page.context_data:
            for entry in page.context_data["action_list"]:
                entry.change_message = said(entry)
        return page


def said(entry: LogEntry) -> str:
    """Say what an entry of the audit log holds, in the language of the reader."""
    if not entry.change_message:
        return f"{entry.get_action_flag_display()}"
    try:
        parts = json.loads(entry.change_message)  # as Django's forms write it
    except ValueError:
        return _(entry.change_message)
    labels = _labels(entry.content_type.model_class() if entry.content_type else None)
    for changed in (part["changed"] for part in parts if "changed" in part):
        names = (FORMERLY.get(name, name) for name in changed["fields"])
        changed["fields"] = [labels.get(name) or _(name) for name in names]
    return LogEntry(change_message=json.dumps(parts)).get_change_message()


def _labels(model: type[Model] | None) -> dict[str, str]:
    """Map the English label of each column to the reader's: its context is not kept."""
    columns = [*model._meta.fields, *model._meta.many_to_many] if model else []
    with translation.override(settings.LANGUAGE_CODE):
        english = [capfirst(f"{column.verbose_name}") for column in columns]
    return {
        kept: capfirst(f"{column.verbose_name}")
        for kept, column in zip(english, columns, strict=True)
    }
