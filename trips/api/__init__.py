"""The JSON door: `calls` has every call, `bodies` what they take, `site` what holds for all."""

from trips.api.calls import api
