"""What a new shop does first, and what of it is done: files, people, figures."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Agent, Invitation, Membership, Shop
from chats.models import DailyTraffic, Message, Order
from reports.models import AgentDay


@dataclass(frozen=True)
class Step:
    """One thing to do: where (`url`, with the words of its button), and the template to start from, if any.

    Without an optional step nothing is missing but what it alone brings.
    """

    title: str
    text: str
    done: bool
    url: str
    button: str
    template: str = ""
    optional: bool = False


def first_steps(shop: Shop, manager: bool) -> list[Step]:
    """The steps in order; people are the managers' business."""
    files = _files(shop)
    return [*files[:2], *(_people(shop) if manager else []), _figures(shop), *files[2:]]


def are_open(steps: list[Step]) -> bool:
    """Whether something is still to do before every page has something to show."""
    return any(not step.done for step in steps if not step.optional)


def _files(shop: Shop) -> list[Step]:
    imports, button = reverse("chats:imports", args=[shop.pk]), _("Import")
    return [
        Step(
            _("Import chats"),
            _("Chat logs as Qianniu or Wangwang export them, or our own template."),
            Message.objects.filter(shop=shop).exists(),
            imports,
            button,
            "chats",
        ),
        Step(
            _("Import orders"),
            _("The order report of the seller centre (宝贝报表, 订单报表) as it comes."),
            Order.objects.filter(shop=shop).exists(),
            imports,
            button,
        ),
        Step(
            _("Import daily traffic"),
            _("Visitors a day, for the shop's funnel. Can wait."),
            DailyTraffic.objects.filter(shop=shop).exists(),
            imports,
            button,
            "traffic",
            optional=True,
        ),
    ]


def _people(shop: Shop) -> list[Step]:
    return [
        Step(
            _("Name your agents"),
            _(
                "Nick, name and team of everybody who answers. Agents found in chats are listed"
                " automatically."
            ),
            Agent.objects.filter(shop=shop, in_roster=True).exists(),
            reverse("accounts:people", args=[shop.pk]),
            _("To the people"),
            "agents",
        ),
        Step(
            _("Invite your colleagues"),
            _("Send an invitation link. New members see only the data their role allows."),
            _has_company(shop),
            reverse("accounts:people_invite", args=[shop.pk]),
            _("Invite somebody"),
        ),
    ]


def _has_company(shop: Shop) -> bool:
    """Whether anybody else works here, or has a link to."""
    others = Membership.objects.filter(shop=shop).values("user").distinct().count() > 1
    return others or Invitation.objects.filter(shop=shop, user=None).exists()


def _figures(shop: Shop) -> Step:
    return Step(
        _("Look at the figures"),
        _("Calculated automatically once chats and orders are imported."),
        AgentDay.objects.filter(shop=shop).exists(),
        reverse("reports:leaderboard", args=[shop.pk]),
        _("To the leaderboard"),
    )
