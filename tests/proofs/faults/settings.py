"""The product's settings, for a server that is tampered with from within."""

from socialcart.settings import *  # noqa: F403 - the same
from socialcart.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.proofs.faults"]
