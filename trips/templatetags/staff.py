"""Draw what the first page of staff shows besides Django's lists."""

from typing import Any

from django import template

from trips import words
from trips.admin import figures
from trips.models import Report

register = template.Library()
STEP, BAR, HEIGHT = 20, 16, 120  # of a day, of its bar, of the highest bar


@register.simple_tag(takes_context=True)
def open_reports(context: dict[str, Any]) -> int:
    """Count the reports that wait, for staff who may see them; else 0."""
    may = context["request"].user.has_perm("trips.view_report")
    return Report.objects.filter(handled_at=None).count() if may else 0


@register.inclusion_tag("admin/_lately.html")
def lately() -> dict[str, Any]:
    """Draw joins by day as bars, with the same as text beside them."""
    found = figures.lately()
    bars = [
        {
            "date": words.days(day, day, with_year=False),
            "n": n,
            "x": STEP * number,
            "y": HEIGHT - height,
            "height": height,
        }
        for number, (day, n) in enumerate(found.joins.items())
        for height in [round(HEIGHT * n / found.most)]
    ]
    return {
        "lately": found,
        "bars": bars,
        "bar": BAR,
        "height": HEIGHT,
        "width": STEP * figures.DAYS,
    }
