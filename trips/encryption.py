"""Check that the keys in the environment are those with which the data was encrypted."""

from django.db.backends.base.base import BaseDatabaseWrapper

from socialcart.outages import NotFit
from trips import keys, phones

# They run every second, each by an index. With parameters SQLite would not use its partial index.
# One phone number is enough, as all are indexed with one key.
_NEWEST = (
    "SELECT sealed FROM trips_invitation WHERE sealed <> '' ORDER BY id DESC LIMIT 1",
    "SELECT sealed FROM trips_firstanswer ORDER BY id DESC LIMIT 1",
)
_A_NUMBER = (
    "SELECT trip_id, phone_sealed, phone_digest FROM trips_member"
    " WHERE state = 'in' AND NOT (phone_digest = '') ORDER BY trip_id, phone_digest LIMIT 1"
)


class WrongKeys(NotFit):
    """Data was encrypted or indexed with a key that the settings lack; the message says which."""

    said = b"keys do not fit\n"


def must_decrypt(own: BaseDatabaseWrapper) -> None:
    """Check the newest encrypted values of the database against the keys in the settings.

    `own` is a connection that nobody else uses. Raises WrongKeys, or another django.db.Error if the
    database does not answer. A damaged value is not an error here, only where it is needed.
    """
    with own.cursor() as cursor:
        for question in _NEWEST:
            cursor.execute(question)
            for (encrypted,) in cursor.fetchall():
                _must_be_ours(encrypted)
        cursor.execute(_A_NUMBER)
        for trip_id, encrypted, digest in cursor.fetchall():
            _must_be_ours(encrypted)
            _must_be_found(trip_id, encrypted, digest)


def _must_be_ours(encrypted: str) -> None:
    if keys.key_id(encrypted) not in keys.known_ids():
        raise WrongKeys(
            f"FIELD_KEYS lack the key {keys.key_id(encrypted)}, which has encrypted what is in the "
            "database: put it back, behind the others."
        )


def _must_be_found(trip_id: str, encrypted: str, digest: str) -> None:
    try:
        number = keys.decrypt(encrypted)
    except keys.Unreadable:
        return
    if phones.digest(trip_id, number) != digest:
        raise WrongKeys(
            "PHONE_INDEX_KEY is not the one of the numbers in the database, so nobody who joins "
            "twice would be noticed: put it back."
        )
