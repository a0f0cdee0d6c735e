"""Local times of a zone whose clocks are changed: some come twice, some never (PEP 495)."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

FIRST, SECOND = WHICH = ("first", "second")


def moments(local: datetime, zone: tzinfo) -> list[datetime]:
    """Return the moments at which clocks of a zone show a naive local time: one, two or none."""
    early, late = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    was, becomes = _offset(early), _offset(late)  # unlike only where clocks are changed (PEP 495)
    return [early] if was == becomes else [early, late] if was > becomes else []


def moment(day: date, at: time, zone: tzinfo) -> datetime:
    """Return the moment of a time of day, in UTC: the first of two, as in RFC 5545.

    Of a time that the clocks skip it is the one that the offset before gives.
    """
    return datetime.combine(day, at, zone).astimezone(UTC)


def which(at: datetime, zone: tzinfo) -> str:
    """Return "first" or "second" for a moment whose local time comes twice; else ""."""
    local = at.astimezone(zone)
    return WHICH[local.fold] if len(moments(local, zone)) == 2 else ""


def around(local: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """Return the last minute before and the first moment after a local time that never comes."""
    early, late = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    before, after = (local.replace(tzinfo=UTC) - _offset(each) for each in (late, early))
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        is_before = _offset(middle.astimezone(zone)) == _offset(early)
        before, after = (middle, after) if is_before else (before, middle)
    change = after.replace(microsecond=0)
    return (change - timedelta(minutes=1)).astimezone(zone), change.astimezone(zone)


def start_of(day: date, zone: tzinfo) -> datetime:
    """Return the first moment of a day, which is not always midnight."""
    return end_of(day - timedelta(days=1), zone)


def end_of(day: date, zone: tzinfo) -> datetime:
    """Return the first moment after a day: not every day has a midnight, some have two."""
    if day == date.max:
        return datetime.max.replace(tzinfo=zone)
    midnight = datetime.combine(day + timedelta(days=1), time.min)
    return (moments(midnight, zone) or [around(midnight, zone)[1]])[0]


def offset(at: datetime) -> str:
    """Write how far an aware datetime's clock is from UTC: "UTC+2", "UTC-3:30", "UTC"."""
    ahead = _offset(at)
    hours, minutes = divmod(abs(ahead) // timedelta(minutes=1), 60)
    written = f"{hours}:{minutes:02}" if minutes else f"{hours}"
    return "UTC" if not ahead else f"UTC{'-' if ahead < timedelta() else '+'}{written}"


def _offset(at: datetime) -> timedelta:
    return at.utcoffset() or timedelta()
