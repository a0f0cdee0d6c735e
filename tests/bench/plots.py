"""Curves as SVG: a logarithmic axis across, one from zero upwards."""

import math
from html import escape

from tests.bench.figures import Plot

WIDTH, HEIGHT, LEFT, BELOW, ABOVE, RIGHT = 640, 360, 60, 50, 40, 180
COLOURS = "#0072b2", "#d55e00", "#009e73", "#cc79a7"  # for every kind of sight (Okabe and Ito)
MARKS = 4  # on the axis upwards, beside zero


def svg(plot: Plot) -> str:
    """The whole file."""
    points = [point for curve in plot.curves for point in curve.points]
    first, last = (math.log10(end(x for x, _ in points)) for end in (min, max))
    top = _round_above(max(y for _, y in points) or 1)

    def across(x: float) -> float:
        share = (math.log10(x) - first) / ((last - first) or 1)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def up(y: float) -> float:
        return round(HEIGHT - BELOW - max(0, y) / top * (HEIGHT - BELOW - ABOVE), 1)

    middle = (LEFT + WIDTH - RIGHT) / 2
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        ' font-family="sans-serif" font-size="12">',
        '<rect width="100%" height="100%" fill="white"/>',
        _text(middle, ABOVE / 2, f"{plot.title}, {plot.up}", "middle"),
        _text(middle, HEIGHT - 12, plot.across, "middle"),
    ]
    for mark in range(MARKS + 1):
        y = top * mark / MARKS
        parts.append(_line((LEFT, up(y)), (WIDTH - RIGHT, up(y))))
        parts.append(_text(LEFT - 8, up(y) + 4, f"{y:g}", "end"))
    for x in sorted({x for x, _ in points}):
        parts.append(_text(across(x), HEIGHT - BELOW + 18, f"{x:,.0f}", "middle"))
    for colour, curve in zip(COLOURS, plot.curves, strict=False):
        places = [(across(x), up(y)) for x, y in curve.points]
        path = " ".join(f"{x},{y}" for x, y in places)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in places]
    for row, (colour, curve) in enumerate(zip(COLOURS, plot.curves, strict=False)):
        at = ABOVE + 20 * row
        parts.append(f'<circle cx="{WIDTH - RIGHT + 16}" cy="{at}" r="4" fill="{colour}"/>')
        parts.append(_text(WIDTH - RIGHT + 26, at + 4, curve.name, "start"))
    return "\n".join([*parts, "</svg>", ""])


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>'


def _line(start: tuple[float, float], end: tuple[float, float]) -> str:
    (x1, y1), (x2, y2) = start, end
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="#ccc"/>'


def _round_above(most: float) -> float:
    """The next of 1, 2, 4 or 8 times a power of ten."""
    power: float = 10.0 ** math.floor(math.log10(max(most, 1e-6)))
    return next(step * power for step in (1, 2, 4, 8, 10) if step * power >= most)
