"""`manage.py export_tables`: write the scripts' copies of our tables and of the catalogue."""

import json
import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from trips import zones
from trips.words import for_scripts

TARGET = Path(settings.BASE_DIR) / "static/js/languages"
# What says the text that goes with a link, in the trip's language.
OF_INVITATION = ("catalogue", "invitation", "schedule", "dates", "discount", "trip", "lists")
QUOTED = re.compile(r'"(\w+)"')
BY_HAND = "// Written by `manage.py export_tables`, not by hand."


class Command(BaseCommand):
    help = (
        "Writes static/js/languages anew: for each language the sentences, those of an invitation, "
        "and the names of time zones."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for name, text in modules().items():
            (TARGET / name).write_text(text, encoding="utf-8")


def modules() -> dict[str, str]:
    """Return the text of each module by the name of its file."""
    kinds = {"": _words, "shared/": _shared, "zones/": _zones}
    return {
        f"{folder}{language}.js": text_of(language)
        for folder, text_of in kinds.items()
        for language in settings.WRITTEN_IN
    }


def _words(language: str) -> str:
    """Write the module that every page loads; that of all zones is loaded when one is chosen."""
    table, zones_of = _json(for_scripts.table(language)), f'() => import("./zones/{language}.js")'
    return f"""{BY_HAND}
import {{ learn }} from "../words/catalogue.js";

learn({table}, {zones_of});
"""


def _shared(language: str) -> str:
    """Write the module for a page in another language that shares a trip of this one."""
    modules = (TARGET.parent / f"words/{each}.js" for each in OF_INVITATION)
    said = {name for each in modules for name in QUOTED.findall(each.read_text())}
    table = for_scripts.table(language)
    texts = {name: text for name, text in table["texts"].items() if name in said}
    return f"""{BY_HAND}
export const words = {_json(table | {"texts": texts})};
export const loadZones = () => import("../zones/{language}.js");
"""


def _zones(language: str) -> str:
    return f"{BY_HAND}\nexport default {_json(zones.for_scripts(language))};\n"


def _json(table: object) -> str:
    return json.dumps(table, ensure_ascii=False, indent=1)
