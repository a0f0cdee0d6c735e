"""`manage.py demo`: plan a trip to look at, and let two people join it."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from socialcart.addresses import in_links
from socialcart.apps import why_not_here
from trips import membership, planning
from trips.forms import Guest, Terms
from trips.models import Trip


class Command(BaseCommand):
    help = "Plans a demo trip and prints where to open it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="only when there is no trip")

    def handle(self, *args: Any, **options: Any) -> None:
        if problem := why_not_here(settings.HOST):
            raise CommandError(problem)
        site = _site()
        self.stdout.write(f"SocialCart       {site}/")
        if options["if_empty"] and Trip.objects.exists():
            return
        planned = planning.plan(None, _goa(), Guest("Ben"))
        for name in ("Asha", "Chloé"):
            membership.join(planned["trip"]["id"], None, Guest(name))
        self.stdout.write(f"demo, organiser  {site}/enter#{planned['adminId']}")
        self.stdout.write(f"demo, invitation {site}/join/{planned['tripId']}")


def _site() -> str:
    """Return the URL where people open the site, which need not be where it listens."""
    if settings.LOCAL:
        return f"http://{in_links(settings.HOST)}:{settings.PORT}"
    return f"https://{settings.ALLOWED_HOSTS[0].lstrip('.')}"


def _goa() -> Terms:
    evening = datetime.now(ZoneInfo("Asia/Kolkata")).replace(hour=20, minute=0, second=0)
    starts = (evening + timedelta(days=30)).date()
    return Terms(
        title="Goa",
        required_members=5,
        description="Four days of sun and sea. Bring a towel and good shoes.\n"
        "What to see: https://en.wikipedia.org/wiki/Goa",
        cover="🏖️",
        place="Palolem Beach, Goa",
        starts_on=starts,
        ends_on=starts + timedelta(days=3),
        time_zone="Asia/Kolkata",
        join_by=evening.replace(microsecond=0) + timedelta(days=14),
        price_per_person=Decimal("120.00"),
        currency="EUR",
        discount_percent=5,
        further_steps=[[8, 12], [12, 15]],
    )
