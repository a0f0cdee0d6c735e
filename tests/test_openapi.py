"""The API's document tells the truth: whatever fits it, and what does not, is answered as it says.

Schemathesis asks, with the organiser's credential, and runs all its checks.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import openapi_spec_validator
import pytest

from tests.server import Server
from trips.api.docs import operations

pytestmark = pytest.mark.once

CONFIG = """
seed = 1
[generation]
deterministic = true
max-examples = 3
no-shrink = true
[phases.stateful]
enabled = false
[phases.coverage]
operation-ordering = "none"
[phases.fuzzing]
operation-ordering = "none"
[checks.positive_data_acceptance]
# 422: no schema can write all rules of a name. 400: organisers do not leave. 410: replaced.
# 429: of wrong recovery codes five a minute.
expected-statuses = ["2xx", "400", "403", "404", "409", "410", "422", "429"]
"""


LAST = ("/cancel", "/replace-key")  # after these the others are refused


def known(document: dict[str, Any], values: dict[str, str]) -> dict[str, Any]:
    """The document for somebody who has these values: bodies that fit it hold them."""
    for methods in document["paths"].values():
        for operation in methods.values():
            if "requestBody" in operation:
                schema = operation["requestBody"]["content"]["application/json"]["schema"]
                fields = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
                names = values.keys() & fields["properties"].keys()
                if "adminId" in names:  # one key is enough
                    names = names - {"memberKey"}
                for name in names:
                    fields["properties"][name] = {"type": "string", "enum": [values[name]]}
                fields["required"] = sorted({*fields["required"], *names})
    paths = sorted(
        document["paths"].items(), key=lambda each: [each[0].endswith(end) for end in LAST[::-1]]
    )
    return {**document, "paths": dict(paths)}


@pytest.fixture
def document(server: Server) -> dict[str, Any]:
    got: dict[str, Any] = httpx.get(f"{server.url}/api/social-cart/openapi.json").json()
    return got


def test_other_tools_find_no_error_in_the_document(
    document: dict[str, Any], tmp_path: Path
) -> None:
    openapi_spec_validator.validate(document)
    (tmp_path / "openapi.json").write_text(json.dumps(document))
    alone = os.environ | {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
    lint = ["node_modules/.bin/redocly", "lint", "--max-problems=9", str(tmp_path / "openapi.json")]
    run = subprocess.run(lint, env=alone, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_call_has_its_name_and_examples_that_fit(document: dict[str, Any]) -> None:
    """The body and the answer of each; that of the feed is a stream beside."""
    parts = {"components": document["components"]}
    shown = {row["id"]: row for row in operations(document)}
    assert {"join", "see", "events", "create", "vote"} <= shown.keys()
    for row in shown.values():
        for part in filter(None, [row["body"], *row["answers"], *row["refusals"]]):
            jsonschema.validate(json.loads(part["example"]), part["schema"] | parts)


def unlocked(server: Server) -> dict[str, str]:
    """What Ben has: an unlocked trip with a poll, his key, and Asha, whom he may remove."""
    trip = server.plan(required=2)
    asha = server.join(trip, "Asha")
    mine = {"tripId": trip["trip"]["id"], "adminId": trip["adminId"]}
    poll = server.call("open-poll", **mine, question="When?", options=["June", "July"]).json()
    return {
        **mine,
        "memberKey": trip["adminId"],
        "invitation_token": trip["tripId"],
        "memberId": asha["memberId"],
        "pollId": poll["poll"]["id"],
    }


def test_whatever_is_asked_the_answer_is_as_documented(
    server: Server, document: dict[str, Any], tmp_path: Path
) -> None:
    (tmp_path / "openapi.json").write_text(json.dumps(known(document, unlocked(server))))
    (tmp_path / "schemathesis.toml").write_text(CONFIG)
    command = [sys.executable, "-m", "schemathesis.cli", "run", "openapi.json"]
    options = ["--checks=all", "--no-color", f"--url={server.url}"]
    options.append("--header=X-Forwarded-For: 10.8.8.8")  # wrong tries are limited by address
    run = subprocess.run([*command, *options], cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
