"""Sessions of staff, whose table holds digests of their keys: no dump of it opens one."""

import hashlib
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession

from trips import clock


class SessionStore(db.SessionStore):
    """Django's, but for what it writes down and looks for."""

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        rows = self.model.objects.filter(session_key=_digest(self.session_key or ""))
        row: AbstractBaseSession | None = rows.filter(expire_date__gt=clock.now()).first()
        if row is None:
            self._session_key = None
        return row

    def is_empty(self) -> bool:
        """Also when its key is made up: Django would keep an empty one for whoever brings it."""
        self.keys()  # looks for it
        return super().is_empty()

    def exists(self, session_key: str) -> bool:
        """Whether a session has this key."""
        return super().exists(_digest(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """Make the row of a session."""
        row: AbstractBaseSession = super().create_model_instance(data)
        row.session_key = _digest(row.session_key)
        row.expire_date = self.get_expiry_date(modification=clock.now())
        return row

    def delete(self, session_key: str | None = None) -> None:
        """Delete the session, and that of `session_key` where one is given."""
        if key := session_key or self.session_key:
            super().delete(_digest(key))


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:40]  # what the column takes
