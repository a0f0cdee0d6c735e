"""The API's document tells the truth: whatever fits it, and what does not, is answered as it says.

Schemathesis asks, with the organiser's credential, and runs all its checks.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.server import Server

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
    for operations in document["paths"].values():
        for operation in operations.values():
            if "requestBody" in operation:
                schema = operation["requestBody"]["content"]["application/json"]["schema"]
                fields = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
                names = values.keys() & fields["properties"].keys()
                for name in names:
                    fields["properties"][name] = {"type": "string", "enum": [values[name]]}
                fields["required"] = sorted({*fields["required"], *names})
    paths = sorted(
        document["paths"].items(), key=lambda each: [each[0].endswith(end) for end in LAST[::-1]]
    )
    return {**document, "paths": dict(paths)}


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


def test_whatever_is_asked_the_answer_is_as_documented(server: Server, tmp_path: Path) -> None:
    document = httpx.get(f"{server.url}/api/social-cart/openapi.json").json()
    (tmp_path / "openapi.json").write_text(json.dumps(known(document, unlocked(server))))
    (tmp_path / "schemathesis.toml").write_text(CONFIG)
    command = [sys.executable, "-m", "schemathesis.cli", "run", "openapi.json"]
    options = ["--checks=all", "--no-color", f"--url={server.url}"]
    options.append("--header=X-Forwarded-For: 10.8.8.8")  # wrong tries are limited by address
    run = subprocess.run([*command, *options], cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
