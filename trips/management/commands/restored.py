"""`manage.py restored`: begin new epochs after a backup was restored, before the server starts."""

from typing import Any

from django.core.management.base import BaseCommand

from trips import housekeeping


class Command(BaseCommand):
    help = "Begins a new epoch of every trip, so that open hubs read the restored state."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{housekeeping.begin_new_epochs()} trips begin a new epoch")
