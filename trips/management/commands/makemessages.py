"""`manage.py makemessages`: also find the pairs that trips/words/messages/ marks."""

from django.core.management.commands.makemessages import Command as MakeMessages


class Command(MakeMessages):
    """Django's command, which also collects the plural pairs of the catalogue."""

    xgettext_options = [*MakeMessages.xgettext_options, "--keyword=ngettext_noop:1,2"]
