"""Every shape that leaves the server and every event name: all wire text.

`frames` is the feed, `shapes` the trip and its members, `polls` what the group votes on,
`refusals` says no, `responses` is what a call answers.
"""

from trips.wire.frames import (
    Encoded,
    Frame,
    encode,
    frame,
    heartbeat,
    reset,
    trip_in,
)
from trips.wire.polls import (
    MyPollShape,
    OptionShape,
    PollShape,
    my_poll,
    poll,
)
from trips.wire.refusals import Refusal, RefusalShape, older_page, overtaken
from trips.wire.responses import (
    ClaimResponse,
    CountResponse,
    CreateResponse,
    FramesResponse,
    InvitationResponse,
    JoinResponse,
    KeyResponse,
    MemberResponse,
    MeResponse,
    MyPollResponse,
    PollResponse,
    PollsResponse,
    RecoverResponse,
    RecoveryCodeResponse,
    RemoveResponse,
    RequestsResponse,
    SnapshotResponse,
    SuccessResponse,
    TripResponse,
    VoteResponse,
)
from trips.wire.shapes import (
    MemberShape,
    RequestShape,
    Snapshot,
    TripFields,
    member,
    request,
    snapshot,
    trip_fields,
    trip_head,
)
