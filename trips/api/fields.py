"""What bodies are made of: types of values, and the fields that a form declares."""

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, Field, StrictBool, StringConstraints, create_model
from pydantic_core import PydanticCustomError

from trips.forms import AmountField, QuestionField, TermsForm, WholeField

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


def optional(description: str, **schema: Any) -> Any:
    """A field that can be left out, for the document; `schema` is what else that says of it."""
    return Field(None, description=description, json_schema_extra=schema)


def required(description: str, **schema: Any) -> Any:
    """A field without which the call is refused."""
    return Field(..., description=description, json_schema_extra=schema)


def with_terms(*, as_new: bool) -> Callable[[type[Body]], type[Body]]:
    """Adds the terms of a trip to what a call takes, each as `TermsForm` declares it.

    A new trip needs what that form requires; of a trip that is there all can be left out.
    """

    def added(body: type[Body]) -> type[Body]:
        fields: dict[str, Any] = {
            name: _declared(field, is_needed=as_new and field.required)
            for name, field in TermsForm.base_fields.items()
        }
        return create_model(body.__name__, __base__=body, __module__=body.__module__, **fields)

    return added


def _declared(field: Any, *, is_needed: bool) -> tuple[Any, Any]:
    """The type of a form's field, and what the document says of it."""
    if isinstance(field, QuestionField):
        return StrictBool, Field(False, description=field.description)
    schema: dict[str, Any] = {"examples": [field.example]} if field.example else {}
    kind: Any = Amount if isinstance(field, AmountField) else Text
    if isinstance(field, WholeField):
        kind = Whole
        schema = {"minimum": field.min_value, "maximum": field.max_value, **schema}
    if is_needed:
        return kind, required(field.description, **schema)
    return kind | None, optional(field.description, **schema)
