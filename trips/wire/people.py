"""Serialize people: members, and for organisers who asks, waits or cannot come."""

from typing_extensions import TypedDict

from trips.models import JoinRequest, Member
from trips.wire.values import Count, Id, Initials, Kind, Moment, Name, moment


class MemberShape(TypedDict):
    """A member as everybody sees them.

    `avatar` is one or two letters; `joinedAt` ISO 8601 in UTC; `broughtBy` the id of who has
    counted them in, who may have gone since.
    """

    id: Id
    name: Name
    avatar: Initials
    isAdmin: bool
    joinedAt: Moment
    broughtBy: Id | None


class RequestShape(TypedDict):
    """A request to get in, as organisers see it.

    `isAdmin` is that of the member whom they say they are; `kind` `claim` or `return`; `askedAt`
    ISO 8601 in UTC; `looksLike` names members whose names look like this one.
    """

    id: Id
    name: Name
    isAdmin: bool
    kind: Kind
    askedAt: Moment
    looksLike: list[str]


class DeclinedShape(TypedDict):
    """How many have said that they cannot come, and the newest 20 names, as organisers see it."""

    count: Count
    names: list[Name]


class WaitingShape(TypedDict):
    """Somebody who waits for a place, as organisers see them; `since` is ISO 8601 in UTC."""

    id: Id
    name: Name
    since: Moment


def member(row: Member) -> MemberShape:
    """Serialize a member."""
    return {
        "id": row.id,
        "name": row.name,
        "avatar": row.avatar,
        "isAdmin": row.is_organiser,
        "joinedAt": moment(row.joined_at),
        "broughtBy": row.brought_by or None,
    }


def request(row: JoinRequest, looks_like: list[str]) -> RequestShape:
    """Serialize a request to get in.

    `looks_like` are names of members that people may take for the one that was asked for.
    """
    return {
        "id": row.id,
        "name": row.member.name,
        "isAdmin": row.member.is_organiser,
        "kind": row.kind,
        "askedAt": moment(row.asked_at),
        "looksLike": looks_like,
    }


def waiting(row: Member) -> WaitingShape:
    """Serialize somebody who waits for a place."""
    return {"id": row.id, "name": row.name, "since": moment(row.joined_at)}
