"""What the programs of another site do, with nothing but the library that our document makes.

`tests/test_client.py` makes the library, has mypy read this file with it, and runs it, in a process
that knows nothing of ours but an address.
"""

import asyncio
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from http import HTTPStatus
from itertools import count
from typing import TypeVar

from socialcart_client import AuthenticatedClient, Client
from socialcart_client.api.default import (
    ask_for_dates,
    bring,
    create,
    erase_me,
    events,
    join,
    leave,
    me,
    my_data,
    open_poll,
    place_in_line,
    remove_member,
    replace_key,
    rotate_invitation,
    see,
    see_polls,
    take_out,
    update,
    vote,
    withdraw_vote,
)
from socialcart_client.models import (
    AskForDatesBody,
    BringBody,
    CreateBody,
    CreateResponse,
    Frame,
    FrameType,
    JoinBody,
    JoinResponse,
    MemberBody,
    MemberShape,
    MyDataShapeState,
    OnBallotBody,
    OnBroughtBody,
    OpenPollBody,
    OpenPollBodyResults,
    OptionBody,
    OrganiserBody,
    PollShape,
    PollShapeTallyType0,
    RefusalShape,
    RefusalShapeError,
    RemoveBody,
    StepBody,
    TripFieldsStatus,
    UpdateBody,
    VoteBody,
)
from socialcart_client.types import Response

Answer = TypeVar("Answer")

URL = os.environ["SERVER_URL"]
ADDRESSES = count(1)


def a_client() -> Client:
    """From an address of its own: trips are limited by address."""
    headers = {"X-Forwarded-For": f"10.7.7.{next(ADDRESSES)}"}
    return Client(URL, headers=headers, raise_on_unexpected_status=True)


def with_token(token: str) -> AuthenticatedClient:
    return AuthenticatedClient(URL, token, raise_on_unexpected_status=True)


def given(answer: Answer | RefusalShape | None) -> Answer:
    assert answer is not None
    assert not isinstance(answer, RefusalShape), answer
    return answer


def refused(answer: Response[Answer | RefusalShape]) -> tuple[HTTPStatus, RefusalShapeError]:
    assert isinstance(answer.parsed, RefusalShape), answer
    assert answer.parsed.message
    return answer.status_code, answer.parsed.error


def planned(required: int = 5, capacity: int | None = None) -> CreateResponse:
    body = CreateBody("Goa", required, "Ben", capacity=capacity)
    return given(create.sync(client=a_client(), body=body))


def joined(trip: CreateResponse, name: str, *, wait: bool = False) -> JoinResponse:
    return given(join.sync(client=a_client(), body=JoinBody(trip.trip_id, name, wait=wait)))


def frames(lines: Iterator[str]) -> Iterator[Frame]:
    """The server-sent events of a stream."""
    for line in lines:
        if line.startswith("data:"):
            yield Frame.from_dict(json.loads(line.removeprefix("data:")))


def test_the_example_of_the_original_system() -> None:
    client, trip = a_client(), planned()
    watched = {"tripId": trip.trip_id, "after": f"{trip.trip.epoch}.{trip.trip.seq}"}
    path = "/api/social-cart/events"
    with client.get_httpx_client().stream("GET", path, params=watched) as stream:
        feed = frames(stream.iter_lines())
        asha = joined(trip, "Asha")
        came = next(feed)
        assert (came.type_, came.seq) == (FrameType.MEMBER_JOINED, 2)
        assert MemberShape.from_dict(came.data["member"]) == asha.member
        body = RemoveBody(trip.trip_id, asha.member_id, admin_id=trip.admin_id)
        left = given(remove_member.sync(client=client, body=body))
        assert (left.member_count, left.is_discount_unlocked) == (1, False)
        assert next(feed).type_ == FrameType.MEMBER_REMOVED
    state = given(see.sync(client=client, trip_id=trip.trip_id)).trip
    assert [member.name for member in state.members] == ["Ben"]


def test_a_client_without_a_stream_asks_for_the_frames_it_has_not_seen() -> None:
    trip = planned()
    joined(trip, "Asha")
    client = a_client().with_headers({"Accept": "application/json"})
    seen = f"{trip.trip.epoch}.{trip.trip.seq}"
    pending = given(events.sync(client=client, trip_id=trip.trip_id, after=seen)).frames
    assert [each.type_ for each in pending] == [FrameType.HEARTBEAT, FrameType.MEMBER_JOINED]


def test_each_refusal_has_its_status_and_its_code() -> None:
    client, trip = a_client(), planned()
    asha = joined(trip, "Asha")
    again = join.sync_detailed(client=client, body=JoinBody(trip.trip_id, "asha"))
    assert refused(again) == (HTTPStatus.CONFLICT, RefusalShapeError.NAME_TAKEN)
    unknown = see.sync_detailed(client=client, trip_id="nowhere")
    assert refused(unknown) == (HTTPStatus.NOT_FOUND, RefusalShapeError.NOT_FOUND)
    by_a_guest = RemoveBody(trip.trip_id, asha.member_id, admin_id=asha.member_key)
    mallory = remove_member.sync_detailed(client=client, body=by_a_guest)
    assert refused(mallory) == (HTTPStatus.FORBIDDEN, RefusalShapeError.UNAUTHORIZED)
    of_ben = RemoveBody(trip.trip_id, trip.trip.founder_id, admin_id=trip.admin_id)
    ben = remove_member.sync_detailed(client=client, body=of_ben)
    assert refused(ben) == (HTTPStatus.BAD_REQUEST, RefusalShapeError.CANNOT_REMOVE_ADMIN)


def test_a_wrong_field_is_named() -> None:
    answer = create.sync_detailed(client=a_client(), body=CreateBody("Goa", 1, "Ben"))
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert isinstance(answer.parsed, RefusalShape)
    assert answer.parsed.fields.additional_keys == ["requiredMembers"]


def test_a_replaced_link_is_gone_and_the_new_one_leads_in() -> None:
    client, trip = a_client(), planned()
    ben = OrganiserBody(trip.trip_id, admin_id=trip.admin_id)
    new = given(rotate_invitation.sync(client=client, body=ben))
    old = join.sync_detailed(client=client, body=JoinBody(trip.trip_id, "Asha"))
    assert refused(old)[0] == HTTPStatus.GONE
    given(join.sync(client=client, body=JoinBody(new.trip_id, "Asha")))


def test_a_token_does_what_its_member_may() -> None:
    trip = planned(required=2)
    asha = joined(trip, "Asha")
    ben, guest = with_token(trip.token), with_token(asha.token)
    mine = MemberBody(trip.trip_id)
    assert given(me.sync(client=guest, body=mine)).member.name == "Asha"
    change = UpdateBody(trip.trip_id, capacity=4)
    assert refused(update.sync_detailed(client=guest, body=change))[0] == HTTPStatus.FORBIDDEN
    assert given(update.sync(client=ben, body=change)).trip.capacity == 4
    left = given(leave.sync(client=guest, body=mine))
    assert (left.member_count, left.is_discount_unlocked) == (1, False)


def test_a_key_that_was_replaced_ends() -> None:
    client, trip = a_client(), planned()
    asha = joined(trip, "Asha")
    old = MemberBody(trip.trip_id, member_key=asha.member_key)
    new = given(replace_key.sync(client=client, body=old)).member_key
    assert refused(me.sync_detailed(client=client, body=old))[0] == HTTPStatus.FORBIDDEN
    given(me.sync(client=client, body=MemberBody(trip.trip_id, member_key=new)))


def test_a_repeat_with_its_key_joins_once() -> None:
    client, trip = a_client(), planned()
    body, key = JoinBody(trip.trip_id, "Asha"), "0f5a7c1e9b3d4826"
    first, again = (join.sync(client=client, body=body, idempotency_key=key) for _ in range(2))
    assert given(first) == given(again)
    assert given(see.sync(client=client, trip_id=trip.trip_id)).trip.member_count == 2


def test_those_who_join_at_once_are_all_in() -> None:
    client, trip = a_client(), planned(required=4)

    async def all_at_once() -> list[JoinResponse]:
        bodies = (JoinBody(trip.trip_id, name) for name in ("Asha", "Chloé", "李小龍"))
        answers = await asyncio.gather(*(join.asyncio(client=client, body=body) for body in bodies))
        return [given(answer) for answer in answers]

    assert {each.trip.member_count for each in asyncio.run(all_at_once())} == {2, 3, 4}
    assert given(see.sync(client=client, trip_id=trip.trip_id)).trip.is_discount_unlocked


def test_terms_come_as_dates_moments_and_steps() -> None:
    body = CreateBody(
        "Goa",
        5,
        "Ben",
        start_date="2099-12-12",
        join_by="2099-12-01T20:00",
        time_zone="Asia/Kolkata",
        price_per_person=12000,
        currency="INR",
        discount_percent=12,
        discount_steps=[StepBody(8, 20)],
    )
    trip = given(create.sync(client=a_client(), body=body)).trip
    assert trip.start_date
    assert trip.start_date.year == 2099
    assert trip.join_by == datetime(2099, 12, 1, 14, 30, tzinfo=UTC)
    assert trip.price_per_person == "12000.00"
    assert [(step.members, step.percent) for step in trip.discount_steps] == [(5, 12), (8, 20)]
    assert trip.next_step
    assert trip.next_step.missing == 4


def test_a_change_leaves_alone_what_it_does_not_name() -> None:
    trip = planned(capacity=9)
    change = UpdateBody(trip.trip_id, place="Palolem Beach")
    changed = given(update.sync(client=with_token(trip.token), body=change)).trip
    before, after = trip.trip.to_dict(), changed.to_dict()
    assert {name for name in after if after[name] != before[name]} == {"place"}


def test_a_field_that_join_does_not_know_is_named_and_left_alone() -> None:
    body = JoinBody(planned().trip_id, "Asha")
    body["shoe_size"] = 38
    assert given(join.sync(client=a_client(), body=body)).ignored_fields == ["shoe_size"]


def votes(poll: PollShape) -> dict[str, int]:
    """The counts by the option's text."""
    assert isinstance(poll.tally, PollShapeTallyType0)
    counts = poll.tally.additional_properties
    return {option.text: counts.get(option.id, 0) for option in poll.options}


def test_a_poll_is_opened_voted_in_and_a_vote_taken_back() -> None:
    trip = planned(required=2)
    asha = joined(trip, "Asha")
    ben, guest = with_token(trip.token), with_token(asha.token)
    body = OpenPollBody(
        trip.trip_id,
        "Where to?",
        ["The beach", OptionBody("A hut", "https://example.com/hut"), "Home"],
        most_choices=2,
    )
    poll = given(open_poll.sync(client=ben, body=body)).poll
    assert [option.url for option in poll.options] == [None, "https://example.com/hut", None]
    chosen = [option.id for option in poll.options[:2]]
    ballot = VoteBody(trip.trip_id, poll.id, chosen, poll.options_version)
    voted = given(vote.sync(client=guest, body=ballot))
    assert {*voted.view.choices} == {*chosen}
    assert votes(voted.poll) == {"The beach": 1, "A hut": 1, "Home": 0}
    back = OnBallotBody(trip.trip_id, poll.id)
    assert not given(withdraw_vote.sync(client=guest, body=back)).view.has_voted


def test_hidden_counts_are_none_until_one_has_voted() -> None:
    trip = planned(required=2)
    asha, ben = joined(trip, "Asha"), with_token(trip.token)
    after = OpenPollBodyResults.VOTED
    body = OpenPollBody(trip.trip_id, "When?", ["June", "July"], results=after)
    poll = given(open_poll.sync(client=ben, body=body)).poll
    ballot = VoteBody(trip.trip_id, poll.id, [poll.options[0].id], poll.options_version)
    assert given(vote.sync(client=with_token(asha.token), body=ballot)).view.tally
    seen = given(see_polls.sync(client=ben, body=MemberBody(trip.trip_id)))
    assert (seen.polls[0].tally, seen.views[0].tally) == (None, None)
    assert seen.polls[0].voted_count == 1


def test_dates_take_yes_and_if_need_be() -> None:
    trip = planned()
    ben = with_token(trip.token)
    dates = AskForDatesBody(trip.trip_id, "When?", ["2099-12-05", "2099-12-12"], days=3)
    poll = given(ask_for_dates.sync(client=ben, body=dates)).poll
    assert [str(option.end_date) for option in poll.options] == ["2099-12-07", "2099-12-14"]
    first, second = (option.id for option in poll.options)
    ballot = VoteBody(trip.trip_id, poll.id, [first], poll.options_version, maybes=[second])
    voted = given(vote.sync(client=ben, body=ballot)).view
    assert (voted.choices, voted.maybe_choices) == ([first], [second])


def test_who_waits_gets_the_place_of_who_leaves() -> None:
    client, trip = a_client(), planned(required=2, capacity=2)
    asha = joined(trip, "Asha")
    full = join.sync_detailed(client=client, body=JoinBody(trip.trip_id, "Dev"))
    assert refused(full) == (HTTPStatus.CONFLICT, RefusalShapeError.TRIP_FULL)
    dev = joined(trip, "Dev", wait=True)
    assert dev.place_in_line == 1
    mine = MemberBody(trip.trip_id, member_key=dev.member_key)
    place = given(place_in_line.sync(client=client, body=mine))
    assert (place.place_in_line, place.trip.status) == (1, TripFieldsStatus.UNLOCKED)
    given(leave.sync(client=client, body=MemberBody(trip.trip_id, member_key=asha.member_key)))
    assert given(place_in_line.sync(client=client, body=mine)).place_in_line == 0


def test_who_was_brought_has_a_link_and_can_be_taken_out() -> None:
    client, trip = a_client(), planned()
    asha = joined(trip, "Asha")
    body = BringBody(trip.trip_id, "Dev", member_key=asha.member_key)
    dev = given(bring.sync(client=client, body=body))
    assert dev.link.endswith(dev.member_key)
    assert dev.member.brought_by == asha.member_id
    back = OnBroughtBody(trip.trip_id, dev.member_id, member_key=asha.member_key)
    assert given(take_out.sync(client=client, body=back)).member_count == 2


def test_a_member_sees_their_data_and_erases_them() -> None:
    client, trip = a_client(), planned()
    body = JoinBody(trip.trip_id, "Asha", guest_mobile="+91 98765 43210")
    asha = given(join.sync(client=client, body=body))
    mine = MemberBody(trip.trip_id, member_key=asha.member_key)
    held = given(my_data.sync(client=client, body=mine)).data
    assert (held.mobile, held.state) == ("+919876543210", MyDataShapeState.IN)
    assert held.joined_at == asha.member.joined_at
    assert given(erase_me.sync(client=client, body=mine)).member_count == 1
    assert refused(my_data.sync_detailed(client=client, body=mine))[0] == HTTPStatus.FORBIDDEN
