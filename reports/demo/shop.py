"""The demo shop: made as a manager would make it, filled through the same door as every upload."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction

from accounts.demo import DEMO_MANAGER, DEMO_PASSWORD, DEMO_SHOP, DEMO_SUPERVISOR
from accounts.models import Agent, Membership, Role, Shop, Team, User
from chats.imports import verbs as ingest
from chats.models import ImportBatch, Message, ShopState
from chats.rules import versions as rulebook
from reports.demo import (
    fill_actions,
    fill_chases,
    fill_contests,
    fill_forms,
    fill_library,
    fill_reports,
    fill_scorecard,
)
from reports.demo.story.files import DEFAULT_SEED, DemoFile, demo_files
from reports.demo.story.people import AGENTS, TEAMS
from reports.demo.story.service_phrases import ADVERTISER_NICKS
from reports.facts import refresh
from reports.models import LostSaleForm

Say = Callable[[str], object]


class DemoFileRefused(Exception):
    """A file of the demo shop was not taken whole; the text names it and says what was wrong."""


def find() -> Shop | None:
    """The demo shop, if it was ever begun."""
    return Shop.objects.filter(name=DEMO_SHOP).first()


def is_complete(shop: Shop) -> bool:
    """Whether the demo shop was loaded to its end: the forms come last."""
    return LostSaleForm.objects.filter(shop=shop).exists()


def load(today: dt.date, say: Say, seed: int = DEFAULT_SEED) -> Shop:
    """Make the demo shop with its nine weeks up to the day before `today`, and compute its figures.

    Its people come before its figures, so that a shop that looks complete is complete.
    """
    shop, manager = _new_shop()
    say(f"Making the demo shop {shop.name} …")
    for file in demo_files(today, seed):
        say(_import(shop, file, manager))
    _supervisor(shop)
    _agents(shop)
    days = refresh.refresh(shop)
    say(f"Figures of {days} days computed.")
    say(f"{_contests(shop)} orders contested.")
    say(f"{fill_chases.note_chases(shop, User.objects.get(username=DEMO_MANAGER))} chases noted by hand.")
    say(f"{fill_scorecard.set_targets(shop)} sales targets set.")
    say(f"{_forms(shop, seed)} lost-sale forms handed in.")
    say(f"{fill_reports.build_reports(shop, today)} weekly reports built.")  # last: they tell of all the rest
    return shop


def remove(shop: Shop) -> None:
    """Delete the shop with all its rows, and the demo people who work nowhere else."""
    with transaction.atomic():
        people = list(User.objects.filter(memberships__shop=shop, username__in=usernames()).distinct())
        Message.objects.filter(shop=shop).delete()  # no cascade: messages have no foreign keys
        shop.delete()
        User.objects.filter(pk__in=[user.pk for user in people], memberships__isnull=True).delete()


def usernames() -> list[str]:
    """Who can sign in: manager, supervisor, then the agents."""
    return [DEMO_MANAGER, DEMO_SUPERVISOR, *(agent.username for agent in AGENTS)]


@transaction.atomic
def _new_shop() -> tuple[Shop, User]:
    shop = Shop.objects.create(name=DEMO_SHOP, main_account=DEMO_SHOP)
    rulebook.set_rules(shop, {"blocked_buyers": ",".join(ADVERTISER_NICKS)})
    manager = _user(DEMO_MANAGER)
    Membership.objects.create(user=manager, shop=shop, role=Role.MANAGER)
    return shop, manager


def _user(username: str) -> User:
    """The user; one who was there before keeps the own password."""
    user, is_new = User.objects.get_or_create(username=username)
    if is_new:
        user.set_password(DEMO_PASSWORD)
        user.save(update_fields=["password"])
    return user


def _supervisor(shop: Shop) -> None:
    membership = Membership.objects.create(user=_user(DEMO_SUPERVISOR), shop=shop, role=Role.SUPERVISOR)
    membership.teams.set(Team.objects.filter(shop=shop, name__in=TEAMS))


def _agents(shop: Shop) -> None:
    """Each agent of the roster signs in as a user who sees their own figures."""
    for agent in AGENTS:
        user = _user(agent.username)
        Membership.objects.create(user=user, shop=shop, role=Role.AGENT)
        Agent.objects.filter(shop=shop, name=agent.name).update(user=user)


def _contests(shop: Shop) -> int:
    raised = fill_contests.add_contests(shop, User.objects.get(username=DEMO_SUPERVISOR))
    refresh.refresh(shop)
    return raised


def _forms(shop: Shop, seed: int) -> int:
    span, supervisor = ShopState.objects.get(shop=shop).span, User.objects.get(username=DEMO_SUPERVISOR)
    assert span is not None, shop  # its days are computed
    with transaction.atomic():
        done = fill_forms.fill_forms(shop, span.first, span.last, supervisor, seed)
        fill_actions.plan(shop, span.first, supervisor)
        fill_library.add_library(shop, span.last, supervisor)
    return done


def _import(shop: Shop, file: DemoFile, user: User) -> str:
    """Import one file; a line about it. Every row must be taken: the demo has nothing to hide."""
    batches = ingest.import_bytes(shop, file.name, file.content, user=user)
    for batch in batches:
        if batch.status != ImportBatch.Status.DONE or batch.refused:
            raise DemoFileRefused(f"{batch.path}: {batch.error or batch.refused}")
    return f"{file.name}: {sum(batch.added for batch in batches)} rows added"
