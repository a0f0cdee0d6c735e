"""Tampers with the server that starts, as its environment says."""

import os

from django.apps import AppConfig
from django.utils.module_loading import import_string

TAMPERING = "TAMPERING"  # what to do to it, with commas between


class Faults(AppConfig):
    name = "tests.proofs.faults"

    def ready(self) -> None:
        for what in filter(None, os.environ.get(TAMPERING, "").split(",")):
            import_string("tests.proofs.faults.tampering.WAYS")[what]()
