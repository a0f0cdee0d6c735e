"""Run a server process from its start to its end: begin, stop being ready, drain, end."""

import asyncio
import faulthandler
import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Awaitable, Callable
from types import FrameType

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable

GRACE_S = 20  # from SIGTERM to the end, whatever hangs
NOTICE_S = 3  # in which a balancer may read that this process is not ready any more
CLOSING_S = 0.3  # in which the server closes its port

Step = Callable[[], Awaitable[None]]


class Lifespan:
    """The start and graceful end of a server process.

    `begin` runs before the first connection; `send_away` closes live connections once no new one
    can come; `end` follows the last request.
    """

    def __init__(self, begin: Step, send_away: Callable[[], None], end: Step) -> None:
        self.is_ending = False
        self._begin, self._send_away, self._end = begin, send_away, end

    async def run(self, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        """Run the ASGI lifespan protocol: begin, wait for the shutdown, end."""
        while (await receive())["type"] == "lifespan.startup":
            await self._begin()
            self._loop = asyncio.get_running_loop()
            for sig in (signal.SIGTERM, signal.SIGINT):
                self._handle_first(sig)
            threading.Thread(target=self._exit_with_parent, daemon=True).start()
            gc.collect()
            gc.freeze()  # these objects stay; scanning them cost a sixth of every delivery
            gc.set_threshold(10_000, 10, 10)
            await send({"type": "lifespan.startup.complete"})
        await self._end()
        await send({"type": "lifespan.shutdown.complete"})

    def _handle_first(self, sig: int) -> None:
        """Handle a signal before the server does, which would close its port at once."""
        to_server = signal.getsignal(sig)
        assert callable(to_server)

        def handle(sig: int, frame: FrameType | None) -> None:
            if not self.is_ending:
                self.is_ending = True
                faulthandler.dump_traceback_later(GRACE_S, exit=True)  # logs what hangs, ends it
                self._loop.call_soon_threadsafe(leave)
            elif sig == signal.SIGINT:  # a second Ctrl-C: at once
                to_server(sig, frame)

        def leave() -> None:
            self._leaving = self._loop.create_task(self._leave(sig, lambda: to_server(sig, None)))

        signal.signal(sig, handle)

    async def _leave(self, sig: int, close_port: Callable[[], object]) -> None:
        """Stop in order: wait while balancers notice, close the port, then close live connections.

        Live connections go last, so that a client that reconnects finds another process.
        """
        if sig == signal.SIGTERM:  # SIGINT comes from a person, who waits
            await asyncio.sleep(NOTICE_S)
        close_port()
        await asyncio.sleep(CLOSING_S)
        self._send_away()

    def _exit_with_parent(self) -> None:
        """Stop this worker when its parent dies: it would keep the port from the next server."""
        if parent := multiprocessing.parent_process():
            parent.join()
            if not self.is_ending:  # a second signal would cut requests off
                os.kill(os.getpid(), signal.SIGINT)
