"""What a client does with frames: the state that a snapshot and the frames after it add up to."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

State = dict[str, Any]


def fold(state: State, frame: State) -> State:
    """The next state. Frames are taken in order, each once."""
    data = frame["data"]
    if frame["type"] == "RESET":
        return dict(data["trip"])
    assert (frame["epoch"], frame["seq"]) == (state["epoch"], state["seq"] + 1)
    after = {**state, "seq": frame["seq"], **data.get("trip", {})}
    for name in ("memberCount", "requiredMembers", "isDiscountUnlocked"):
        after[name] = data.get(name, after[name])
    if "waitingCount" in data:
        after["waitingCount"] = data["waitingCount"]
    if frame["type"] in ("MEMBER_JOINED", "MEMBER_RESTORED"):
        after["members"] = sorted([*state["members"], data["member"]], key=_order)
    if frame["type"] in ("MEMBER_REMOVED", "MEMBER_LEFT"):
        after["members"] = [row for row in state["members"] if row["id"] != data["memberId"]]
    if frame["type"] == "MEMBER_ROLE_CHANGED":
        after["founderId"] = data["founderId"]
    if frame["type"] in ("MEMBER_RENAMED", "MEMBER_ROLE_CHANGED"):
        renamed = data["member"]
        after["members"] = [
            {**row, **renamed} if row["id"] == renamed["id"] else row for row in state["members"]
        ]
    if "poll" in data:
        after["polls"] = _polls(state["polls"], data["poll"])
    if frame["type"] == "POLL_DELETED":
        after["polls"] = [poll for poll in state["polls"] if poll["id"] != data["pollId"]]
    if frame["type"] == "MESSAGE_POSTED":
        after["messages"] = [*state["messages"], data["message"]][-3:]
    if frame["type"] == "MESSAGE_DELETED":
        after["messages"] = data["messages"]
    after |= reckoned(after)
    return {**after, "status": status_at(after, datetime.fromisoformat(frame["at"]))}


def reckoned(state: State) -> State:
    """What follows from the number of members: the step that is reached, and the next."""
    count, steps = state["memberCount"], state.get("discountSteps", [])  # none by release 1
    ahead = [step for step in steps if step["members"] > count]
    return {
        "discountPercentNow": max(
            [step["percent"] for step in steps if step["members"] <= count], default=0
        ),
        "nextStep": {**ahead[0], "missing": ahead[0]["members"] - count} if ahead else None,
    }


def _polls(polls: list[State], news: State) -> list[State]:
    """What a frame leaves out of a poll stays as it was."""
    if news["id"] not in [poll["id"] for poll in polls]:
        return [*polls, news]
    return [{**poll, **news} if poll["id"] == news["id"] else poll for poll in polls]


def _order(member: State) -> tuple[str, str]:
    return member["joinedAt"], member["id"]


def status_at(state: State, now: datetime) -> str:
    """What the state says of itself at a moment, deadline and last day included."""
    if state["cancelledAt"]:
        return "cancelled"
    last_day = state["endDate"] or state["startDate"] or "9999-12-31"
    is_over = last_day < now.astimezone(ZoneInfo(state["timeZone"])).date().isoformat()
    is_late = state["joinBy"] is not None and datetime.fromisoformat(state["joinBy"]) <= now
    if state["closedAt"] or is_over or is_late:
        return "closed"
    return "unlocked" if state["isDiscountUnlocked"] else "recruiting"
