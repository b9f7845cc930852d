"""Imports as `manage.py import_files` would, in a process of its own; only the tests start it.

`python -m tests.chats.imports.importing_process shop` creates a shop; `import NAME COUNT` imports messages,
and with a further word stops after they are stored, before the transaction ends, so that a kill hits it
half done.
"""

import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cs_tracker.settings")
django.setup()

from accounts.models import Shop  # noqa: E402
from chats.imports import verbs as ingest  # noqa: E402
from tests.chats.store.builders import bought, parsed, said  # noqa: E402


def create() -> None:
    """The one shop."""
    Shop.objects.create(name="测试旗舰店")


def bring_in(name: str, messages: str, pause: str = "") -> None:
    """Import messages, the same ones whatever the name, and one order."""
    rows = [said(str(n), f"10:{n // 60:02}:{n % 60:02}") for n in range(int(messages))]
    file = parsed(messages=rows, orders=[bought("A1", paid="10:21:00")])
    ingest.parse_file = lambda path, data, context: [(path, file)]
    if pause:
        ingest._finish = stop
    (batch,) = ingest.import_bytes(Shop.objects.get(), name, name.encode())
    print(batch.added, batch.unchanged)


def stop(*_: object) -> None:
    """Stand still where the counts would be written."""
    print("half done", flush=True)
    time.sleep(60)


if __name__ == "__main__":
    {"shop": create, "import": bring_in}[sys.argv[1]](*sys.argv[2:])
