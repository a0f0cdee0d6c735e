"""Bound how much a feed keeps, and how long it waits."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The limits of a feed in seconds (`_s`) and frames; the defaults are a running server's."""

    check_every_s: float = 2.0  # the log's head is read, in case no notification came
    layer_timeout_s: float = 1.0  # an answer of the channel layer
    layer_pause_s: float = 1.0  # until the layer is asked again after it failed
    joined_s: float = (
        0.02  # after a write; frames of this time go out in one: writes are what costs
    )
    kept_frames: int = 500  # of each trip; who missed more gets a RESET
