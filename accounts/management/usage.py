"""What the commands share: reading a shop's name and dates, and saying plainly what is wrong."""

import argparse
import datetime as dt
import re
from contextlib import suppress

from django.core.management.base import CommandError

from accounts.models import Shop

DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def day(text: str) -> dt.date:
    """A date written YYYY-MM-DD; anything else is wrong usage."""
    if DAY.fullmatch(text):
        with suppress(ValueError):  # 2026-02-30
            return dt.date.fromisoformat(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a date; write YYYY-MM-DD.")


def is_writable(text: str) -> bool:
    """Whether the terminal gave whole characters, and not bytes of another encoding."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def shop_named(name: str) -> Shop:
    """The shop of that name; a wrong name lists the shops that there are."""
    shop = Shop.objects.filter(name=name).first() if is_writable(name) else None
    if shop is None:
        known = "、".join(Shop.objects.order_by("name").values_list("name", flat=True)) or "none yet"
        raise CommandError(f"There is no shop named {name!r}. Shops: {known}.", returncode=2)
    return shop
