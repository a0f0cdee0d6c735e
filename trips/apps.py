"""The app of the trips."""

from django.apps import AppConfig

from trips import pseudo


class TripsConfig(AppConfig):
    name = "trips"

    def ready(self) -> None:
        pseudo.offer()
