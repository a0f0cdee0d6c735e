"""What the harness of faults takes out of a server is there; or its controls prove nothing."""

import os
import subprocess
import sys

import pytest

from tests.proofs.faults.apps import TAMPERING
from tests.proofs.faults.tampering import WAYS
from tests.server import ROOT


@pytest.mark.once
def test_every_way_to_tamper_finds_what_it_is_meant_for() -> None:
    tampered = {
        "DJANGO_SETTINGS_MODULE": "tests.proofs.faults.settings",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",  # some are for it alone
        TAMPERING: ",".join(WAYS),
    }
    check = [sys.executable, "manage.py", "check"]
    ran = subprocess.run(check, cwd=ROOT, env=os.environ | tampered, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
