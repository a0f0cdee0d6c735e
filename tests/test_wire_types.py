"""What scripts are told of the wire's shapes is what the server sends."""

import re
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from trips.wire import people, shapes
from trips.wire.frames import Frame
from trips.wire.polls import MyPollShape, OptionShape, PollShape, VoterShape

pytestmark = pytest.mark.once

SHAPES: dict[str, Any] = {
    "Member": people.MemberShape,
    "TripFields": shapes.TripFields,
    "JoinRequest": people.RequestShape,
    "Waiting": people.WaitingShape,
    "Message": shapes.MessageShape,
    "Option": OptionShape,
    "Poll": PollShape,
    "MyPoll": MyPollShape,
    "Voter": VoterShape,
    "Frame": Frame,
}


@pytest.mark.parametrize("name", SHAPES)
def test_scripts_know_each_field_and_which_may_be_null(root: Path, name: str) -> None:
    text = (root / "tests/js/wire.d.ts").read_text()
    found = re.search(rf"^interface {name} {{\n(.*?)^}}", text, re.MULTILINE | re.DOTALL)
    assert found
    nullable = {
        field: "| null" in kind for field, kind in re.findall(r"^  (\w+): (.*);", found[1], re.M)
    }
    sent = get_type_hints(SHAPES[name])
    assert nullable == {field: type(None) in get_args(kind) for field, kind in sent.items()}
