"""`manage.py makemessages`: also finds the pairs that trips/words/messages.py marks."""

from django.core.management.commands.makemessages import Command as MakeMessages


class Command(MakeMessages):
    """Collect what is marked for translation, pairs of the catalogue too."""

    xgettext_options = [*MakeMessages.xgettext_options, "--keyword=ngettext_noop:1,2"]
