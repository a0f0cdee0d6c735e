"""Keep what staff have done in English, and say it in the language of who looks."""

import json
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db.models import Model
from django.http import HttpRequest
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise


def log_action(
    door: admin.ModelAdmin[Any], request: HttpRequest, row: Model, description: StrOrPromise
) -> None:
    """Write to the audit log, in English, that a member of staff ran an action on a row.

    A description has no context: `said` finds its translation by the text alone.
    """
    with translation.override(settings.LANGUAGE_CODE):
        door.log_change(request, row, f"{description}")


def said(entry: LogEntry) -> str:
    """Say what an entry of the audit log holds, in the language of the reader."""
    if not entry.change_message:
        return entry.get_action_flag_display()
    if not entry.change_message.startswith("["):
        return _(entry.change_message)
    parts = json.loads(entry.change_message)  # as Django's forms write it
    for changed in (part["changed"] for part in parts if "changed" in part):
        changed["fields"] = [_label(name) for name in changed["fields"]]
    return LogEntry(change_message=json.dumps(parts)).get_change_message()


def _label(name: str) -> str:
    """Translate the label of a field: its own, or made of the name in the model."""
    label = _(name)
    return label if label != name else capfirst(_(name[:1].lower() + name[1:]))
