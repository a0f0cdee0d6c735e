"""`manage.py export_tables`: write the scripts' copies of our tables and of the catalogue."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from trips import zones
from trips.words import for_scripts

TARGET = Path(settings.BASE_DIR) / "static/js/languages"
BY_HAND = "// Written by `manage.py export_tables`, not by hand."


class Command(BaseCommand):
    help = (
        "Writes static/js/languages anew: a table a language, and one of the names of time zones."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for name, text in modules().items():
            (TARGET / name).write_text(text, encoding="utf-8")


def modules() -> dict[str, str]:
    """Return the text of each module by the name of its file."""
    return {f"{language}.js": _words(language) for language in settings.WRITTEN_IN} | {
        f"zones/{language}.js": _zones(language) for language in settings.WRITTEN_IN
    }


def _words(language: str) -> str:
    """Write the module that every page loads; that of all zones is loaded when one is chosen."""
    table, zones_of = _json(for_scripts.table(language)), f'() => import("./zones/{language}.js")'
    return f"""{BY_HAND}
import {{ learn }} from "../words/catalogue.js";

learn({table}, {zones_of});
"""


def _zones(language: str) -> str:
    return f"{BY_HAND}\nexport default {_json(zones.for_scripts(language))};\n"


def _json(table: object) -> str:
    return json.dumps(table, ensure_ascii=False, indent=1)
