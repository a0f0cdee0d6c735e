"""Random histories of the product's own feed, log and scripts, on a virtual clock, by a seed.

`history` runs one: `site` is what it plays on, `faults` what goes wrong, `taps` what people change;
`process` is a server process with the product's code in it, `client` a page with the product's
scripts, `line` what a connection brings. `tests.virtual_loop`, `network`, `layer` and `database`
stand in for time and threads, TCP, the channel layer and the disk. `truth` says what must be seen.

To import it installs the program, in this Python process alone, on an empty SQLite in memory.
"""

import atexit
import os
import shutil
import sys
import tempfile

assert "pytest" not in sys.modules, "tests that come after it would run against its database"
_folder = tempfile.mkdtemp()
atexit.register(shutil.rmtree, _folder)
for _name in ("REDIS_URL", "WORKERS", "ALLOWED_HOSTS", "DEBUG"):
    os.environ.pop(_name, None)
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "socialcart.settings",
    "DJANGO_ALLOW_ASYNC_UNSAFE": "1",  # one thread does everything
    "DATABASE_URL": "sqlite://:memory:",
    "DATA_DIR": _folder,
}

import socialcart.asgi  # noqa: E402, F401 - sets Django up
