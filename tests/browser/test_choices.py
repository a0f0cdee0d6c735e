"""What can be ticked is seen as well while it is not, in light and in the dark."""
# ruff: noqa: F811 - the group is that of test_polls, whose fixtures stand in the parameters

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import PHONE
from tests.browser.people import Meet
from tests.browser.test_polls import asks, group, stands_at_the_ballot  # noqa: F401
from tests.server import Server

LEAST_CONTRAST = 3  # WCAG 2.2, 1.4.11
COLOURS = """(box) => {
  const behind = [...document.querySelectorAll("*")].filter((each) => each.contains(box));
  const { borderTopColor, borderTopStyle, backgroundColor } = getComputedStyle(box);
  const grounds = behind.map((each) => getComputedStyle(each).backgroundColor);
  return [borderTopStyle === "solid" ? borderTopColor : backgroundColor, backgroundColor,
    grounds.filter((colour) => colour !== "rgba(0, 0, 0, 0)").at(-2)];
}"""


def brightness(colour: str) -> float:
    """The relative luminance of `rgb(…)`, as WCAG reckons it."""
    shares = [int(each) / 255 for each in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((brightness(one), brightness(other)))
    return (light + 0.05) / (dark + 0.05)


def is_seen(box: Locator) -> bool:
    edge, inside, around = box.evaluate(COLOURS)
    return min(contrast(edge, inside), contrast(edge, around)) >= LEAST_CONTRAST


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("most", [1, 2])
def test_what_is_not_ticked_stands_out_from_its_ground(
    server: Server, group: dict[str, Any], meet: Meet, most: int, scheme: str
) -> None:
    poll = asks(server, group, mostChoices=most)
    asha = meet({**PHONE, "color_scheme": scheme})
    stands_at_the_ballot(asha, group, poll, "Asha")
    boxes = asha.page.locator("[name=options]").all()
    assert [is_seen(each) for each in boxes] == [True, True]


def test_a_day_of_a_calendar_has_no_box_of_its_own_also_where_it_is_over(
    group: dict[str, Any], meet: Meet
) -> None:
    ben = meet()
    ben.enters(group, group["keys"]["Ben"])
    ben.opens(f"/trips/{group['trip']['id']}/polls/dates")
    day = ben.page.locator(".day input").first
    day.evaluate("(input) => { input.disabled = true; }")
    expect(day).to_have_css("opacity", "0")
