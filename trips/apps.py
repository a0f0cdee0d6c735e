"""The app of the trips."""

from django.apps import AppConfig

from trips import pseudo


class TripsConfig(AppConfig):
    """Offer the language in which tests find what is not translated."""

    name = "trips"

    def ready(self) -> None:
        pseudo.offer()
