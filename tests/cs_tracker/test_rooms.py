"""The pure rooms have no clock: what they answer depends on what they are given alone."""

import re
from pathlib import Path

from django.conf import settings as django_settings

ROOMS = ("chats/importers", "chats/attribution", "reports/metrics")
CLOCKS = re.compile(r"\.(now|today|utcnow)\(|\btime\.(time|monotonic|localtime)\(|\btimezone\.now\b")


def test_no_pure_room_looks_at_the_clock() -> None:
    looking = [
        f"{file.relative_to(django_settings.BASE_DIR)}:{number}"
        for room in ROOMS
        for file in sorted(Path(django_settings.BASE_DIR, room).rglob("*.py"))
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if CLOCKS.search(line)
    ]

    assert looking == []
