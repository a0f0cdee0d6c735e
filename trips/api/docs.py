"""The page that lets people read the API, drawn from its OpenAPI document."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from trips.api.calls import api

Schema = dict[str, Any]


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    schema = api.get_openapi_schema()
    return render(request, "api_docs.html", {"operations": list(operations(schema))})


def operations(schema: Schema) -> Iterator[Schema]:
    """One row a call: method, path, what it takes, what it answers."""
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield {
                "method": method,
                "path": path,
                "summary": operation.get("summary", ""),
                "description": operation.get("description", ""),
                "parameters": [_parameter(row) for row in operation.get("parameters", [])],
                "body": list(_body(operation, schema)),
                "responses": [
                    {"status": status, "description": answer.get("description", "")}
                    for status, answer in operation["responses"].items()
                ],
            }


def _parameter(row: Schema) -> Schema:
    return {
        "name": row["name"],
        "type": _type(row["schema"]),
        "required": row.get("required", False),
        "description": row.get("description", ""),
    }


def _body(operation: Schema, schema: Schema) -> Iterator[Schema]:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return
    name = content["schema"]["$ref"].rpartition("/")[2]
    body = schema["components"]["schemas"][name]
    for field, rules in body["properties"].items():
        yield {
            "name": field,
            "type": _type(rules),
            "required": field in body.get("required", []),
            "description": rules.get("description", ""),
        }


def _type(rules: Schema) -> str:
    kinds = [rules, *rules.get("anyOf", [])]
    return " or ".join(
        dict.fromkeys(kind["type"] for kind in kinds if kind.get("type", "null") != "null")
    )
