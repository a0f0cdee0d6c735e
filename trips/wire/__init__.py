"""Serialize everything that leaves the server: events, JSON answers and refusals.

`events` and `frames` are the live feed, `shapes` the trip as a whole, `people` who is on it,
`polls` what they vote on, `responses` the API's answers; `refusing` makes an error of what
`refusals` lists.
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
from trips.wire.my_data import (
    KeptForShape,
    MyBallotShape,
    MyDataResponse,
    MyDataShape,
    MyMessageShape,
    MyRequestShape,
)
from trips.wire.people import (
    DeclinedShape,
    MemberShape,
    RequestShape,
    WaitingShape,
    member,
    request,
    waiting,
)
from trips.wire.polls import (
    MyPollShape,
    OptionShape,
    PollShape,
    VoterShape,
    my_poll,
    option,
    poll,
    voter,
)
from trips.wire.refusing import Refusal, RefusalShape, older_page, overtaken
from trips.wire.responses import (
    BringResponse,
    CalendarResponse,
    ClaimResponse,
    CountResponse,
    CreateResponse,
    DeclineResponse,
    FramesResponse,
    InvitationResponse,
    JoinResponse,
    KeyResponse,
    LineResponse,
    LinkResponse,
    MemberResponse,
    MeResponse,
    MessageResponse,
    MessagesResponse,
    MyPollResponse,
    PlaceResponse,
    PollResponse,
    PollsResponse,
    RecoverResponse,
    RecoveryCodeResponse,
    RemoveResponse,
    RequestsResponse,
    RoleResponse,
    SnapshotResponse,
    SuccessResponse,
    TripResponse,
    VoteResponse,
)
from trips.wire.shapes import (
    MessageShape,
    Snapshot,
    TripFields,
    message,
    snapshot,
    trip_fields,
    trip_head,
)
