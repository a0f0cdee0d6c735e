"""Times as the clocks of a zone show them: some come twice, some never, and some days are short."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

FIRST, SECOND = WHICH = ("first", "second")


def moments(local: datetime, zone: tzinfo) -> list[datetime]:
    """When these clocks show a time: once, twice around the hour they are put back by, or never."""
    early, late = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    was, becomes = _offset(early), _offset(late)  # unlike only where clocks are changed (PEP 495)
    return [early] if was == becomes else [early, late] if was > becomes else []


def which(at: datetime, zone: tzinfo) -> str:
    """Whether it is the "first" or the "second" of two that these clocks show alike; else ""."""
    local = at.astimezone(zone)
    return WHICH[local.fold] if len(moments(local, zone)) == 2 else ""


def around(local: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """The last minute before and the first moment after a time that these clocks leave out."""
    early, late = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    before, after = (local.replace(tzinfo=UTC) - _offset(each) for each in (late, early))
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        is_before = _offset(middle.astimezone(zone)) == _offset(early)
        before, after = (middle, after) if is_before else (before, middle)
    change = after.replace(microsecond=0)
    return (change - timedelta(minutes=1)).astimezone(zone), change.astimezone(zone)


def end_of(day: date, zone: tzinfo) -> datetime:
    """The first moment after a day. Not every day has a midnight, and some have 23:59 twice."""
    if day == date.max:
        return datetime.max.replace(tzinfo=zone)
    midnight = datetime.combine(day + timedelta(days=1), time.min)
    return (moments(midnight, zone) or [around(midnight, zone)[1]])[0]


def offset(at: datetime) -> str:
    """How far these clocks are from UTC: "UTC+2", "UTC-3:30", "UTC"."""
    ahead = _offset(at)
    hours, minutes = divmod(abs(ahead) // timedelta(minutes=1), 60)
    written = f"{hours}:{minutes:02}" if minutes else f"{hours}"
    return "UTC" if not ahead else f"UTC{'-' if ahead < timedelta() else '+'}{written}"


def _offset(at: datetime) -> timedelta:
    return at.utcoffset() or timedelta()
