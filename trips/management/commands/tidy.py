"""`manage.py tidy`: prune and erase what is kept no longer. Run it daily."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from trips import clock, housekeeping


class Command(BaseCommand):
    help = "Prunes old events, answers and log-ins, erases old numbers, deletes trips long over."

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.ask()  # the database's clock: this machine's may be wrong
        for words, tidy in (
            ("numbers erased", housekeeping.erase_phones),
            ("addresses for news forgotten", housekeeping.forget_receivers),
            ("trips deleted", housekeeping.delete_trips),
            ("events pruned", housekeeping.prune_events),
            ("answers forgotten", housekeeping.forget_answers),
            ("answered requests forgotten", housekeeping.forget_requests),
            ("handled reports forgotten", housekeeping.forget_reports),
            ("keys of browsers forgotten", housekeeping.forget_browsers),
            ("deliveries of deleted trips forgotten", housekeeping.forget_deliveries),
            ("log-ins of staff forgotten", housekeeping.forget_logins),
            ("names of an older release keyed", lambda now: housekeeping.fold_names()),
        ):
            self.stdout.write(f"{tidy(now)} {words}")
        call_command("clearsessions")
