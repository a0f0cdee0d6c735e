"""Tell whose right to watch a trip an event may end."""

from trips.wire.events import INVITATION_REPLACED, RESET, WAITLIST_CHANGED, Data

EVERYBODY = "everybody"
GUESTS = "guests"
WHO_WAITS = "who waits"


def revalidates(event_type: str, data: Data) -> str | None:
    """Return whose right to watch must be checked again after this event.

    A member's id, GUESTS, WHO_WAITS, EVERYBODY, or None for nobody's.
    """
    if event_type == WAITLIST_CHANGED or "promoted" in data:
        return WHO_WAITS
    if event_type == RESET or "isHidden" in data:
        return EVERYBODY
    if event_type == INVITATION_REPLACED:
        return GUESTS
    member_id: str | None = data.get("memberId")
    return member_id
