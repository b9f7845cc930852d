"""The front door: composes the apps, decides nothing."""

from cs_tracker.celery import app as celery_app

__all__ = ["celery_app"]
