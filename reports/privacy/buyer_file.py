"""Everything that is stored of one buyer, as a workbook: names, messages, orders, receptions, lost sales."""

from django.utils.translation import gettext as _

from accounts.models import AgentNick, Shop
from chats.attribution.columns import IN, KINDS
from chats.models import BuyerAlias, Contest, Credit, Message, Order, Reception
from chats.privacy.erasure import aliases
from reports.models import ChatCase, LostSaleEntry
from reports.pages.downloads import Heading, Sheet, shop_time
from reports.reasons import taxonomy as reasons


def counts(shop: Shop, person: int) -> dict[str, int]:
    """How much is stored of the buyer, for a look before it is exported or erased."""
    ids = _ids(shop, person)
    return {
        "names": len(ids),
        "messages": Message.objects.filter(shop=shop, buyer_id__in=ids).count(),
        "orders": Order.objects.filter(shop=shop, buyer__in=ids).count(),
        "receptions": Reception.objects.filter(shop=shop, buyer=person).count(),
        "lost_sales": LostSaleEntry.objects.filter(form__shop=shop, buyer__in=ids).count(),
    }


def sheet(shop: Shop, person: int) -> Sheet:
    """The workbook, its sheet of names first; the view sets the zone to the shop's."""
    ids = _ids(shop, person)
    names = [(one.written or one.nick, one.open_uid) for one in aliases(shop, person)]
    more = (
        _messages(shop, ids),
        _orders(shop, ids),
        _receptions(shop, person),
        _lost_sales(shop, ids),
        _cases(shop, ids),
    )
    return Sheet(f"buyer_{person}", _headings(_("Nick"), _("Open uid")), names, title=_("Names"), more=more)


def _ids(shop: Shop, person: int) -> list[int]:
    return [one.pk for one in aliases(shop, person)]


def _headings(*columns: str | Heading) -> tuple[Heading, ...]:
    return tuple(Heading(column) if isinstance(column, str) else column for column in columns)


def _instant(label: str) -> Heading:
    return Heading(label, "instant")


def _messages(shop: Shop, ids: list[int]) -> Sheet:
    nicks = dict(AgentNick.objects.filter(shop=shop).values_list("pk", "written"))
    rows = Message.objects.filter(shop=shop, buyer_id__in=ids).order_by("sent_at", "direction", "hash")
    told = [
        (
            shop_time(row.sent_at),
            nicks.get(row.agent_nick_id, ""),
            _("buyer") if row.direction == IN else _("agent"),
            KINDS[row.kind],
            row.text,
        )
        for row in rows
    ]
    headings = _headings(_instant(_("Time")), _("Agent"), _("Who writes"), _("Kind"), _("Text"))
    return Sheet("", headings, told, title=_("Messages"))


def _orders(shop: Shop, ids: list[int]) -> Sheet:
    names: dict[int | None, str] = {pk: name for pk, name in shop.agents.values_list("pk", "name")}
    orders = Order.objects.filter(shop=shop, buyer__in=ids).order_by("created_at")
    paid_to = dict(Credit.objects.filter(order__in=orders).values_list("order_id", "effective_id"))
    contests: dict[int, list[str]] = {}
    for order, agent in Contest.objects.filter(order__in=orders).values_list("order_id", "agent_id"):
        contests.setdefault(order, []).append(names.get(agent, ""))
    told = [
        (
            one.order_no,
            shop_time(one.created_at),
            shop_time(one.paid_at),
            one.status,
            one.amount_fen,
            one.refunded_fen,
            one.items,
            one.title,
            one.memo,
            names.get(paid_to.get(one.pk), ""),
            ", ".join(contests.get(one.pk, ())),
        )
        for one in orders
    ]
    headings = _headings(
        _("Order"),
        _instant(_("Placed")),
        _instant(_("Paid")),
        _("Status"),
        Heading(_("Amount"), "money"),
        Heading(_("Refunded"), "money"),
        Heading(_("Items"), "count"),
        _("Title"),
        _("Memo"),
        _("Credited to"),
        _("Contested by"),
    )
    return Sheet("", headings, told, title=_("Orders"))


def _receptions(shop: Shop, person: int) -> Sheet:
    rows = Reception.objects.filter(shop=shop, buyer=person).select_related("agent").order_by("first_at")
    told = [
        (
            row.day.isoformat(),
            row.agent.name,
            shop_time(row.first_at),
            shop_time(row.last_at),
            row.buyer_messages,
            row.human_messages,
            _("yes") if row.inquiry else _("no"),
            _("yes") if row.paid_final else _("no"),
        )
        for row in rows
    ]
    headings = _headings(
        _("Day"),
        _("Agent"),
        _instant(_("First message")),
        _instant(_("Last message")),
        Heading(_("Buyer's messages"), "count"),
        Heading(_("Agent's messages"), "count"),
        _("Inquiry"),
        _("Paid"),
    )
    return Sheet("", headings, told, title=_("Receptions"))


def _lost_sales(shop: Shop, ids: list[int]) -> Sheet:
    rows = LostSaleEntry.objects.filter(form__shop=shop, buyer__in=ids)
    told = [
        (
            row.form.day.isoformat(),
            row.form.agent.name,
            row.product,
            row.amount_fen,
            reasons.name(row.final_reason) if row.final_reason else "",
            row.note,
            row.would_do,
            row.comment,
        )
        for row in rows.select_related("form__agent", "reason", "reviewed_reason").order_by("form__day")
    ]
    amount = Heading(_("Amount"), "money")
    words = (_("Reason"), _("Note"), _("Would do"), _("Comment"))
    headings = _headings(_("Day"), _("Agent"), _("Product"), amount, *words)
    return Sheet("", headings, told, title=_("Lost sales"))


def _cases(shop: Shop, ids: list[int]) -> Sheet:
    rows = ChatCase.objects.filter(shop=shop, buyer__in=ids).select_related("agent")
    told = [(shop_time(row.first_at), row.agent.name, row.comment) for row in rows]
    headings = _headings(_instant(_("First message")), _("Agent"), _("Comment"))
    return Sheet("", headings, told, title=_("Cases"))


def shown_name(buyer: BuyerAlias) -> str:
    """The buyer's name on the page where they are looked up."""
    return buyer.written or buyer.nick or buyer.open_uid
