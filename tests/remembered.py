"""Rows that many tests need alike: made once a process through the product, then put back as they were."""

import pickle
from collections.abc import Callable, Hashable
from typing import TypeVar

from django.apps import apps
from django.db import models, transaction

from accounts.models import Shop, User

OF_DJANGO = {"auth", "contenttypes", "sites"}  # migrations fill these
Made = TypeVar("Made")
Rows = list[list[models.Model]]

_known: dict[Hashable, bytes] = {}  # copies by pickle, which is faster than deepcopy


def once(key: Hashable, make: Callable[[], Made]) -> Made:
    """What `make` returns, a dataclass of instances, and the rows it leaves in a database without shops.

    Rows go back with their keys, so where a shop is already there they are made anew.
    """
    if Shop.objects.exists() or User.objects.exists():
        return make()
    if key not in _known:
        made = make()
        _known[key] = pickle.dumps((made, _all_rows()))
        return made
    made, rows = pickle.loads(_known[key])
    with transaction.atomic():
        for instances in rows:
            type(instances[0])._base_manager.bulk_create(instances, batch_size=200)
    return made


def _all_rows() -> Rows:
    """Every row of our own tables, a list a table."""
    every = [model for model in apps.get_models(include_auto_created=True) if _is_table(model)]
    found = [list(model._base_manager.all()) for model in every]
    return [instances for instances in found if instances]


def _is_table(model: type[models.Model]) -> bool:
    """Whether a model has a table that tests fill."""
    return model._meta.app_label not in OF_DJANGO and model._meta.managed and not model._meta.proxy
