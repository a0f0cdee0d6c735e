"""Define what request bodies are made of: value types, and the fields that forms declare."""

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any, NotRequired, TypeVar

from django import forms
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StringConstraints,
    create_model,
)
from pydantic_core import PydanticCustomError
from typing_extensions import TypedDict

from trips import numbers
from trips.forms import (
    AmountField,
    DatesField,
    OptionsField,
    QuestionField,
    StepsField,
    WholeField,
    YesNoField,
)

Body = TypeVar("Body", bound=BaseModel)


def _a_number(value: object) -> object:
    if isinstance(value, bool | str):
        raise PydanticCustomError("int_type", "Input should be a number")
    return value


Whole = Annotated[int, BeforeValidator(_a_number)]
# Forms validate sums; this bound only keeps out numbers such as 1e999999999.
Amount = Annotated[Decimal, Field(max_digits=numbers.LONGEST)]
# No database stores NUL. Pydantic's `str` refuses lone surrogates already.
Text = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")]
# An id or a key, which people paste with blanks around it.
Pasted = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^\x00]*$")]


class StepBody(TypedDict):
    """A step of the discount: so many members, and the percent that all of them save."""

    __pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[misc]

    members: Whole
    percent: Whole


class OptionBody(TypedDict):
    """An option of a poll with a link."""

    __pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[misc]

    text: Text
    url: NotRequired[Text | None]


# What a form's field is in a body; any other is a text.
KINDS = {
    WholeField: Whole,
    AmountField: Amount,
    OptionsField: list[Text | OptionBody],
    DatesField: list[Text],
    StepsField: list[StepBody],
    YesNoField: StrictBool,
}


def optional(description: str, **schema: Any) -> Any:
    """Declare a field that can be left out; `schema` adds to its OpenAPI schema."""
    return Field(None, description=description, json_schema_extra=schema)


def required(description: str, **schema: Any) -> Any:
    """Declare a field without which the call is refused; `schema` adds to its OpenAPI schema."""
    return Field(..., description=description, json_schema_extra=schema)


def with_fields_of(form: type[forms.Form], *, as_new: bool) -> Callable[[type[Body]], type[Body]]:
    """Make a decorator that adds the fields of a form to a request body.

    For something new (`as_new`) those are required that the form requires without a default; for a
    change all are optional.
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
    """Return the type and the declaration of a form's field, as pydantic takes them."""
    if isinstance(field, QuestionField):
        return StrictBool, Field(False, description=field.description)
    kind = _kind(field)
    schema: dict[str, Any] = {"examples": [field.example]} if field.example else {}
    if isinstance(field, WholeField):
        schema = {"minimum": field.min_value, "maximum": field.max_value, **schema}
    if as_new and field.default is not None:
        return kind, Field(field.default, description=field.description, json_schema_extra=schema)
    if as_new and field.required:
        return kind, required(field.description, **schema)
    return kind | None, optional(field.description, **schema)


def _kind(field: Any) -> Any:
    """Return the type of a form's field; of a choice, a text that says which there are."""
    kind = next((kind for each, kind in KINDS.items() if isinstance(field, each)), Text)
    if kind is not Text or not hasattr(field, "choices"):
        return kind
    values = [value for value, _ in field.choices if value]
    return Annotated[Text, Field(json_schema_extra={"enum": values})]
