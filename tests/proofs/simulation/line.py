"""What one connection brings: checked frame by frame, and perhaps meddled with on its way."""

import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.proofs.simulation.truth import Position, Truth
from trips.wire.events import came_with

Event = tuple[Any, ...]
Frame = dict[str, Any]


class Line:
    """The server's words over one connection, which must be whole, in order and true."""

    def __init__(
        self,
        path: str,
        truth: Truth,
        knows: int,
        ended_at: Callable[[], int | None],
        wrong: Callable[[str], None],
    ) -> None:
        after = parse_qs(urlsplit(path).query).get("after", [""])[0]
        epoch, _, seq = after.partition(".")
        self.at: Position | None = (epoch, int(seq)) if after else None
        self._truth, self._ended_at, self._wrong = truth, ended_at, wrong
        self._knows = knows
        self._said_hello = False
        self._rest = ""
        self._is_json = False
        self._status = 0

    def hear(self, event: Event) -> None:
        """Check what has arrived."""
        if event[0] == "message":
            self._check(json.loads(event[1]))
        elif event[0] == "head":
            self._status = event[1]
            self._is_json = event[2].get("content-type", "").startswith("application/json")
        elif event[0] == "body":
            self._rest += event[1]
            if self._status == 200 and not self._is_json:
                *whole, self._rest = self._rest.split("\n\n")
                for each in whole:
                    self._check_event(each.encode("latin-1").decode())
        elif event[0] == "end" and self._status == 200 and self._is_json:
            for frame in json.loads(self._rest.encode("latin-1"))["frames"]:
                self._check(frame)

    def _check_event(self, text: str) -> None:
        """Check one server-sent event: a frame with its id, or comments."""
        fields = dict(line.split(": ", 1) for line in text.split("\n") if line[:1] != ":")
        comments = [line[2:].split(" ", 1) for line in text.split("\n") if line[:1] == ":"]
        for name, value in comments:
            if name == "heartbeat":
                epoch, _, seq = value.partition(".")
                self._check({"type": "HEARTBEAT", "epoch": epoch, "seq": int(seq)})
        if "data" in fields:
            frame = json.loads(fields["data"])
            if fields["id"] != f"{frame['epoch']}.{frame['seq']}":
                self._wrong(f"the event {fields['id']} has another's id")
            self._check(frame)

    def _check(self, frame: Frame) -> None:
        here, kind = (frame["epoch"], frame["seq"]), frame["type"]
        if not self._said_hello and kind != "HEARTBEAT":
            self._wrong(f"{kind} came before the hello")
        self._said_hello = True
        if kind == "HEARTBEAT":
            if here not in self._truth.states:
                self._wrong(f"a heartbeat told of {here}, which never was")
            return
        self._check_right(here)
        if kind == "RESET":
            if frame["data"]["trip"] != self._truth.states.get(here):
                self._wrong(f"the RESET {here} was never the state")
            if self.at and self.at[0] == here[0] and here[1] < self.at[1]:
                self._wrong(f"after {self.at} a RESET went back to {here}")
        else:
            if self.at is None or here != (self.at[0], self.at[1] + 1):
                self._wrong(f"a connection brought {here} after {self.at}")
            if came_with(kind, frame["data"]) > self._knows:
                self._wrong(f"{kind} was sent to a page that does not know it")
            if frame != self._truth.frames.get(here):
                self._wrong(f"{here} was sent and never committed so")
        self.at = here

    def _check_right(self, here: Position) -> None:
        ended_at = self._ended_at()
        if ended_at is not None and here[0] == self._truth.head[0] and here[1] > ended_at:
            self._wrong(f"{here} was sent to somebody whose right had ended at {ended_at}")


class Meddler:
    """A middlebox that loses, doubles and swaps messages, and events of streams."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._late: Event | None = None
        self.is_at_work = self.has_worked = False

    def pass_on(self, event: Event) -> Iterator[Event]:
        """Give what comes out for what went in: whole events are lost, doubled or swapped."""
        is_message = event[0] == "message"
        is_end = is_message or (event[0] == "body" and event[1].endswith("\n\n"))
        is_whole = is_message or (is_end and event[1].startswith("id: "))
        late, self._late = (self._late, None) if is_end else (None, self._late)
        draw = self._random.random()
        if not is_whole or not self.is_at_work or draw > 0.45:
            yield event
        elif draw < 0.15:
            yield event
            yield event
        elif draw < 0.3:
            self._late, self.has_worked = event, True
        if late:
            yield late
