"""What the commands share: reading a shop's name and dates, and saying plainly what is wrong."""

import argparse
import datetime as dt

from django.core.management.base import CommandError

from accounts.models import Shop


def day(text: str) -> dt.date:
    """A date written YYYY-MM-DD; anything else is wrong usage."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date; write YYYY-MM-DD.") from None


def shop_named(name: str) -> Shop:
    """The shop of that name; a wrong name lists the shops that there are."""
    shop = Shop.objects.filter(name=name).first()
    if shop is None:
        known = "、".join(Shop.objects.order_by("name").values_list("name", flat=True)) or "none yet"
        raise CommandError(f"There is no shop named {name!r}. Shops: {known}.", returncode=2)
    return shop
