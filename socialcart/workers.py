"""Run several server processes on one port, under a parent that replaces those that die."""

import logging
import time

from prometheus_client.multiprocess import mark_process_dead
from uvicorn.supervisors import Multiprocess

from socialcart.lifespan import GRACE_S

logger = logging.getLogger(__name__)


class Workers(Multiprocess):
    """A uvicorn supervisor that ends within GRACE_S, and drops the metrics of workers that died."""

    def keep_subprocess_alive(self) -> None:
        before = {process.pid for process in self.processes}
        super().keep_subprocess_alive()
        for pid in before - {process.pid for process in self.processes}:
            mark_process_dead(pid)
            logger.warning("worker %s died and was replaced", pid)

    def terminate_all(self) -> None:
        super().terminate_all()
        for listening in self.sockets:  # or it would accept connections that nobody serves
            listening.close()

    def join_all(self) -> None:
        deadline = time.monotonic() + GRACE_S + 1
        for process in self.processes:
            process.process.join(max(0.0, deadline - time.monotonic()))
            process.process.kill()
