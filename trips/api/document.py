"""Complete the OpenAPI document with what the calls' types do not say: keys, tokens, the stream."""

from http import HTTPStatus
from typing import Any

from ninja.openapi.schema import OpenAPISchema
from pydantic import TypeAdapter

from trips import idempotency, wire
from trips.wire import events

JSON_TYPE = "application/json"
PREFIX = "/api/social-cart/"
# Their bodies hold keys, which URLs may not.
POSTED_TO_READ = ("me", "my-data", "place-in-line", "polls", "requests")
REFS = "#/components/schemas/{model}"


def completed(document: OpenAPISchema) -> OpenAPISchema:
    """Add to Ninja's document, in place, what Ninja does not know, and return it."""
    document["info"]["license"] = {"name": "MIT", "identifier": "MIT"}
    document["servers"] = [{"url": "/", "description": "This server"}]
    document["security"] = [{}, {"bearer": []}]
    document["paths"][f"{PREFIX}events"] = {"get": EVENTS_OPERATION}
    schemas = document["components"]["schemas"]
    schemas |= _schemas_of(wire.FramesResponse)
    for schema in schemas.values():
        for rules in schema["properties"].values():
            rules.pop("title", None)  # drawn from the name: "Startdate"
    document["components"]["securitySchemes"] = {"bearer": BEARER}
    for path, operations in document["paths"].items():
        if "post" in operations and path.removeprefix(PREFIX) not in POSTED_TO_READ:
            operations["post"]["parameters"] = [IDEMPOTENCY_KEY]
    return document


def _schemas_of(shape: Any) -> dict[str, Any]:
    """Return the schema of a shape, and of those it is made of, by name."""
    schema = TypeAdapter(shape).json_schema(ref_template=REFS)
    parts: dict[str, Any] = schema.pop("$defs", {})
    return {**parts, schema["title"]: schema}


IDEMPOTENCY_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "schema": {
        "type": "string",
        "minLength": idempotency.LEAST_LONG,
        "maxLength": idempotency.LONGEST,
        "pattern": "^[!-~]*$",
    },
    "description": "Random, e.g. a UUID. A repeat with the same key and body, from anywhere and "
    "with any token of the same member, changes nothing and gets the first answer; a poll or the "
    "trip's terms in it are as they stand by then.",
}
BEARER = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": "The token of an answer, in place of the key in the body.",
}
POSITION = {"type": "string", "pattern": r"^([0-9a-f]{1,16}\.(0|[1-9][0-9]{0,14}))?$"}
REFUSAL = {JSON_TYPE: {"schema": {"$ref": REFS.format(model="RefusalShape")}}}
EVENTS_OPERATION: dict[str, Any] = {
    "operationId": "events",
    "summary": "Watch a trip",
    "description": "A stream of server-sent events: `id: <epoch>.<seq>` and `data: <frame>`. "
    "With `Accept: application/json` the pending frames are answered once.",
    "parameters": [
        {"in": "query", "name": "tripId", "required": True, "schema": {"type": "string"}},
        {
            "in": "query",
            "name": "after",
            "schema": POSITION,
            "description": "The position of the last frame you have, `<epoch>.<seq>`.",
        },
        {"in": "header", "name": "Last-Event-ID", "schema": POSITION},
        {
            "in": "query",
            "name": "frames",
            "schema": {"type": "string", "pattern": "^([1-9][0-9]{0,3})?$"},
            "description": f"Which frames you know: {events.NEWEST} are all that there are today. "
            "A later one comes as a RESET; without it, so do all since the first release.",
        },
    ],
    "responses": {
        "200": {
            "description": "The stream, or what is pending",
            "content": {  # first what a generated client can wait for
                JSON_TYPE: {"schema": {"$ref": REFS.format(model="FramesResponse")}},
                "text/event-stream": {"schema": {"type": "string"}},
            },
        },
        **{
            str(status): {"description": HTTPStatus(status).phrase, "content": REFUSAL}
            for status in (400, 403, 404, 410, 422, 429, 503)
        },
    },
}
