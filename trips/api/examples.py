"""Make examples of bodies and answers out of those of their fields."""

from typing import Any

Schema = dict[str, Any]

_PLAIN = {"string": "…", "integer": 1, "boolean": False, "object": {}}


def example(schema: Schema, parts: dict[str, Schema]) -> Any:
    """Make a value that fits an OpenAPI schema; `parts` are the document's named schemas.

    An object has its required fields, and those that give an example of their own.
    """
    if "$ref" in schema:
        return example(parts[schema["$ref"].rpartition("/")[2]], parts)
    if "examples" in schema:
        return schema["examples"][0]
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema:
        return example(schema["anyOf"][0], parts)
    if "properties" in schema:
        shown = {
            name: rules
            for name, rules in schema["properties"].items()
            if name in schema.get("required", []) or "examples" in rules
        }
        return {name: example(rules, parts) for name, rules in shown.items()}
    if schema["type"] == "array":
        return [example(schema["items"], parts)]
    return schema.get("default", _PLAIN[schema["type"]])
