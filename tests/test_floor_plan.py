"""The README draws every room that there is."""

import re

from tests.server import ROOT

NO_ROOMS = {"__init__", "__pycache__", "apps", "management", "migrations", "templatetags"}
NO_ROOMS |= {"locale", "locale_of_others"}


def test_the_floor_plan_names_every_module() -> None:
    readme = (ROOT / "README.md").read_text()
    plan = readme.partition("## The floor plan")[2].partition("```\n")[2].partition("```")[0]
    rooms = {path.stem for folder in ("socialcart", "trips") for path in (ROOT / folder).iterdir()}
    assert rooms - NO_ROOMS - set(re.findall(r"\w+", plan)) == set()
