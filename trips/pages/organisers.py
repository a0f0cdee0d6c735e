"""Serve the pages that change who organises a trip; each asks first."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from trips import membership, wire
from trips.models import Member
from trips.pages.confirming import About, asks
from trips.pages.decorators import for_members, for_organiser, takes_form
from trips.pages.questions import QUESTIONS
from trips.pages.repeats import idempotency_key_of
from trips.pages.responses import to_hub


def _about(name: str, *, is_for_founder: bool) -> About:
    """Make the `about` of `asks`: the question with the member's name in it.

    Only GET is refused here: POST is by the verb, which answers a repeat before.
    """

    def about(request: HttpRequest, me: Member, member_id: str) -> Mapping[str, Any]:
        if is_for_founder and not me.is_founder:
            raise wire.Refusal("not_the_founder")
        member = membership.find(me.trip, member_id, Member.State.IN)
        return {"question": QUESTIONS[name].about(name=member.name)}

    return about


@takes_form
@for_organiser
@asks("make_organiser", _about("make_organiser", is_for_founder=False))
def make(request: HttpRequest, me: Member, member_id: str) -> HttpResponse:
    """Make a member an organiser on POST; GET asks first."""
    membership.make_organiser(me, idempotency_key_of(request, me.id), member_id)
    return to_hub(me.trip_id)


@takes_form
@for_organiser
@asks("take_role", _about("take_role", is_for_founder=True))
def take_role(request: HttpRequest, me: Member, member_id: str) -> HttpResponse:
    """Take the role from another organiser on POST; GET asks first."""
    membership.take_role(me, idempotency_key_of(request, me.id), member_id, me.id)
    return to_hub(me.trip_id)


@takes_form
@for_organiser
@asks("hand_over", _about("hand_over", is_for_founder=True))
def hand_over(request: HttpRequest, me: Member, member_id: str) -> HttpResponse:
    """Make a member the founder on POST; GET asks first."""
    membership.hand_over(me, idempotency_key_of(request, me.id), member_id, me.id)
    return to_hub(me.trip_id)


def _organiser_only(request: HttpRequest, me: Member) -> Mapping[str, Any]:
    if not me.is_organiser:
        raise wire.Refusal("unauthorized")
    if me.is_founder:
        raise wire.Refusal("hand_over_first")
    return {}


@takes_form
@for_members
@asks("step_down", _organiser_only)
def step_down(request: HttpRequest, me: Member) -> HttpResponse:
    """Let an organiser step down on POST; GET asks first."""
    membership.step_down(me, idempotency_key_of(request, me.id), me.id)
    return to_hub(me.trip_id)
