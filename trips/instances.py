"""Make instances of models out of rows, without a look at each field: that takes longer."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, QuerySet
from django.db.models.base import ModelState

Row = Sequence[Any]


def reader(compiler: Any) -> Callable[[Row, Any], Any]:
    """Make the function that turns a row into an instance, or the tuple of a `values_list`."""
    columns = [column for column, *_ in compiler.select]
    converters = [(at, *each) for at, each in compiler.get_converters(columns).items()]

    def converted(row: Row, connection: Any) -> Row:
        values = list(row)
        for at, convert, column in converters:
            for each in convert:
                values[at] = each(values[at], column, connection)
        return values

    if compiler.query.has_select_fields:
        return lambda row, connection: tuple(converted(row, connection))
    make = _maker(compiler.klass_info, columns)
    annotations = list(compiler.annotation_col_map.items())

    def instance(row: Row, connection: Any) -> Any:
        values = converted(row, connection)
        made = make(values)
        for name, at in annotations:
            setattr(made, name, values[at])
        return made

    return instance


def _maker(info: Mapping[str, Any], columns: Sequence[Any]) -> Callable[[Row], Any]:
    """Make the function that takes an instance, and those selected with it, out of a row.

    As Model.from_db does it, but it looks at no field: that takes longer than to read the row.
    """
    model, selected = info["model"], info["select_fields"]
    own = slice(selected[0], selected[-1] + 1)
    names = [column.target.attname for column in columns[own]]
    related = [
        (_maker(each, columns), each["local_setter"], each["remote_setter"])
        for each in info.get("related_klass_infos", ())
    ]

    def make(values: Row) -> Any:
        made = model.__new__(model)
        made._state = state = ModelState()
        state.adding, state.db = False, DEFAULT_DB_ALIAS
        vars(made).update(zip(names, values[own], strict=True))
        for make_other, set_there, set_here in related:
            other = make_other(values)
            is_there = other.pk is not None
            set_there(made, other if is_there else None)
            if is_there:
                set_here(other, made)
        return made

    return make


def prefetched(row: Model, name: str, related: Sequence[Model]) -> None:
    """Set the related rows that `getattr(row, name).all()` gives from now on, without a query."""
    model = row._meta.get_field(name).related_model
    found: Any = QuerySet(model)
    found._result_cache = list(related)
    vars(row).setdefault("_prefetched_objects_cache", {})[name] = found
