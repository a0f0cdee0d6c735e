"""`manage.py rotate_keys`: seals everything with the newest key, so that the older ones can go."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from trips import rotation


class Command(BaseCommand):
    help = "Seals numbers, invitations and first answers with the first key of FIELD_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            resealed, left = rotation.reseal(), rotation.outdated()
        except OperationalError as outage:
            raise CommandError(f"{outage}. What was done stays: run it again.") from outage
        self.stdout.write(f"{resealed} values sealed anew")
        if left:
            raise CommandError(_what_is_left(left))
        self.stdout.write(
            "Every value is sealed with the first key of FIELD_KEYS. Once every server has "
            "started with it, the others can be taken out; old backups still need them."
        )


def _what_is_left(left: dict[str, int]) -> str:
    counts = ", ".join(f"{count} with key {key}" for key, count in sorted(left.items()))
    return (
        f"{sum(left.values())} values are not sealed with the first key of FIELD_KEYS ({counts}): "
        "a key is missing there, or a server still seals with an older one. "
        "Nothing was lost; mend that and run it again."
    )
