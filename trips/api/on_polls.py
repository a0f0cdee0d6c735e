"""Serve the calls on polls: see them, vote, and what the organiser does with them."""

from django.http import HttpRequest

from trips import ballots, polls, snapshots, wire
from trips.api import bodies
from trips.api.callers import by_member, by_organiser, caller
from trips.api.instance import REFUSED, api
from trips.forms import DatePollForm, OptionForm, PollForm, VoteForm, validated


@api.post("/polls", response={200: wire.PollsResponse} | REFUSED, summary="See the polls")
def see_polls(request: HttpRequest, body: bodies.MemberBody) -> wire.PollsResponse:
    """List all polls, oldest first, and what else the caller may see of them."""
    me = caller(request, body)
    voters = ballots.voters_of([*me.trip.polls.values_list("pk", flat=True)])
    state = snapshots.state_of(me.trip_id, 0)
    mine = polls.my_polls(state, me, voters)
    return {"success": True, "polls": state.shape()["polls"], "views": [*mine.values()]}


@api.post("/open-poll", response={200: wire.PollResponse} | REFUSED, summary="Ask the group")
def open_poll(request: HttpRequest, body: bodies.OpenPollBody) -> wire.PollResponse:
    """Open a poll, once the discount is unlocked."""
    me, idempotency_key = by_organiser(request, body)
    form = validated(PollForm(body.model_dump(), zone=me.trip.zone))
    return polls.open_poll(me, idempotency_key, form.terms())


@api.post("/ask-for-dates", response={200: wire.PollResponse} | REFUSED, summary="Ask for dates")
def ask_for_dates(request: HttpRequest, body: bodies.AskForDatesBody) -> wire.PollResponse:
    """Open a poll about dates, also before the discount is unlocked."""
    me, idempotency_key = by_organiser(request, body)
    form = validated(DatePollForm(body.model_dump(), zone=me.trip.zone))
    return polls.ask_for_dates(me, idempotency_key, form.terms())


@api.post("/vote", response={200: wire.VoteResponse} | REFUSED, summary="Vote, or change your vote")
def vote(request: HttpRequest, body: bodies.VoteBody) -> wire.VoteResponse:
    """Vote, or change the vote, while the poll is open."""
    me, idempotency_key = by_member(request, body)
    form = validated(VoteForm(body.model_dump()))
    return polls.vote(me, idempotency_key, me.id, body.pollId, form.vote())


@api.post(
    "/withdraw-vote", response={200: wire.VoteResponse} | REFUSED, summary="Take your vote back"
)
def withdraw_vote(request: HttpRequest, body: bodies.OnBallotBody) -> wire.VoteResponse:
    """Withdraw the caller's vote while the poll is open."""
    me, idempotency_key = by_member(request, body)
    return polls.withdraw_vote(me, idempotency_key, me.id, body.pollId)


@api.post(
    "/add-option", response={200: wire.PollResponse} | REFUSED, summary="Add an option to a poll"
)
def add_option(request: HttpRequest, body: bodies.AddOptionBody) -> wire.PollResponse:
    """Add an option to an open poll, at the end."""
    me, idempotency_key = by_organiser(request, body)
    given = validated(OptionForm(body.model_dump())).cleaned_data
    return polls.add_option(me, idempotency_key, body.pollId, given["text"], given["url"])


@api.post("/close-poll", response={200: wire.PollResponse} | REFUSED, summary="Close a poll")
def close_poll(request: HttpRequest, body: bodies.OnPollBody) -> wire.PollResponse:
    """Close a poll; its result is final unless it is opened again."""
    me, idempotency_key = by_organiser(request, body)
    return polls.close_poll(me, idempotency_key, body.pollId)


@api.post(
    "/edit-poll",
    response={200: wire.PollResponse} | REFUSED,
    summary="Change a poll before its first ballot",
)
def edit_poll(request: HttpRequest, body: bodies.EditPollBody) -> wire.PollResponse:
    """Change the fields that are sent of a poll that nobody has voted in."""
    me, idempotency_key = by_organiser(request, body)
    return polls.edit_poll(me, idempotency_key, body.pollId, body.model_dump(exclude_unset=True))


@api.post(
    "/delete-poll",
    response={200: wire.SuccessResponse} | REFUSED,
    summary="Delete a poll before its first ballot",
)
def delete_poll(request: HttpRequest, body: bodies.OnPollBody) -> wire.SuccessResponse:
    """Delete a poll that nobody has voted in."""
    me, idempotency_key = by_organiser(request, body)
    return polls.delete_poll(me, idempotency_key, body.pollId)


@api.post(
    "/reopen-poll", response={200: wire.PollResponse} | REFUSED, summary="Open a closed poll again"
)
def reopen_poll(request: HttpRequest, body: bodies.ReopenPollBody) -> wire.PollResponse:
    """Open a closed poll again, unless an option was picked."""
    me, idempotency_key = by_organiser(request, body)
    return polls.reopen_poll(me, idempotency_key, body.pollId, body.model_dump(exclude_unset=True))


@api.post("/pick", response={200: wire.PollResponse} | REFUSED, summary="Decide a tie")
def pick(request: HttpRequest, body: bodies.PickBody) -> wire.PollResponse:
    """Decide a tie by picking one of the leading options; of dates any, which the trip gets."""
    me, idempotency_key = by_organiser(request, body)
    return polls.pick(me, idempotency_key, body.pollId, body.optionId)


@api.post("/undo-pick", response={200: wire.PollResponse} | REFUSED, summary="Undo what was picked")
def undo_pick(request: HttpRequest, body: bodies.OnPollBody) -> wire.PollResponse:
    """Undo what was picked, for ten minutes; the poll stays closed."""
    me, idempotency_key = by_organiser(request, body)
    return polls.undo_pick(me, idempotency_key, body.pollId)
