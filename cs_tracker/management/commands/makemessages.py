"""Collects the texts to translate. Sorted and without places: moving code changes no catalogue."""

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """Django's command; new texts come empty instead of with a guess taken from a similar one."""

    msgmerge_options = [*makemessages.Command.msgmerge_options, "--sort-output", "--no-fuzzy-matching"]
    msgattrib_options = [*makemessages.Command.msgattrib_options, "--sort-output"]
