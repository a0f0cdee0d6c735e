"""Keep secrets out of the log: every line is redacted as it is written."""

import logging
import re
from datetime import datetime
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http.multipartparser import MultiPartParserError
from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

CLIENTS_FAULT = (BadRequest, MultiPartParserError, PermissionDenied, SuspiciousOperation)

_SECRETS = re.compile(
    r"""(?x)
    # Invitations, calendars, and the links in mails.
    (?P<address> /join/ | /embed/ | /calendars/ | /news/ | /ws/trips/ | tripId= ) [^/?&\s"']+
  | (?P<scheme> :// ) [^\s/]+ (?=@)                         # passwords of databases
  | (?<![\w-]) (?=[\w-]*[A-Z]) [\w-]{32,}                    # keys, tokens, encrypted fields
  | (?<![\w-]) (?=[a-z]*\d) [a-z\d]{32} (?![\w-])           # sessions of staff
  | (?<!\w) (?i: [a-z\d]{4} (?: (?:[\ -]|%20)? [a-z\d]{4} ){6} ) (?!\w)  # recovery codes
  | \+ \d [\d\ ().-]{5,} \d                                # telephone numbers
  | [\w.+-]+ @ [\w-]+ (?: \.[\w-]+ )+                      # e-mail addresses
    """
)


def redact(text: str) -> str:
    """Replace every secret in the text by `***`: tokens, keys, passwords, addresses, numbers."""
    return _SECRETS.sub(lambda found: (found["address"] or found["scheme"] or "") + "***", text)


class ClientsFaults(logging.Filter):
    """A filter that drops the traceback of a client's mistake: it only shows our own code."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and isinstance(record.exc_info[1], CLIENTS_FAULT):
            record.exc_info = record.exc_text = None
        return True


class RedactingFormatter(logging.Formatter):
    """A formatter of redacted lines for people."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


class RedactingJsonFormatter(JsonFormatter):
    """A formatter of redacted JSON lines for machines, with the record's `extra` fields."""

    def __init__(self) -> None:
        super().__init__(
            ["levelname", "name", "process", "message"],
            rename_fields={"levelname": "level", "name": "logger"},
            reserved_attrs=[*RESERVED_ATTRS, "request", "color_message"],
            timestamp=True,
        )

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        return {name: _redacted(value) for name, value in log_data.items()}


def _redacted(value: object) -> object:
    return value if isinstance(value, int | datetime | None) else redact(str(value))
