"""The front door: composes the apps, decides nothing."""

from cs_tracker.celery import app as celery_app

__all__ = ["__version__", "celery_app"]

__version__ = "0.1.0"  # as in pyproject.toml
