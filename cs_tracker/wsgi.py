"""The WSGI door for gunicorn."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cs_tracker.settings")

application = get_wsgi_application()

# Half a million objects of libraries live as long as the process: without this, every full collection
# walks them all, some 50 ms in the middle of a request.
gc.collect()
gc.freeze()
