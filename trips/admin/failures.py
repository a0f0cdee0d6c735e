"""Say in the reader's language why a delivery failed, which is kept in English."""

import re

from django.utils.translation import gettext as _

from trips.deliveries.doors import NO_CONNECTION, NOT_ALLOWED

STATUS, LATE = re.compile(r"status (\d+)"), re.compile(r"no answer in (\S+) s")
OTHERS = (NO_CONNECTION.reason, NOT_ALLOWED.reason)


def why(reason: str) -> str:
    """Translate the reason of a `deliveries.doors.Answer`; "-" for none."""
    if found := STATUS.fullmatch(reason):
        return _("status {code}").format(code=found[1])
    if found := LATE.fullmatch(reason):
        return _("no answer in {seconds} s").format(seconds=found[1])
    return _(reason) if reason in OTHERS else reason or "-"
