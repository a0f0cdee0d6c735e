"""A page in somebody's browser: the product's scripts in Node, over connections of the network."""

import asyncio
from random import Random
from typing import TYPE_CHECKING, Any

from tests.proofs.simulation.line import Event, Line, Meddler
from tests.proofs.simulation.network import Transport
from tests.proofs.simulation.reader import Connection, Request, Socket
from tests.virtual_loop import OUTSIDE
from trips.wire.events import FIRST, NEWEST, types_after

if TYPE_CHECKING:
    from tests.proofs.simulation.site import Site

TICK_S = 1e-6


class Client:
    """One page, what it was shown, and what it may see."""

    def __init__(self, site: "Site", number: int, invitation: str, browser: str) -> None:
        self.site, self.number = site, number
        self.invitation, self.browser = invitation, browser
        self.name = f"page {number}"
        self.random = Random(f"{site.seed} {self.name}")
        self.state, self.code = "new", 0
        self.ended_at: int | None = None  # the seq that ended the right, while it is not given
        self.was_out = False
        self.is_asleep = False
        self.polls = False
        self._pushed: set[int] = set()  # connections that bring news by themselves
        self._asked: set[int] = set()  # those of polls
        self._was_late = False
        self._opening: set[int] = set()
        self._lines: dict[int, Connection] = {}
        self._meddlers: list[Meddler] = []
        self._timer: asyncio.TimerHandle | None = None
        self.knows = self.random.choice([NEWEST, NEWEST, NEWEST, FIRST])
        shown = site.truth.state
        self.have = site.truth.head
        self._tell(
            "make",
            {
                "ref": invitation or site.truth.trip_id,
                "state": shown,
                "seed": self.random.getrandbits(31),
                "frames": self.knows,
                "unknown": types_after(self.knows),
                "first": self.random.choice([None, None, None, "stream", "poll"]),
            },
        )

    def may_watch(self) -> bool:
        return self.site.truth.rights.open_to(self.invitation, self.browser)

    def look_at_rights(self) -> None:
        """Note whether the newest event has ended or given back the right to watch."""
        if self.may_watch():
            self.ended_at = None
        elif self.ended_at is None:
            self.ended_at, self.was_out = self.site.truth.head[1], True

    def begin_anew(self) -> None:
        """Look at the rights once more, after the log has gone back."""
        self.ended_at, self.was_out = None, True
        self.look_at_rights()

    # What people and devices do.

    def start(self) -> None:
        self._tell("start")

    def stop(self) -> None:
        self._tell("stop")

    def resume(self) -> None:
        self._tell("resume")

    def cut_off(self) -> None:
        self._tell("cutOff")

    def fall_asleep(self) -> None:
        """Let the device sleep: nothing is read, and no timer runs."""
        self.is_asleep = True
        self.stall()
        if self._timer:
            self._timer.cancel()

    def wake(self) -> None:
        self.is_asleep = False
        self._tell("time")
        self.read_on()
        self._tell("wake")

    def stall(self) -> None:
        for line in self._lines.values():
            line.transport.stall()

    def read_on(self) -> None:
        for line in list(self._lines.values()):
            line.transport.read_on()

    def leave_alone(self) -> None:
        """Let nobody meddle with what arrives."""
        for meddler in self._meddlers:
            meddler.is_at_work = False

    def break_lines(self) -> None:
        for line in list(self._lines.values()):
            line.transport.break_down()

    def is_there(self) -> bool:
        """Return whether it shows what is true now, or has ended as it should."""
        if self.state == "ended":
            return not self.may_watch() or self.was_out
        is_live = self.state == "live" and self.may_watch()
        return is_live and self.have == self.site.truth.head

    def hears_nothing(self) -> bool:
        """Return whether one of its connections leads to a process that has vanished."""
        return any(line.transport.is_abandoned for line in self._lines.values())

    def waits_for_answer(self) -> bool:
        """Return whether a poll of it is under way, which may yet fail by a fault that is over."""
        return bool(self._asked & self._lines.keys())

    def hears_again(self) -> bool:
        """Return whether it hears nothing, or polls, no more since this was last asked."""
        before, self._was_late = self._was_late, self.polls or self.hears_nothing()
        return before and not self._was_late

    def shown(self) -> Any:
        """Return the state that the page holds."""
        return self._tell("state")

    # What the scripts do.

    def _tell(self, act: str, what: Any = None) -> Any:
        if self.site.is_over:
            return None
        due_s, done = self.site.world.node.tell(self.site.loop.time(), self.number, act, what)
        self._expect(due_s)
        answer = None
        for name, *details in done:
            if name == "is":
                answer = details[0]
            else:
                getattr(self, f"_on_{name}")(*details)
        return answer

    def _expect(self, due_s: float) -> None:
        if self._timer:
            self._timer.cancel()
        if due_s < float("inf") and not self.is_asleep:
            due_s = max(due_s + TICK_S, self.site.loop.time())
            self._timer = self.site.loop.call_at(due_s, self._tell, "time", context=OUTSIDE)

    def _on_open(self, line: int, kind: str, path: str, accept: str) -> None:
        wait_s = self.random.uniform(0.001, 0.02)
        self.site.loop.call_later(wait_s, self._connect, line, kind, path, accept, context=OUTSIDE)
        self._opening.add(line)

    def _on_close(self, line: int) -> None:
        self._opening.discard(line)
        if connection := self._lines.pop(line, None):
            connection.close()

    def _on_state(self, state: str, code: int) -> None:
        self.state, self.code = state, code
        self.site.note(self.name, f"is {state} {code or ''}")

    def _wrong(self, what: str) -> None:
        self.site.wrong(f"{self.name}: {what}")

    def _on_fault(self, trace: str) -> None:
        self._wrong(f"a script failed: {trace}")

    def _on_frame(self, frame: dict[str, Any], replay: bool) -> None:
        site, here = self.site, (frame["epoch"], frame["seq"])
        site.note(self.name, f"shows {here[0]}.{here[1]} {frame['type']}")
        if frame["type"] == "RESET":
            # What a middlebox has held back may be old; the next heartbeat shows that.
            is_back = self.have[0] == here[0] and here[1] < self.have[1]
            if is_back and not any(meddler.has_worked for meddler in self._meddlers):
                site.wrong(f"{self.name}: after {self.have} a RESET went back to {here}")
        elif here != (self.have[0], self.have[1] + 1):
            site.wrong(f"{self.name}: after {self.have} it took {here}")
        self.have = here

    # The network.

    def _connect(self, line: int, kind: str, path: str, accept: str) -> None:
        if line not in self._opening:
            return
        self._opening.discard(line)
        process = self.site.balance(self.random)
        if process is None:
            return self._meet(line, ("close", 1006) if kind == "socket" else ("broken",))
        if accept == "application/json":
            self.polls = True
            self._asked.add(line)
        else:
            self._pushed.add(line)
        cookie = f"browser={self.browser}" if self.browser else ""
        speech = Socket(path, cookie) if kind == "socket" else Request(path, cookie, accept)
        transport = Transport(
            f"10.1.0.{self.number}", self.random, self.site.window, self.site.high
        )
        heard = Line(path, self.site.truth, self.knows, lambda: self.ended_at, self._wrong)
        meddler = Meddler(self.random)
        meddler.is_at_work = self.site.is_meddled_with

        def tell(event: Event) -> None:
            heard.hear(event)
            for each in meddler.pass_on(event):
                if line in self._lines:
                    self._meet(line, each)

        connection = Connection(transport, speech, tell, self._wrong)
        self._meddlers.append(meddler)
        self._lines[line] = connection
        self.site.note(self.name, f"opens {kind} {line} at {process.name}")
        process.accept(transport, connection)
        connection.begin()
        if self.is_asleep:
            transport.stall()

    def _meet(self, line: int, event: Event) -> None:
        if event[0] in ("close", "broken", "end"):
            self._lines.pop(line, None)
        elif event[0] in ("message", "body") and line in self._pushed:
            self.polls = False  # a better connection is there once it has brought something
        self._tell("meet", [line, *event])
