"""What must not stand in a log: the secrets that addresses hold."""

import logging
import re

_SECRET = re.compile(r"(/join/|/ws/trips/|tripId=)[^/?&\s\"']+")


class Discreet(logging.Filter):
    """Takes invitation tokens out of every line."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _SECRET.sub(r"\1***", record.getMessage()), None
        return True
