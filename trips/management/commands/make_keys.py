"""`manage.py make_keys`: print fresh values for the keys that production must set."""

from typing import Any

from django.core.management.base import BaseCommand

from socialcart.installation import new_keys


class Command(BaseCommand):
    help = "Prints fresh keys as NAME=value lines."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, value in new_keys().items():
            self.stdout.write(f"{name}={value}")
