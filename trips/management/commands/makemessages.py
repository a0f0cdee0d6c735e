"""`manage.py makemessages`: also finds the pairs that trips/words/messages.py marks."""

from django.core.management.commands.makemessages import Command as MakeMessages


class Command(MakeMessages):
    xgettext_options = [*MakeMessages.xgettext_options, "--keyword=ngettext_noop:1,2"]
