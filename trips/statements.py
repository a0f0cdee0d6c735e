"""Statements that are compiled once from models, and run with other values each time.

To compile a query costs Django about 25 times what the statement costs, and it is the same text
each time. A `compiled` queryset has a `Param` where a value is to come:

    _members = compiled(Member.objects.filter(trip=Param("trip"), state=Member.State.IN))
    _members.all(trip=trip.id)

They run on Django's connection of the thread: inside its transactions, and counted in tests.
"""

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Expression, JSONField, Model, QuerySet, sql
from django.db.models.constants import OnConflict

from socialcart.connections import kept_cursor
from trips.instances import Row, reader

R = TypeVar("R")

_PLAIN = (str, int, bool, type(None))  # values that every driver takes as they are


class Param(Expression):
    """Stands in a queryset for a value that is given when the statement runs."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Compile to a placeholder, with itself in the place of the value."""
        return "%s", [self]


class Statement(NamedTuple):
    """A statement, and the names of the values in the order of its placeholders."""

    text: str
    names: list[str]

    @classmethod
    def of(cls, text: str, params: Iterable[Any]) -> "Statement":
        """Write constants into the text: by them, databases know which partial index will do."""
        first, *others = text.split("%s")
        names = []
        for param, part in zip(params, others, strict=True):
            if isinstance(param, Param):
                names.append(param.name)
                first += f"%s{part}"
            else:
                first += f"{_literal(param)}{part}"
        return cls(first, names)

    def run(self, connection: Any, values: Mapping[str, Any]) -> Any:
        """Execute the statement with these values, by the names of its Params; return the cursor.

        Read its rows to the end before the next statement is run.
        """
        cursor = kept_cursor(connection)
        cursor.execute(self.text, [values[name] for name in self.names])
        return cursor


def _literal(constant: Any) -> str:
    if isinstance(constant, str):
        quoted = str(constant).replace("%", "%%").replace("'", "''")
        return f"'{quoted}'"
    if isinstance(constant, int) and not isinstance(constant, bool):
        return str(int(constant))  # of a kind of Django's for PostgreSQL
    raise TypeError(f"put a Param in the place of {constant!r}")


class compiled(Generic[R]):  # noqa: N801 - reads as a function where it is used
    """A queryset, of instances or of `values_list`, that is compiled when it is first run."""

    def __init__(self, rows: QuerySet[Any, R] | Callable[[], QuerySet[Any, R]]) -> None:
        """Take a queryset; or beside models, which refer to each other only later, its maker."""
        self._given = rows

    def all(self, **values: Any) -> list[R]:
        """Return all rows for these values."""
        statement, read = self._compiled
        connection = connections[DEFAULT_DB_ALIAS]
        rows = statement.run(connection, _adapted(values, connection)).fetchall()
        return [read(row, connection) for row in rows]

    def first(self, **values: Any) -> R | None:
        """Return the first row for these values, or None. Where many can come, slice the query."""
        statement, read = self._compiled
        connection = connections[DEFAULT_DB_ALIAS]
        rows = statement.run(connection, _adapted(values, connection)).fetchall()
        return read(rows[0], connection) if rows else None

    def delete(self, **values: Any) -> None:
        """Delete the rows for these values, and nothing that refers to them."""
        connection = connections[DEFAULT_DB_ALIAS]
        with transaction.mark_for_rollback_on_error(DEFAULT_DB_ALIAS):
            self._deletion.run(connection, _adapted(values, connection))

    @functools.cached_property
    def _rows(self) -> QuerySet[Any, R]:
        return self._given if isinstance(self._given, QuerySet) else self._given()

    @functools.cached_property
    def _deletion(self) -> Statement:
        query = self._rows.order_by().query.chain(sql.DeleteQuery)
        return Statement.of(*query.get_compiler(connection=connections[DEFAULT_DB_ALIAS]).as_sql())

    @functools.cached_property
    def _compiled(self) -> tuple[Statement, Callable[[Row, Any], R]]:
        compiler = self._rows.query.get_compiler(connection=connections[DEFAULT_DB_ALIAS])
        statement = Statement.of(*compiler.as_sql())
        # Converters hold their connection: one that is never opened, lest they keep a thread's.
        compiler.connection = connections.create_connection(DEFAULT_DB_ALIAS)
        return statement, reader(compiler)


def _adapted(values: Mapping[str, Any], connection: Any) -> dict[str, Any]:
    adapt = connection.ops.adapt_unknown_value  # moments, for SQLite
    return {
        name: value if type(value) in _PLAIN else adapt(value) for name, value in values.items()
    }


def insert(*rows: Model, or_ignore: bool = False, or_update: Sequence[str] = ()) -> None:
    """Insert new rows of one model by one statement; `or_ignore` those that are there already.

    With `or_update`, names of fields that are unique together, a row with the same values of them
    is overwritten. Ids that the database counts are set, unless rows may be ignored.
    Raises IntegrityError.
    """
    model, connection = type(rows[0]), connections[DEFAULT_DB_ALIAS]
    fields, statement = _insertion(model, len(rows), or_ignore, tuple(or_update))
    prepared = [_prepared(row, field, connection) for row in rows for field in fields]
    values = dict(zip(statement.names, prepared, strict=True))
    with transaction.mark_for_rollback_on_error(DEFAULT_DB_ALIAS):
        written = statement.run(connection, values)
        ids = written.fetchall() if model._meta.auto_field and not or_ignore else ()
    for row in rows:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    for row, (pk,) in zip(rows, ids, strict=False):
        row.pk = pk


def update(row: Model, names: Iterable[str] = ()) -> None:
    """Write these fields of a row, by the names of its attributes; by default all.

    Raises IntegrityError.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    fields, statement = _change(type(row), tuple(names))
    values = {field.attname: _prepared(row, field, connection) for field in fields}
    with transaction.mark_for_rollback_on_error(DEFAULT_DB_ALIAS):
        statement.run(connection, {**values, "pk": row.pk})


def changed(row: Model, before: Mapping[str, Any]) -> list[str]:
    """List the names of the fields that differ from `before`, a copy of `vars(row)`."""
    now = vars(row)
    return [
        field.attname
        for field in row._meta.concrete_fields
        if now[field.attname] != before[field.attname]
    ]


def _prepared(row: Model, field: Any, connection: Any) -> Any:
    value = getattr(row, field.attname)
    if type(value) in _PLAIN and not isinstance(field, JSONField):
        return value
    if type(value) is datetime:
        return connection.ops.adapt_datetimefield_value(value)
    return field.get_db_prep_save(value, connection)


@functools.cache
def _insertion(
    model: type[Model], count: int, or_ignore: bool, or_update: tuple[str, ...]
) -> tuple[list[Any], Statement]:
    """Compile the insertion of so many rows, and list the fields that it writes."""
    counted = model._meta.auto_field
    fields = [field for field in model._meta.concrete_fields if field is not counted]
    query = sql.InsertQuery(
        model,
        on_conflict=OnConflict.IGNORE if or_ignore else OnConflict.UPDATE if or_update else None,
        update_fields=[field for field in fields if field.name not in or_update],
        unique_fields=[field for field in fields if field.name in or_update],
    )
    rows: Any = [
        SimpleNamespace(**{each.attname: Param(f"{number} {each.attname}") for each in fields})
        for number in range(count)
    ]
    query.insert_values(fields, rows, raw=True)
    compiler = query.get_compiler(connection=connections[DEFAULT_DB_ALIAS])
    compiler.returning_fields = [counted] if counted and not or_ignore else None
    [(text, params)] = compiler.as_sql()
    return fields, Statement.of(text, params)


@functools.cache
def _change(model: type[Model], names: tuple[str, ...]) -> tuple[list[Any], Statement]:
    """Compile the change of these fields of a row by its key, and list the fields."""
    others = [field for field in model._meta.concrete_fields if not field.primary_key]
    fields = [field for field in others if field.attname in names] or others
    rows = model._default_manager.filter(pk=Param("pk")).order_by()
    query: Any = rows.query.chain(sql.UpdateQuery)
    query.add_update_values({field.name: Param(field.attname) for field in fields})
    text, params = query.get_compiler(connection=connections[DEFAULT_DB_ALIAS]).as_sql()
    return fields, Statement.of(text, params)
