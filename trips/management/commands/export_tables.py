"""`manage.py export_tables`: writes what scripts need of our tables of currencies and zones."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from trips import money, zones

TARGET = Path(settings.BASE_DIR) / "static/js"


class Command(BaseCommand):
    help = "Writes static/js/currencies.js and zones.js anew, after Babel or tzdata have changed."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, text in modules().items():
            (TARGET / name).write_text(text, encoding="utf-8")


def modules() -> dict[str, str]:
    """The text of each module by its file's name."""
    tables = {"currencies.js": money.for_scripts(), "zones.js": zones.for_scripts()}
    return {name: _module(table) for name, table in tables.items()}


def _module(table: object) -> str:
    written = json.dumps(table, ensure_ascii=False, indent=1)
    return f"// Written by `manage.py export_tables`, not by hand.\nexport default {written};\n"
