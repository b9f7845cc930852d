#!/usr/bin/env python
"""Runs CS Tracker's commands."""

import os
import sys


def main() -> None:
    """Hand the command line to Django; a wrong setting is answered with its sentence alone."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cs_tracker.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"{error}")


if __name__ == "__main__":
    main()
