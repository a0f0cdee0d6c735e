"""A page that breaks: what is said then depends on nothing that can be broken too."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import InterfaceError, ProgrammingError
from django.test import Client

from trips import access

CALL, PAGE = "/api/social-cart/join?tripId=x", "/join/x"


def visitor() -> Client:
    return Client(raise_request_exception=False)


def stands_alone(page: str) -> bool:
    """Whether it asks for nothing else, and says itself what to do."""
    asks = re.findall(r"<(?:link|script|style|img|use|iframe)\b|\b(?:src|style|srcset)=", page)
    return not asks and "try once more" in page and 'href="/"' in page


def test_without_its_static_files_a_page_is_told_to_be_broken_by_one_that_needs_none(
    db: None, settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    hashed = {"BACKEND": "socialcart.statics.HashedFiles", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": hashed}
    for address in ("/", "/join/x", "/nothing"):
        caplog.clear()
        answer = visitor().get(address)
        assert (answer.status_code, stands_alone(answer.content.decode())) == (500, True)
        assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert visitor().get(CALL).status_code == 404


def test_so_it_is_where_what_every_page_asks_for_is_broken(db: None, settings: Any) -> None:
    del settings.SSE_HEARTBEAT_INTERVAL  # which a context processor reads
    page = visitor().get("/")
    assert (page.status_code, stands_alone(page.content.decode())) == (500, True)


@pytest.mark.parametrize("failure", [RuntimeError, ProgrammingError, LookupError])
def test_a_broken_call_answers_as_every_refusal(
    db: None, monkeypatch: pytest.MonkeyPatch, failure: type[Exception]
) -> None:
    def broken(invitation: str) -> None:
        raise failure("broken")

    monkeypatch.setattr(access, "invitation_by", broken)
    assert "html" in visitor().get(PAGE).content.decode()
    answer = visitor().get(CALL)
    assert (answer.status_code, answer.json()["error"]) == (500, "failed")
    script = visitor().get(PAGE, headers={"Accept": "application/json"})
    assert script.json()["error"] == "failed"


def test_a_connection_that_was_lost_is_an_outage(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(invitation: str) -> None:
        raise InterfaceError("the connection is closed")

    monkeypatch.setattr(access, "invitation_by", lost)
    page = visitor().get(PAGE)
    assert [page.status_code, visitor().get(CALL).status_code] == [503, 503]
    assert f'href="{PAGE}">Try again</a>' in page.content.decode()


def test_a_call_whose_form_cannot_be_read_is_answered_as_a_call(db: None) -> None:
    kind = "multipart/form-data; boundary="
    answer = visitor().post("/api/social-cart/join", b"x", content_type=kind)
    assert (answer.status_code, answer.json()["error"]) == (415, "unsupported_media_type")
    assert "html" in visitor().post("/", b"x", content_type=kind).content.decode()
