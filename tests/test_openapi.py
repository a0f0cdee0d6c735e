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
[checks.positive_data_acceptance]
# 422: no schema can write all rules of a name. 400: organisers do not leave. 410: replaced.
expected-statuses = ["2xx", "400", "403", "404", "409", "410", "422"]
"""


def known(document: dict[str, Any], values: dict[str, str]) -> dict[str, Any]:
    """The document for somebody who has these values: bodies that fit it hold them."""
    for operations in document["paths"].values():
        for operation in operations.values():
            if "requestBody" in operation:
                schema = operation["requestBody"]["content"]["application/json"]["schema"]
                fields = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
                for name in values.keys() & fields["properties"].keys():
                    fields["properties"][name] = {"type": "string", "enum": [values[name]]}
    return document


def test_whatever_is_asked_the_answer_is_as_documented(server: Server, tmp_path: Path) -> None:
    trip = server.plan()
    values = {"tripId": trip["trip"]["id"], "invitation_token": trip["tripId"]}
    document = httpx.get(f"{server.url}/api/social-cart/openapi.json").json()
    (tmp_path / "openapi.json").write_text(json.dumps(known(document, values)))
    (tmp_path / "schemathesis.toml").write_text(CONFIG)
    run = subprocess.run(
        [sys.executable, "-m", "schemathesis.cli", "run", "openapi.json", "--checks=all"]
        + [f"--url={server.url}", f"--header=Authorization: Bearer {trip['token']}", "--no-color"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr
