"""Many at once, in threads of this process."""

import threading
from collections import Counter
from collections.abc import Callable

from django.db import connection

MOST_AT_A_TIME = 20  # of hundreds, each would be held up until the database gives its session up


def all_at_once(how_many: int, act: Callable[[int], object]) -> Counter[str]:
    """Runs `act` in so many threads; counts how they ended, a refusal by its code.

    More than a server has threads are inside at a time, and the others come as these go.
    """
    outcomes: list[str] = []
    ready = threading.Barrier(how_many)
    places = threading.Semaphore(MOST_AT_A_TIME)

    def run(number: int) -> None:
        ready.wait(30)
        with places:
            try:
                act(number)
                outcomes.append("done")
            except Exception as failure:
                outcomes.append(getattr(failure, "code", None) or repr(failure))
            finally:
                connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(how_many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return Counter(outcomes)
