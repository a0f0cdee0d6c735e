"""Many vote on dates as an organiser picks one, and organisers write more than a day takes."""

import asyncio
import random
from collections import Counter
from datetime import date, timedelta
from typing import Any

import httpx
import psycopg
from psycopg.rows import dict_row

from tests.proofs.faults import invariant
from tests.proofs.faults.taps import PATIENCE_S, WITHIN_S, Answer, Taps, all_at_once
from tests.proofs.faults.trial import Trial

VOTERS = 20
FIRST = date.today() + timedelta(days=60)
DATES = [str(FIRST + timedelta(days=7 * week)) for week in range(3)]
WRITTEN, A_DAY = 15, 10
AT_ONCE_S = 0.1


async def dates(trial: Trial) -> None:
    """Each says yes to one date and if need be to another, while Ben picks the last."""
    trial.guests.come(VOTERS)
    await trial.guests.leave()
    link, ben = trial.planned["tripId"], trial.planned["adminId"]
    async with httpx.AsyncClient(trust_env=False, timeout=PATIENCE_S) as client:
        taps = Taps(trial, client)
        organises = {"tripId": link, "adminId": ben}
        asked = await taps.call("ask-for-dates", **organises, question="When?", dates=DATES, days=2)
        options = [option["id"] for option in asked["poll"]["options"]]
        on_poll = {"tripId": link, "pollId": asked["poll"]["id"]}

        async def votes(key: str) -> Answer:
            yes, maybe = random.sample(options, 2)
            ballot = {"options": [yes], "maybes": [maybe], "optionsVersion": 1}
            said = await taps.call("vote", "poll_closed", **on_poll, memberKey=key, **ballot)
            return said | {"yes": yes, "maybe": maybe}

        async def picks() -> Answer:
            await asyncio.sleep(WITHIN_S / 2)
            return await taps.call("pick", **on_poll, adminId=ben, optionId=options[-1])

        voting = [votes(guest.answers[0]["memberKey"]) for guest in trial.guests.joined]
        *said, _picked = await all_at_once(trial, [*voting, picks()])
    _check_dates(trial, [each for each in said if each.get("success")], options)


def _check_dates(trial: Trial, counted: list[Answer], options: list[str]) -> None:
    """Each answered ballot counts once, and the trip's days are those that were picked."""
    rows = _rows(trial, "SELECT o.* FROM trips_option o JOIN trips_poll p ON o.poll_id = p.id")
    polls = _rows(trial, "SELECT p.* FROM trips_poll p")
    yes, maybe = (Counter(each[name] for each in counted) for name in ("yes", "maybe"))
    tally = {row["id"]: (row["votes"], row["maybes"]) for row in rows}
    expected = {option: (yes[option], maybe[option]) for option in options}
    trial.expect(tally == expected, f"the counts are {tally}, not {expected}")
    [poll] = polls
    trial.expect(poll["voted_count"] == len(counted), f"{poll['voted_count']} have voted")
    trial.expect(poll["picked_id"] == options[-1], "another date was picked")
    starts_on = invariant.kept(trial.system.database, _trip_id(trial)).trip["starts_on"]
    trial.expect(str(starts_on) == DATES[-1], f"the trip begins on {starts_on}")


async def messages(trial: Trial) -> None:
    """Fifteen are written at once, of which a day takes ten."""
    organises = {name: trial.planned[name] for name in ("tripId", "adminId")}
    async with httpx.AsyncClient(trust_env=False, timeout=PATIENCE_S) as client:
        taps = Taps(trial, client)
        writing = [
            taps.call("post-message", "too_many_messages", **organises, text=f"Text {number}")
            for number in range(WRITTEN)
        ]
        said = await all_at_once(trial, writing, AT_ONCE_S)
    texts = [f"Text {number}" for number, each in enumerate(said) if each.get("success")]
    trial.expect(len(texts) == A_DAY, f"{len(texts)} were sent")
    rows = _rows(trial, "SELECT p.* FROM trips_message p", order="number")
    trial.findings.compare("the trip", [row["text"] for row in rows], texts)
    numbers = [row["number"] for row in rows]
    trial.expect(numbers == list(range(1, A_DAY + 1)), f"the numbers are {numbers}")
    frames = invariant.kept(trial.system.database, _trip_id(trial)).frames
    posted = [frame["data"]["message"] for frame in frames if frame["type"] == "MESSAGE_POSTED"]
    trial.findings.compare("the log", [each["text"] for each in posted], texts)


def _trip_id(trial: Trial) -> str:
    trip_id: str = trial.planned["trip"]["id"]
    return trip_id


def _rows(trial: Trial, select: str, order: str = "id") -> list[dict[str, Any]]:
    """What belongs to the trip; the table with its id is called p."""
    query = f"{select} WHERE p.trip_id = %s ORDER BY {order}"
    with psycopg.connect(trial.system.database, row_factory=dict_row) as connection:
        return connection.execute(query.encode(), [_trip_id(trial)]).fetchall()
