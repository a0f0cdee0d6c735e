"""`manage.py redeliver`: send a receiver the events of a trip again, from one on."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from trips.deliveries import BeyondTheLog, redeliver
from trips.models import Receiver, Trip


class Command(BaseCommand):
    help = "Sends a webhook endpoint the events of a trip again, from the one with this seq on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("endpoint", help="the id that staff's page of the endpoint shows")
        parser.add_argument("trip", help="the trip's own id")
        parser.add_argument("--after", type=int, default=0, help="the seq before the first")

    def handle(self, *args: Any, **options: Any) -> None:
        endpoints = Receiver.objects.filter(kind=Receiver.Kind.WEBHOOK)
        receiver = endpoints.filter(pk=options["endpoint"]).first()
        trip = Trip.objects.filter(pk=options["trip"]).first()
        if receiver is None or trip is None:
            raise CommandError("There is no such endpoint, or no such trip.")
        if receiver.trip_id not in (None, trip.pk):
            raise CommandError("This endpoint is of another trip.")
        try:
            redeliver(receiver, trip, options["after"])
        except BeyondTheLog as beyond:
            raise CommandError(f"The trip is at seq {trip.seq}: give one below it.") from beyond
        self.stdout.write(f"events after {options['after']} are sent again")
