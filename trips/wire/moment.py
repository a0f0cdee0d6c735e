"""How every moment is written."""

from datetime import UTC, datetime


def moment(at: datetime) -> str:
    """ISO 8601 in UTC with microseconds, so that texts sort as the moments do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
