#!/usr/bin/env python
"""Runs CS Tracker's commands."""

import os
import sys


def main() -> None:
    """Hand the command line to Django; a wrong setting is answered with its sentence alone."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cs_tracker.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db.utils import OperationalError, ProgrammingError

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"{error}")
    except (OperationalError, ProgrammingError) as error:
        if "--traceback" in sys.argv:
            raise
        behind = "no such" in f"{error}" or "does not exist" in f"{error}"
        hint = "Run `python manage.py migrate` first." if behind else "Try again, or look at DATABASE_URL."
        sys.exit(f"The database does not answer as expected: {f'{error}'.strip()}.\n{hint}")


if __name__ == "__main__":
    main()
