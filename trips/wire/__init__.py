"""Serialize everything that leaves the server: events, JSON answers and refusals.

`events` and `frames` are the live feed, `shapes` the trip and its members, `polls` what the group
votes on, `responses` the API's answers; `refusing` makes an error of what `refusals` lists.
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
    DeclinedShape,
    MemberShape,
    MessageShape,
    RequestShape,
    Snapshot,
    TripFields,
    WaitingShape,
    member,
    message,
    request,
    snapshot,
    trip_fields,
    trip_head,
    waiting,
)
