"""What bodies are made of: types of values, and the fields that a form declares."""

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from django import forms
from pydantic import BaseModel, BeforeValidator, Field, StrictBool, StringConstraints, create_model
from pydantic_core import PydanticCustomError

from trips.forms import AmountField, OptionsField, QuestionField, WholeField

Body = TypeVar("Body", bound=BaseModel)


def _a_number(value: object) -> object:
    if isinstance(value, bool | str):
        raise PydanticCustomError("int_type", "Input should be a number")
    return value


Whole = Annotated[int, BeforeValidator(_a_number)]
# The rules of sums are the forms'; this many digits can at least be written out: not 1e999999999.
Amount = Annotated[Decimal, Field(max_digits=40)]
# No database stores NUL. Lone surrogates, which are no text either, are refused by any `str`.
Text = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")]
# An id or a key, which people paste with blanks around it.
Pasted = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^\x00]*$")]

# What a form's field is in a body; any other is a text.
KINDS = {WholeField: Whole, AmountField: Amount, OptionsField: list[Text]}


def optional(description: str, **schema: Any) -> Any:
    """A field that can be left out, for the document; `schema` is what else that says of it."""
    return Field(None, description=description, json_schema_extra=schema)


def required(description: str, **schema: Any) -> Any:
    """A field without which the call is refused."""
    return Field(..., description=description, json_schema_extra=schema)


def with_fields_of(form: type[forms.Form], *, as_new: bool) -> Callable[[type[Body]], type[Body]]:
    """Add the fields of a form to what a call takes, each as the form declares it.

    What is new needs what the form requires and has no default for; of what is there already all
    can be left out.
    """

    def added(body: type[Body]) -> type[Body]:
        fields: dict[str, Any] = {
            name: _declared(field, as_new=as_new) for name, field in form.base_fields.items()
        }
        return create_model(
            body.__name__,
            __base__=body,
            __module__=body.__module__,
            __doc__=body.__doc__,
            **fields,
        )

    return added


def _declared(field: Any, *, as_new: bool) -> tuple[Any, Any]:
    """Give the type of a form's field, and what the document says of it."""
    if isinstance(field, QuestionField):
        return StrictBool, Field(False, description=field.description)
    kind: Any = next((kind for each, kind in KINDS.items() if isinstance(field, each)), Text)
    schema: dict[str, Any] = {"examples": [field.example]} if field.example else {}
    if isinstance(field, WholeField):
        schema = {"minimum": field.min_value, "maximum": field.max_value, **schema}
    if as_new and field.default is not None:
        return kind, Field(field.default, description=field.description, json_schema_extra=schema)
    if as_new and field.required:
        return kind, required(field.description, **schema)
    return kind | None, optional(field.description, **schema)
