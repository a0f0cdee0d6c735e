"""A release is rolled out server by server: the old one goes on writing into the new schema.

So a migration only adds (expand). What nobody uses any more is taken away by the release after the
one that stopped using it (contract): first out of the state with SeparateDatabaseAndState.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

RELEASED = "0003_recovery_code"  # the last one that servers of the old release know
HARMLESS = (
    migrations.AddIndex,
    migrations.RemoveIndex,
    migrations.RemoveConstraint,
    migrations.AlterModelOptions,
    migrations.AlterModelManagers,
    migrations.RunPython,
)


@pytest.fixture(scope="module")
def loader() -> MigrationLoader:
    return MigrationLoader(None)


def why_not(operation: Operation, old: ProjectState) -> str:
    """Why a server that knows only the models of `old` would stumble over it; "" if it does not."""
    if isinstance(operation, HARMLESS):
        return ""
    if isinstance(operation, migrations.SeparateDatabaseAndState):
        reasons = (why_not(each, old) for each in operation.database_operations)
        return next(filter(None, reasons), "")
    if isinstance(operation, migrations.CreateModel):
        return _why_not_deleted((field for _, field in operation.fields), old)
    if isinstance(operation, migrations.RunSQL):
        return "nobody sees what it does"
    if isinstance(operation, migrations.AddField) and (
        no := _why_not_deleted([operation.field], old)
    ):
        return no
    model: Any = operation
    name = getattr(model, "model_name", getattr(model, "name", "")).lower()
    if ("trips", name) not in old.models:
        return ""  # of a table that the old release does not know
    if isinstance(operation, migrations.AddConstraint) and (
        _is_of_a_new_column(operation, old) or _is_wider(operation, old)
    ):
        return ""
    if isinstance(operation, migrations.AddField):
        return "" if _has_a_value_by_itself(operation.field) else "no value where it is left out"
    if isinstance(operation, migrations.AlterField):
        before = old.models["trips", name].fields.get(operation.name)
        return "" if before is None or _takes_all(operation.field, before) else "narrower"
    return "the old release still uses it"


def _why_not_deleted(fields: Iterable[Any], old: ProjectState) -> str:
    held = any(_holds_a_row_of(field, old) for field in fields)
    return "the old release could not delete what this refers to" if held else ""


def _holds_a_row_of(field: Any, old: ProjectState) -> bool:
    if not getattr(field, "db_constraint", False):
        return False
    to = field.remote_field.model
    label = to if isinstance(to, str) else to._meta.label
    return tuple(label.lower().split(".")) in old.models


def _is_of_a_new_column(operation: Any, old: ProjectState) -> bool:
    """Whether it holds only rows with something in a column that the old release leaves alone."""
    constraint = operation.constraint
    if not isinstance(constraint, models.UniqueConstraint) or constraint.condition is None:
        return False
    expressions: Any = constraint.expressions
    used = {*constraint.fields, *(each.name for each in expressions)}
    return not used <= set(old.models["trips", operation.model_name].fields)


def _is_wider(operation: migrations.AddConstraint, old: ProjectState) -> bool:
    """Whether it is a range that holds all that one of the old release held."""
    wide = _range_of(operation.constraint)
    for each in old.models["trips", operation.model_name].options.get("constraints", []):
        for name, (low, high) in _range_of(each).items():
            if wide.keys() == {name} and wide[name][0] <= low and high <= wide[name][1]:
                return True
    return False


def _range_of(constraint: Any) -> dict[str, tuple[int, int]]:
    """The column and the bounds of a constraint that is nothing but a range."""
    if not isinstance(constraint, models.CheckConstraint):
        return {}
    condition: Any = constraint.condition
    lookups: dict[str, Any] = dict(each for each in condition.children if isinstance(each, tuple))
    is_range = len(lookups) == len(condition.children) and all(
        "__range" in each for each in lookups
    )
    return lookups if is_range else {}


def _has_a_value_by_itself(field: models.Field[Any, Any]) -> bool:
    return field.null or field.many_to_many or field.has_db_default()


def _takes_all(after: models.Field[Any, Any], before: models.Field[Any, Any]) -> bool:
    """Whether the column takes whatever it took before."""
    if after.get_internal_type() != before.get_internal_type():
        return False
    stricter = (before.null and not after.null) or (after.unique and not before.unique)
    lengths = ("max_length", "max_digits", "decimal_places")
    shorter = any(
        (getattr(after, name, 0) or 0) < (getattr(before, name, 0) or 0) for name in lengths
    )
    return not (stricter or shorter)


def stumbles(loader: MigrationLoader) -> Iterator[str]:
    old = loader.project_state(("trips", RELEASED))
    known = set(loader.graph.forwards_plan(("trips", RELEASED)))
    for key, migration in loader.disk_migrations.items():
        if key[0] == "trips" and key not in known:
            for operation in migration.operations:
                if reason := why_not(operation, old):
                    yield f"{migration.name}: {operation.describe()}: {reason}"


def test_no_migration_takes_the_ground_from_under_the_released_code(
    loader: MigrationLoader,
) -> None:
    assert list(stumbles(loader)) == []


def text(**options: Any) -> models.Field[Any, Any]:
    return models.CharField(max_length=options.pop("length", 40), **options)


def one(**options: Any) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=["motto"], name="one", **options)


def link(**options: Any) -> models.Field[Any, Any]:
    return models.ForeignKey("trips.trip", models.CASCADE, **options)


@pytest.mark.parametrize(
    ("operation", "is_fine"),
    [
        (migrations.AddField("trip", "motto", text(null=True)), True),
        (migrations.AddField("trip", "motto", text(db_default="")), True),
        (migrations.AddField("trip", "motto", text(default="")), False),
        (migrations.AddField("photo", "motto", text()), True),
        (migrations.AlterField("member", "name", text(length=60)), True),
        (migrations.AlterField("member", "name", text(length=39)), False),
        (migrations.AlterField("member", "name", text(unique=True)), False),
        (migrations.AlterField("member", "name", models.TextField()), False),
        (migrations.AlterField("trip", "join_by", models.DateTimeField()), False),
        (migrations.RemoveField("trip", "currency"), False),
        (migrations.RenameField("trip", "title", "name"), False),
        (migrations.RenameModel("Trip", "Journey"), False),
        (migrations.DeleteModel("Choice"), False),
        (migrations.AddConstraint("trip", models.UniqueConstraint("title", name="one")), False),
        (migrations.AddConstraint("trip", one(condition=~models.Q(motto=""))), True),
        (migrations.AddConstraint("trip", one()), False),
        (migrations.RunSQL("DROP TABLE trips_choice"), False),
        (migrations.SeparateDatabaseAndState([], [migrations.DeleteModel("Choice")]), True),
        (migrations.SeparateDatabaseAndState([migrations.DeleteModel("Choice")]), False),
        (migrations.CreateModel("Photo", [("trip", link(db_constraint=False))]), True),
        (migrations.CreateModel("Photo", [("trip", link())]), False),
        (migrations.AddField("photo", "trip", link()), False),
    ],
    ids=lambda value: value.describe() if isinstance(value, Operation) else "",
)
def test_what_the_old_release_would_stumble_over_is_found(
    loader: MigrationLoader, operation: Operation, is_fine: bool
) -> None:
    assert (why_not(operation, loader.project_state(("trips", RELEASED))) == "") is is_fine


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite makes no such index")
def test_no_index_is_kept_for_how_a_text_begins(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE starts_with(tablename, 'trips_')")
        names = {name for (name,) in cursor.fetchall()}
    assert "member_by_folded_name" in names
    assert not [name for name in names if name.endswith("_like")]
