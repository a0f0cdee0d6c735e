"""Staff's sessions, stored under digests of their keys: a dump of the table opens none."""

import hashlib
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession

from trips import clock


class SessionStore(db.SessionStore):
    """Django's session store, which saves and looks up digests instead of session keys."""

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        rows = self.model.objects.filter(session_key=_digest(self.session_key or ""))
        row: AbstractBaseSession | None = rows.filter(expire_date__gt=clock.now()).first()
        if row is None:
            self._session_key = None
        return row

    def is_empty(self) -> bool:
        """Return whether the session is empty, also for a session key that does not exist.

        Django would accept a made-up key and save an empty session under it.
        """
        self.keys()  # looks for it
        return super().is_empty()

    def exists(self, session_key: str) -> bool:
        """Return whether there is a session with this key."""
        return super().exists(_digest(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """Make the unsaved row of a session, with the digest of its key."""
        row: AbstractBaseSession = super().create_model_instance(data)
        row.session_key = _digest(row.session_key)
        row.expire_date = self.get_expiry_date(modification=clock.now())
        return row

    def delete(self, session_key: str | None = None) -> None:
        """Delete the session with this key, by default the current one."""
        if key := session_key or self.session_key:
            super().delete(_digest(key))


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:40]  # the length of the column
