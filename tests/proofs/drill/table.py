"""Every disaster, and which command of README, left out, is missed."""

from tests.proofs.drill import disasters, readme
from tests.proofs.drill.drill import Disaster
from tests.proofs.drill.place import postgresql, sqlite

DISASTERS = [
    Disaster("SQLite: its folder lost", sqlite, disasters.folder_lost),
    Disaster("SQLite: its file damaged", sqlite, disasters.file_damaged),
    Disaster("PostgreSQL: database dropped", postgresql, disasters.database_dropped),
    Disaster("PostgreSQL: rows deleted", postgresql, disasters.rows_deleted),
]

_lost, _damaged = DISASTERS[:2]

CONTROLS = [
    (readme.BACK_UP["SQLite"], _lost),  # yesterday's comes back
    (readme.RESTORE_KEYS, _lost),
    ("rm -f", _damaged),
    ("manage.py restored", _lost),
]
