"""The JSON door: `on_trips`, `on_members` and `on_polls` add every call to the API of `instance`.

`bodies` says what calls take, `parser` how a body is read, `callers` who calls, `repeats` what
makes a call one, `errors` what is answered where it fails.
"""

from trips.api import on_members, on_polls, on_trips
from trips.api.instance import api
