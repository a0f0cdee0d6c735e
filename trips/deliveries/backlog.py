"""Read what a cursor has yet to deliver: the events after it, or the whole state."""

from trips import log, wire
from trips.models import DeliveryCursor

MOST_AT_ONCE = 50  # events that are read at a time


def after(cursor: DeliveryCursor) -> list[wire.Frame]:
    """Read the next frames of the log after a cursor, without a gap; none at its head.

    If the log has lost the next one, or was begun anew by a restore, it is one RESET.
    Raises Trip.DoesNotExist.
    """
    if log.position(cursor.trip_id) == (cursor.epoch, cursor.seq):
        return []
    frames = log.after(cursor.trip_id, cursor.seq, MOST_AT_ONCE)
    if frames and all(
        (frame["epoch"], frame["seq"]) == (cursor.epoch, seq)
        for seq, frame in enumerate(frames, cursor.seq + 1)
    ):
        return frames
    state = log.state_of(cursor.trip_id)
    return [wire.reset(state.shape(), state.at)]
