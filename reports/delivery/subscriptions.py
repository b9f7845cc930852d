"""Who gets which report by mail: a rule for each role, and each person's own wish before it."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import Role, Shop, User
from reports.access import may_get_report
from reports.models import ReportSubscription

Report = ReportSubscription.Report
ATTACHABLE = ("pdf", "xlsx", "csv", "json")
# By default managers get the shop's week by mail, and agents their own.
USUAL: dict[tuple[str, str], tuple[str, ...]] = {
    (Role.MANAGER, Report.SHOP): ("pdf", "xlsx"),
    (Role.AGENT, Report.OWN): (),
}
OFFERED: dict[str, tuple[Report, ...]] = {
    Role.MANAGER: (Report.SHOP, Report.MONTH),
    Role.SUPERVISOR: (Report.SHOP, Report.MONTH),
    Role.AGENT: (Report.OWN,),
}


@dataclass(frozen=True)
class Wish:
    """Whether a report is wanted, and with which files."""

    active: bool
    formats: tuple[str, ...] = ()


def of_role(shop: Shop, role: str, report: str) -> Wish:
    """What holds for a role: what the shop set, else the usual."""
    row = ReportSubscription.objects.filter(shop=shop, user=None, role=role, report=report).first()
    if row:
        return Wish(row.active, tuple(row.formats))
    return Wish((role, report) in USUAL, USUAL.get((role, report), ()))


def of_person(shop: Shop, user: User, report: str) -> Wish | None:
    """The person's own choice; None where the role decides."""
    row = ReportSubscription.objects.filter(shop=shop, user=user, report=report).first()
    return Wish(row.active, tuple(row.formats)) if row else None


def save_subscription(
    shop: Shop, report: str, wish: Wish, *, role: str = "", user: User | None = None
) -> None:
    """Keep a wish of a role or of a person."""
    told = {"active": wish.active, "formats": [kind for kind in ATTACHABLE if kind in wish.formats]}
    who = {"user": user} if user else {"user": None, "role": role}
    ReportSubscription.objects.update_or_create(shop=shop, report=report, **who, defaults=told)


def forget(shop: Shop, user: User, report: str) -> None:
    """Let the role decide again."""
    ReportSubscription.objects.filter(shop=shop, user=user, report=report).delete()


def wish_of(shop: Shop, user: User, report: str) -> Wish:
    """What counts for a person: their own choice, else the widest of their roles."""
    own = of_person(shop, user, report)
    if own:
        return own
    roles = user.memberships.filter(shop=shop).values_list("role", flat=True)
    wanted = [
        wish for role in roles if report in OFFERED[role] and (wish := of_role(shop, role, report)).active
    ]
    return max(wanted, key=lambda wish: len(wish.formats), default=Wish(False))


def recipients(shop: Shop, report: str) -> Sequence[tuple[User, Wish]]:
    """Everybody who gets a report: may see it, wants it, and has an address."""
    people = User.objects.filter(memberships__shop=shop, is_active=True).exclude(email="").distinct()
    found = [(user, wish_of(shop, user, report)) for user in people.order_by("pk")]
    return [(user, wish) for user, wish in found if wish.active and may_get_report(shop, user, report)]
