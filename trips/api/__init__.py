"""Serve the JSON API: the modules `on_…` add its calls to `instance.api`.

`bodies` are the request bodies, `parser` reads them, `callers` finds who calls, `repeats` answers a
repeated call, `errors` answers failures, `document` completes the OpenAPI document that `docs`
shows.
"""

from trips.api import (
    on_brought,
    on_line,
    on_members,
    on_messages,
    on_my_data,
    on_organisers,
    on_polls,
    on_reports,
    on_trips,
)
from trips.api.instance import api
