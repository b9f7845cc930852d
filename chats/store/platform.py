"""Figures of other tools, kept for comparison; no figure of ours uses them."""

from typing import Any

import numpy as np
import pandas as pd

from accounts.models import Shop
from chats.models import PlatformFigure
from chats.store import bulk
from chats.store.outcomes import ADDED, CHANGED, UNCHANGED, Outcomes

KEY = ("first_day", "last_day", "subject", "metric")
LENGTHS = {"report": 40, "subject": 200, "label": 200, "metric": 60, "value": 60}


def store(figures: pd.DataFrame, report: str, shop: Shop) -> Outcomes:
    """Add and update figures of one report (PARSED_PLATFORM); one outcome a row."""
    report = bulk.cut_key(report, LENGTHS["report"])
    stored = _stored(shop, report, figures)
    known, outcomes = dict(stored), []
    for row in figures.to_dict("records"):
        key = (
            row["first_day"],
            row["last_day"],
            *(bulk.cut_key(row[k], LENGTHS[k]) for k in ("subject", "metric")),
        )
        told = tuple(bulk.cut(row[name], LENGTHS[name]) for name in ("label", "value"))
        outcomes.append(ADDED if key not in known else UNCHANGED if known[key] == told else CHANGED)
        known[key] = told
    names = (*KEY, "label", "value")
    replaced = [(*key, *told) for key, told in known.items() if stored.get(key) != told]
    PlatformFigure.objects.bulk_create(
        [PlatformFigure(shop=shop, report=report, **dict(zip(names, row, strict=True))) for row in replaced],
        update_conflicts=True,
        unique_fields=["shop", "report", *KEY],
        update_fields=["label", "value"],
        batch_size=1000,
    )
    return np.array(outcomes, dtype=np.int8)


def _stored(shop: Shop, report: str, figures: pd.DataFrame) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """The report's figures of the file's days, by key."""
    rows = PlatformFigure.objects.filter(
        shop=shop, report=report, first_day__range=(figures["first_day"].min(), figures["first_day"].max())
    )
    return {tuple(key): (label, value) for *key, label, value in rows.values_list(*KEY, "label", "value")}
