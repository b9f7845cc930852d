"""Addresses that nobody's page gives: whatever somebody writes into them, no page breaks."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import django_filters
import pytest
from django import forms
from django.conf import settings
from django.test import Client

from tests.safety.addresses import ALLOWED, EVERY, SENT, parameters
from tests.safety.world import World, undone

APPS = ("accounts", "chats", "reports", "cs_tracker")
READ = re.compile(r'(?:GET|query)(?:\.get(?:list)?)?[\[(]"([a-z_]+)"')
ALSO = {"from", "to", "page", "sort", "q", "receptions-page", "receptions-sort"}
NONSENSE = (
    "abc' OR 1=1 --",
    "-1",
    "9223372036854775808",  # beyond a database's numbers
    "9" * 4400,  # more digits than Python reads
    "²",  # a digit, but no decimal one
    "9999-99-99",
    "0001-01-01",
    "9999-12-31",
    "9999-W54",
    "nan",
    "a\0b",
    "2026-05-11_99999999999999999999_-99999999999999999999_1",  # places of pages
    "253402300799_99999999999999999999",
    "-99999999999999_1",
    "长" * 1000,
)
MADE = {"reports:weekly_file", "reports:weekly_month_file", "reports:privacy_export"}
SHIFTS = (0, 5)
WEEK = {"from": "2026-05-04", "to": "2026-05-17"}


@cache
def _names() -> set[str]:
    """The parameters that any view or filter reads, from the code, so that a new one is asked for, too."""
    found = set(ALSO)
    for form in _below(forms.BaseForm):
        found |= set(getattr(form, "base_fields", ()))
    for filters in _below(django_filters.FilterSet):
        found |= set(filters.base_filters)
    for app in APPS:
        for path in (Path(settings.BASE_DIR) / app).rglob("*.py"):
            found |= set(READ.findall(path.read_text()))
    return found


def _below(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        if one.__module__.split(".")[0] in (*APPS, "django_filters"):
            yield one
        yield from _below(one)


def _nonsense(shift: int) -> dict[str, str]:
    """A value for every parameter, another one for each shift."""
    return {name: NONSENSE[(place + shift) % len(NONSENSE)] for place, name in enumerate(sorted(_names()))}


def _asked(world: World) -> list[str]:
    """The addresses to look at whose objects are there; files of reports read what their pages read."""
    names = [name for name in ALLOWED if name in EVERY and name not in SENT and name not in MADE]
    return [name for name in names if set(parameters(name)) <= world.ids.keys()]


@pytest.mark.parametrize("shift", SHIFTS)
@pytest.mark.parametrize("reader", ["manager", "agent"])
def test_no_page_breaks_at_nonsense_in_its_address(world: World, reader: str, shift: int) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(world.readers[reader])
    broken = []
    for place, name in enumerate(_asked(world)):
        query = _nonsense(shift + place)
        # Pages that fall back to usual days would hide what else they read behind a day without anything.
        for asked in (query, query | WEEK):
            with undone():
                if client.get(world.address(name), asked).status_code >= 500:
                    broken.append((name, shift + place))

    assert broken == []
