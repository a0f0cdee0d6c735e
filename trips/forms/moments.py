"""Form fields for days and moments.

Where clocks are changed they show some times twice and others never: the fields then ask back.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo
from datetime import timezone as fixed
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext

from trips import localtimes, words, zones
from trips.forms.sentences import NO_SUCH_DAY, NO_SUCH_MOMENT, Worded
from trips.localtimes import SECOND, WHICH

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)
AS_TYPED = fixed(timedelta(0), "as typed")
WRITTEN = "%Y-%m-%dT%H:%M"
TWICE = "twice"  # the code of the error for a time that comes twice


class ClockInput(forms.DateTimeInput):
    """An input for a date and a time of day: "2027-10-31T02:30".

    For a time that clocks show twice it also asks which: "2027-10-31T02:30 second".
    """

    input_type = "datetime-local"
    template_name = "_clock_input.html"
    zone: tzinfo = UTC

    def __init__(self, attrs: Any = None) -> None:
        super().__init__(attrs, format=WRITTEN)

    def format_value(self, value: Any) -> str | None:
        return super().format_value(_parted(value)[0])

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typed, which = super().value_from_datadict(data, files, name), data.get(f"{name}-which")
        return f"{typed} {which}" if typed and which in WHICH else typed

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        text, which = _parted(value)
        twice = _twice(text, self.zone)
        context["widget"]["which"] = which
        context["widget"]["of"] = f"{twice[0]:{WRITTEN}}" if twice else ""
        labels = _labels(twice) if twice else [""] * len(WHICH)
        context["widget"]["choices"] = [*zip(WHICH, labels, strict=True)]
        return context


class HiddenClock(ClockInput):
    """A hidden input with a moment that nobody types."""

    input_type = "hidden"


class DayField(Worded, forms.DateField):
    """A day as ISO 8601: "10/12/2026" could be two different days."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    input_formats = ("%Y-%m-%d",)
    default_error_messages = NO_SUCH_DAY


class MomentField(Worded, forms.DateTimeField):
    """A moment as ISO 8601. Without an offset it is read, and shown, in the field's time zone.

    A day without a time means its end. A time that clocks show twice needs to say which,
    "2027-10-31T02:30 second"; without that it is an error, like a time that they never show.
    """

    widget = ClockInput
    hidden_widget = HiddenClock
    input_formats = ()  # ISO 8601 alone, which Django always reads
    default_error_messages = NO_SUCH_MOMENT

    @property
    def zone(self) -> tzinfo:
        """The time zone in which moments without an offset are read; the widget holds it."""
        zone: tzinfo = self.widget.zone
        return zone

    @zone.setter
    def zone(self, zone: tzinfo) -> None:
        self.widget.zone = zone

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, datetime):
            return value
        try:
            local = value.astimezone(self.zone)
        except OverflowError:
            return f"{value:{WRITTEN}}"
        return f"{local:{WRITTEN}} {localtimes.which(value, self.zone)}".rstrip()

    def to_python(self, value: Any) -> datetime | None:
        text, which = _parted(value)
        if isinstance(text, str) and (day := _day_in(text)):
            return self._end_of(day)
        with timezone.override(AS_TYPED):
            at: datetime | None = super().to_python(text)
        return self._as_meant(at, which) if at and at.tzinfo is AS_TYPED else at

    def _end_of(self, day: date) -> datetime:
        bounded(day)
        return localtimes.end_of(day, self.zone).astimezone(UTC) - timedelta(minutes=1)

    def _as_meant(self, at: datetime, which: str) -> datetime:
        found = localtimes.moments(at, self.zone)
        if not found:
            raise forms.ValidationError(never_said(at, self.zone))
        is_twice = len(found) == 2
        if is_twice and not which:
            raise forms.ValidationError(
                _twice_said(found, self.zone), TWICE, {"labels": _labels(found)}
            )
        return found[is_twice and which == SECOND]


def as_meant(typed: str, zone: object) -> datetime | str | None:
    """Read a typed moment by the clocks of this zone; return the text if it is not one."""
    field = MomentField(required=False)
    field.zone = zones.of(zone)
    try:
        return field.to_python(typed)
    except forms.ValidationError:
        return typed


def as_shown(text: str) -> str:
    """Remove " first" or " second" from a field's text, as people see no such word."""
    return str(_parted(text)[0])


def bounded(day: date | None) -> date | None:
    """Return the day; raise ValidationError if it is not between 2000 and 2100."""
    if day and not EARLIEST <= day <= LATEST:
        raise forms.ValidationError(gettext("Choose a day of this century."))
    return day


def this_century(at: datetime | None) -> datetime | None:
    """Return the moment in UTC; raise ValidationError if it is not between 2000 and 2100."""
    try:
        moment = at.astimezone(UTC) if at else None
    except OverflowError:  # in the year 1 or 9999
        moment = datetime.max.replace(tzinfo=UTC)
    if moment and not EARLIEST < moment.date() < LATEST:
        raise forms.ValidationError(gettext("Choose a moment of this century."))
    return moment


class ZonedForm(forms.Form):
    """A form with a time zone, in which its moments without an offset are read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, MomentField):
                field.zone = self.zone()

    def zone(self) -> ZoneInfo:
        """Return the zone in which moments without an offset are read."""
        raise NotImplementedError


def choices_of(form: forms.BaseForm) -> Mapping[str, list[str]]:
    """Return the two times to choose from, by field, for times that clocks show twice."""
    return {
        name: error.params["labels"]
        for name, errors in form.errors.as_data().items()
        for error in errors
        if error.code == TWICE and error.params
    }


def _parted(value: Any) -> tuple[Any, str]:
    """Split "2027-10-31T02:30 second" into the time and "second", or ""."""
    if isinstance(value, str):
        text, _, which = value.rpartition(" ")
        if which in WHICH:
            return text, which
    return value, ""


def _day_in(text: str) -> date | None:
    try:
        return parse_date(text.strip())
    except ValueError:
        return None


def _twice(text: Any, zone: tzinfo) -> list[datetime]:
    """Return the two moments of a time that clocks show twice; else nothing."""
    try:
        at = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return []
    found = localtimes.moments(at, zone) if at.tzinfo is None else []
    return found if len(found) == 2 else []


def _labels(twice: list[datetime]) -> list[str]:
    said = (gettext("The first, {time} ({offset})"), gettext("The second, {time} ({offset})"))
    return [
        each.format(time=f"{at:%H:%M}", offset=localtimes.offset(at))
        for each, at in zip(said, twice, strict=True)
    ]


def _twice_said(twice: list[datetime], zone: tzinfo) -> str:
    first, second = map(localtimes.offset, twice)
    return gettext(
        "In {zone}, {day} has {time} twice: first at {first}, then at {second}. "
        "Say which one you mean."
    ).format(
        zone=zones.label(str(zone)),
        day=words.day(twice[0]),
        time=f"{twice[0]:%H:%M}",
        first=first,
        second=second,
    )


def never_said(local: datetime, zone: tzinfo) -> str:
    """Say that the clocks of a zone never show a local time, and which are near it."""
    before, after = localtimes.around(local, zone)
    near = [f"{at:%H:%M}" for at in (before, after)]
    if not before.date() == local.date() == after.date():
        near = [
            words.say("moment", date=words.day(at), time=f"{at:%H:%M}") for at in (before, after)
        ]
    return gettext(
        "In {zone}, {day} has no {time}: the clocks go from {before} to {after}. "
        "Choose one of these, or another time."
    ).format(
        zone=zones.label(str(zone)),
        day=words.day(local),
        time=f"{local:%H:%M}",
        before=near[0],
        after=near[1],
    )
