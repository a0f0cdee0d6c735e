"""Draw the picture that link previews show of a trip: what, when, how many are in, the price.

It names nobody. What it shows is in its address, so that programs which keep it show the newest.
"""

import functools
import hashlib
import io
from dataclasses import astuple, dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import get_language_info
from PIL import Image, ImageDraw

from trips import cache, clock, wire, words
from trips.models import Trip
from trips.sharing import directions, fonts
from trips.sharing.lines import Line, Unwritable, line, wrapped
from trips.sharing.links import preview
from trips.words.discount import pays

WIDTH, HEIGHT, MARGIN = 1200, 630, 84
COLUMN = WIDTH - 2 * MARGIN
SEA = 506  # its upper edge
NIGHT, INK, SUN, RIM, WATER, GLINT, HILL = (
    *("#1c2444", "#3b4263", "#ffb02e", "#b86e00", "#2b4a78", "#ffcf85", "#e9b98a"),
)
BESIDE_SUN = 770
SUN_AT, COVER = (1040, 300), 150  # where an emoji stands upon it, and how large
SKY = (255, 243, 220), (255, 214, 161)  # above, and below
TITLES = ((92, 1), (76, 2), (62, 2), (50, 3), (40, 4))  # sizes, and how many lines each may take
FINER = 3  # shapes are drawn so many times larger, then made smaller: they get smooth edges
DESIGN = 2  # counts up when what is drawn here becomes something else

# One at a time: other requests need the processor too, and those who wait for it their thread.
store = cache.Store(most_bytes=8 * 1024 * 1024, most_at_once=1, waits_s=0.3)


@dataclass(frozen=True, slots=True)
class Shown:
    """All that a picture shows, in the language of the trip."""

    title: str
    cover: str  # an emoji, or ""
    dates: str
    price: str
    sentence: str
    fraction: str
    progress: float  # from 0 to 1
    steps: tuple[float, ...]  # where the bar has the steps before its end
    is_rtl: bool

    @property
    def digest(self) -> str:
        """A short text that is another one for a picture that shows something else."""
        return hashlib.sha256(repr((DESIGN, astuple(self))).encode()).hexdigest()[:16]


def shown(trip: Trip) -> Shown:
    """Return what the picture of a trip shows now."""
    now = clock.now()
    fields = wire.trip_fields(trip, now)
    whole = max([trip.required_members, *(step.members for step in trip.steps)])
    with translation.override(trip.language):
        return Shown(
            title=trip.title,
            cover=trip.cover,
            dates=words.schedule.schedule(fields),
            price=words.text_of(pays(fields)),
            sentence=_sentence(trip, fields),
            fraction=words.trip.fraction(fields),
            progress=min(1, trip.member_count / whole),
            steps=tuple(step.members / whole for step in trip.steps if step.members < whole),
            is_rtl=get_language_info(trip.language)["bidi"],
        )


def _sentence(trip: Trip, fields: wire.TripFields) -> str:
    if trip.is_open and not trip.is_full:
        return words.trip.count_sentence(fields)
    return preview(trip)


def png(it: Shown) -> bytes:
    """Draw a picture as PNG, 1200 × 630, or take it from the cache.

    Raises OperationalError if another is being drawn for too long.
    """

    def drawn() -> cache.Entry[bytes]:
        file = io.BytesIO()
        _draw(it).save(file, "PNG")
        picture = file.getvalue()
        return cache.Entry(picture, len(picture), cache.FOR_EVER)

    return store.get(it, drawn)


def _draw(it: Shown) -> Image.Image:
    picture = _scene(it.is_rtl).copy()
    page = Page(picture, it.is_rtl)
    page.bar(it.progress, it.steps)
    page.cover(it.cover)
    try:
        page.say_all(it)
    except Unwritable:
        picture.paste(_scene(it.is_rtl))
        page.bar(it.progress, it.steps)
        page.cover(it.cover)
        page.say_fraction(it.fraction)
    return picture


class Page:
    """A picture that is being drawn; x counts from where its language begins."""

    def __init__(self, picture: Image.Image, is_rtl: bool) -> None:
        self._picture, self._is_rtl = picture, is_rtl
        self._on = ImageDraw.Draw(picture)

    def say_all(self, it: Shown) -> None:
        """Write all that is said. Raises Unwritable, with a part of it written."""
        y = self._title(it.title)
        self._fit(it.dates, y + 58, 38, INK, BESIDE_SUN)
        self._fit(it.sentence, 408, 36, NIGHT)
        self._fit(it.price, SEA + 78, 42, GLINT, COLUMN - 260)
        brand = line("SocialCart", is_rtl=False)
        self._put(brand, SEA + 78, 34, "#fff3dc", at_end=True)

    def say_fraction(self, fraction: str) -> None:
        """Write how many of how many are in, which needs no letters."""
        font = fonts.plain(190)
        anchor, x = ("rs", WIDTH - MARGIN) if self._is_rtl else ("ls", MARGIN)
        self._on.text((x, 300), fraction, NIGHT, font, anchor)

    def cover(self, emoji: str) -> None:
        """Draw the trip's emoji upon the sun, if a font has it."""
        sign = line(emoji, is_rtl=False)
        centre = WIDTH - SUN_AT[0] if self._is_rtl else SUN_AT[0]
        left = centre - sign.width(COVER) / 2
        sign.draw(self._on, left, SUN_AT[1] + COVER // 3, COVER, NIGHT)

    def bar(self, progress: float, steps: tuple[float, ...]) -> None:
        """Draw how far the group is, and a mark for each step on the way."""
        width, height = COLUMN * FINER, 30 * FINER
        bar = Image.new("L", (width, height), 0)
        on = ImageDraw.Draw(bar)
        on.rounded_rectangle((0, 0, width - 1, height - 1), height // 2, 255)
        track = bar.resize((COLUMN, 30), Image.Resampling.BOX)
        self._picture.paste("#fffdf9", (MARGIN, 436), track)
        filled = max(height, round(width * progress)) if progress else 0
        on.rectangle((0, 0, width, height), 0)
        if filled:
            left = width - filled if self._is_rtl else 0
            on.rounded_rectangle((left, 0, left + filled - 1, height - 1), height // 2, 255)
        self._picture.paste(RIM, (MARGIN, 436), bar.resize((COLUMN, 30), Image.Resampling.BOX))
        for step in steps:
            x = MARGIN + round(COLUMN * (1 - step if self._is_rtl else step))
            self._on.rectangle((x - 3, 430, x + 2, 471), NIGHT)

    def _title(self, title: str) -> int:
        """Write the title as large as it fits, and return the line on which it ends."""
        is_rtl = directions.is_rtl(title)
        for size, most in TITLES:
            rows = wrapped(title, size, COLUMN, is_rtl=is_rtl)
            if len(rows) <= most:
                break
        y = 62
        for row in rows[:most]:
            y += round(size * 1.12)
            self._put(row, y - round(size * 0.15), size, NIGHT)
        return y

    def _fit(self, text: str, y: int, size: int, colour: str, width: int = COLUMN) -> None:
        """Write a line, smaller where it would be too wide."""
        set_ = line(text, is_rtl=self._is_rtl)
        while size > 20 and set_.width(size) > width:
            size -= 2
        self._put(set_, y, size, colour)

    def _put(self, row: Line, y: int, size: int, colour: str, *, at_end: bool = False) -> None:
        is_right = self._is_rtl != at_end
        x = WIDTH - MARGIN - row.width(size) if is_right else MARGIN
        row.draw(self._on, x, y, size, colour)


@functools.cache
def _scene(is_rtl: bool) -> Image.Image:
    """Draw what all pictures have: sky, sun, hills and sea."""
    scene = Image.new("RGB", (WIDTH * 2, HEIGHT * 2))
    on = ImageDraw.Draw(scene)
    for y in range(HEIGHT * 2):
        share = min(1, y / (SEA * 2))
        on.line((0, y, WIDTH * 2, y), _between(*SKY, share))
    on.ellipse((1720, 320, 2440, 1040), SUN)
    on.ellipse((1640, 820, 2900, 1500), HILL)
    on.ellipse((-500, 900, 420, 1400), HILL)
    on.rectangle((0, SEA * 2, WIDTH * 2, HEIGHT * 2), WATER)
    small = scene.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    return small.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if is_rtl else small


def _between(one: tuple[int, ...], other: tuple[int, ...], share: float) -> Any:
    return tuple(round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
