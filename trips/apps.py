"""The configuration of the app `trips`."""

from django.apps import AppConfig, apps
from django.utils.translation import pgettext_lazy

from trips import pseudo


class TripsConfig(AppConfig):
    """The app `trips`, which adds the test language "en-xa" and calls Axes what staff see of it."""

    name = "trips"
    verbose_name = pgettext_lazy("heading", "Trips")

    def ready(self) -> None:
        pseudo.offer()
        apps.get_app_config("axes").verbose_name = pgettext_lazy("heading", "Sign-ins")
