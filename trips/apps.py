"""The configuration of the app `trips`."""

from django.apps import AppConfig

from trips import pseudo


class TripsConfig(AppConfig):
    """The app `trips`, which adds the test language "en-xa" to Django's."""

    name = "trips"

    def ready(self) -> None:
        pseudo.offer()
