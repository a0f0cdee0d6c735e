"""`manage.py export_tables`: write the scripts' copies of our tables and of the catalogue."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from trips import money, zones
from trips.words import for_scripts

TARGET = Path(settings.BASE_DIR) / "static/js"
BY_HAND = "// Written by `manage.py export_tables`, not by hand."


class Command(BaseCommand):
    help = "Writes static/js/currencies.js, zones.js and words/<language>.js anew."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, text in modules().items():
            (TARGET / name).write_text(text, encoding="utf-8")


def modules() -> dict[str, str]:
    """Return the text of each module by the name of its file."""
    tables = {"currencies.js": money.for_scripts(), "zones.js": zones.for_scripts()}
    written = {name: f"{BY_HAND}\nexport default {_json(of)};\n" for name, of in tables.items()}
    return written | {f"words/{language}.js": _words(language) for language in settings.WRITTEN_IN}


def _words(language: str) -> str:
    table = _json(for_scripts.table(language))
    return f'{BY_HAND}\nimport {{ learn }} from "./catalogue.js";\n\nlearn({table});\n'


def _json(table: object) -> str:
    return json.dumps(table, ensure_ascii=False, indent=1)
