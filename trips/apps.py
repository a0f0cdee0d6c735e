"""The configuration of the app `trips`."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy

from trips import pseudo


class TripsConfig(AppConfig):
    """The app `trips`, which adds the test language "en-xa" to Django's."""

    name = "trips"
    verbose_name = pgettext_lazy("heading", "Trips")

    def ready(self) -> None:
        pseudo.offer()
