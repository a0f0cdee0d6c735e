"""Show the API's OpenAPI document as a page for people."""

import json
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from trips.api.document import JSON_TYPE
from trips.api.examples import Schema, example
from trips.api.instance import api


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """Show what each call takes and answers, as a page."""
    schema = api.get_openapi_schema()
    return render(request, "api_docs.html", {"operations": list(operations(schema))})


def operations(schema: Schema) -> Iterator[Schema]:
    """Yield a row for each call: method, path, parameters, body and answers, with examples."""
    parts = schema["components"]["schemas"]
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            answers = [
                {"status": int(status), **answer, **_part(answer, parts)}
                for status, answer in operation["responses"].items()
            ]
            yield {
                "id": operation["operationId"],
                "method": method,
                "path": path,
                "summary": operation.get("summary", ""),
                "description": operation.get("description", ""),
                "parameters": [_row(row, row["schema"]) for row in operation.get("parameters", [])],
                "body": _part(operation.get("requestBody", {}), parts),
                "answers": [row for row in answers if row["status"] < 400],
                "refusals": sorted(
                    (row for row in answers if row["status"] >= 400), key=lambda row: row["status"]
                ),
            }


def _part(content: Schema, parts: Schema) -> Schema:
    """Return the fields of a body or an answer, and an example of it."""
    schema = content.get("content", {}).get(JSON_TYPE, {}).get("schema")
    if schema is None:
        return {}
    shape = parts[schema["$ref"].rpartition("/")[2]]
    needed = shape.get("required", [])
    fields = [
        _row({"name": name, "required": name in needed, **rules}, rules)
        for name, rules in shape["properties"].items()
    ]
    shown = json.dumps(example(shape, parts), ensure_ascii=False, indent=2)
    return {"schema": schema, "fields": fields, "example": shown}


def _row(row: Schema, rules: Schema) -> Schema:
    return {
        "name": row["name"],
        "type": _type(rules),
        "required": row.get("required", False),
        "description": row.get("description") or _described(rules),
    }


def _described(rules: Schema) -> str:
    """Return the description of a field's type, for a field without one of its own."""
    described = [kind.get("description", "") for kind in [rules, *rules.get("anyOf", [])]]
    return next(filter(None, described), "")


def _type(rules: Schema) -> str:
    """Write a field's type: "string, date-time or null", "list of Member", '"join" or "left"'."""
    if "anyOf" in rules:
        return " or ".join(dict.fromkeys(map(_type, rules["anyOf"])))
    if "$ref" in rules:
        return str(rules["$ref"].rpartition("/")[2])
    if "enum" in rules:
        return " or ".join(map(repr, rules["enum"])).replace("'", '"')
    if rules["type"] == "array":
        return f"list of {_type(rules['items'])}"
    kind = str(rules["type"])
    return f"{kind}, {rules['format']}" if "format" in rules else kind
