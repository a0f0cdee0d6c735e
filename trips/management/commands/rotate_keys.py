"""`manage.py rotate_keys`: encrypt everything with the newest key, so that older ones can go."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from trips import rotation


class Command(BaseCommand):
    help = "Encrypts numbers, invitations and first answers with the first key of FIELD_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            reencrypted, left = rotation.reencrypt(), rotation.outdated()
        except OperationalError as outage:
            raise CommandError(f"{outage}. What was done stays: run it again.") from outage
        self.stdout.write(f"{reencrypted} values encrypted anew")
        if left:
            raise CommandError(_what_is_left(left))
        self.stdout.write(
            "Every value is encrypted with the first key of FIELD_KEYS. Once every server has "
            "started with it, the others can be taken out; old backups still need them."
        )


def _what_is_left(left: dict[str, int]) -> str:
    counts = ", ".join(f"{count} with key {key}" for key, count in sorted(left.items()))
    return (
        f"{sum(left.values())} values are not encrypted with the first key of FIELD_KEYS "
        f"({counts}): a key is missing there, or a server still encrypts with an older one. "
        "Nothing was lost; mend that and run it again."
    )
