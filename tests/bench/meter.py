"""What processes have used: processor time is fair on a busy machine, a clock is not."""

import time
from pathlib import Path

# The clock behind the sums of /proc/<pid>/stat, which are rounded to hundredths of a second.
SCHEDULED = 2


def cpu_s(*pids: int) -> float:
    """Processor time of all threads of these so far, user and system."""
    return sum(time.clock_gettime(~pid << 3 | SCHEDULED) for pid in pids)


def memory_kb(*pids: int) -> int:
    """Resident memory."""
    return sum(_status_kb(pid, "VmRSS:") for pid in pids)


def peak_kb(pid: int) -> int:
    """The most resident memory since somebody wrote 5 to its /proc/…/clear_refs."""
    return _status_kb(pid, "VmHWM:")


def _status_kb(pid: int, name: str) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition(name)[2].split()[0])
