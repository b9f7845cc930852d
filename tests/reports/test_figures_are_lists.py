"""Every figure of the funnel, the books and the order pages against the list that it leads to, for each role.

The shop has every class, every reason for exclusion, rulings both ways on linked, unlinked and excluded
orders, unpaid orders, buyers of two agents and days without traffic (D5.5, D7.3, D7.6, D8.4).
"""

import csv
import re
from html import unescape
from itertools import product
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import HttpResponse

from accounts.models import User
from chats.models import Order
from reports import rollup
from reports.models import AgentDay
from tests.reports.told import LINES, Told, read_by
from tests.story import MONDAY

SPANS = ("from=2026-05-11&to=2026-05-11", "from=2026-05-11&to=2026-05-14", "from=2026-05-01&to=2026-05-31")
MORE = (
    # The 13th: unlinked and ruled to xiaoqi; unlinked without nick; excluded by flag and ruled; by hand.
    "05-13 10:00 m**k orders B1 ¥31",
    "10:01 B1 paid",
    "10:30 nobody orders B2 ¥37",
    "10:31 B2 paid",
    "11:00 eve orders B3 ¥41 flag 1",
    "11:01 B3 paid",
    "11:30 fay orders B4 ¥43 flag 1",
    "11:31 B4 paid",
    "12:00 gil orders B5 ¥47",
    "12:01 B5 paid",
    "12:30 ourshop orders B6 ¥53",
    "12:31 B6 paid",
    # hal asks two agents, buys once by talk and once in silence; ida's sale is ruled to nobody.
    "13:00 hal > xiaomei: 有吗",
    "13:00:10 xiaomei > hal: 有",
    "13:10 hal > xiaoqi: 便宜点",
    "13:10:10 xiaoqi > hal: 好",
    "13:20 hal orders B7 ¥59",
    "13:21 B7 paid",
    "14:00 ida > xiaomei: 在吗",
    "14:00:05 xiaomei > ida: 在",
    "14:10 ida orders B8 ¥61",
    "14:11 B8 paid",
    "15:00 joy orders B9 ¥67",
    "15:01 B9 paid",
    "05-14 09:00 hal orders C1 ¥71",
    "09:01 C1 paid",
    "B1 is xiaoqi's",
    "B3 is xiaomei's",
    "B8 is nobody's",
    "B9 is xiaolan's",
)
LEADERS = ("manager", "head")
EVERYBODY = ("manager", "head", "supervisor", "xiaomei", "xiaoqi", "xiaolan")


@pytest.fixture
def full(tell) -> Told:
    visitors = {MONDAY: (100, 300, 40), MONDAY.replace(day=13): (90, 200, 30)}
    shop = tell(*LINES, *MORE, rules={"excluded_flags": "1"}, visitors=visitors).shop
    Order.objects.filter(order_no="B2").update(buyer=None)
    Order.objects.filter(order_no="B5").update(excluded_manually=True)
    rollup.refresh_all(shop)
    return read_by(shop)


def _fen(written: str) -> int:
    return int(re.sub(r"[^\d]", "", written))


def test_every_amount_of_the_books(read, full: Told) -> None:
    for reader, span in product(LEADERS, SPANS):
        _check_books(read, full, getattr(full, reader), span)


def _check_books(read, full: Told, user: User, span: str) -> None:
    context = read(user, full.url(f"books/?{span}")).context
    seen = 0
    for row, cells in context["rows"]:
        assert row.balances, row
        if row.day and not row.paid_fen:
            continue  # an empty day, like any other
        for fen, (written, url) in zip((*row.parts, row.paid_fen), cells, strict=True):
            sums = read(user, url).context["sums"]
            assert sums["paid_fen"] == fen == _fen(written), url
            seen += bool(fen)
    for _label, orders, written, url in [*context["agents"], *context["reasons"]]:
        sums = read(user, url).context["sums"]
        assert (sums["paid"], sums["paid_fen"]) == (orders, _fen(written)), url
    assert seen >= 5
    assert sum(_fen(one[2]) for one in context["agents"]) == context["whole"].parts[0]
    assert sum(_fen(one[2]) for one in context["reasons"]) == sum(context["whole"].parts[2:])


def test_the_shop_has_every_bucket_and_reason(read, full: Told) -> None:
    """What these tests would miss, they would miss silently."""
    context = read(full.manager, full.url(f"books/?{SPANS[2]}")).context
    reasons = {
        parse_qs(urlsplit(url).query)["reason"][0] for _label, _orders, _fen, url in context["reasons"]
    }

    assert all(context["whole"].parts)
    assert reasons == {"masked", "no_nick", "flag", "memo", "own_account", "manual"}
    assert {label for label, *_more in context["agents"]} == {"xiaomei", "xiaoqi", "xiaolan"}


def test_every_layer_of_the_funnel(read, full: Told) -> None:
    for reader, span in product(LEADERS, SPANS):
        _check_funnel(read, full, getattr(full, reader), span)


def _check_funnel(read, full: Told, user: User, span: str) -> None:
    context = read(user, full.url(f"funnel/?{span}")).context
    linked = 0
    for metric, figure, _share, _length, url in context["steps"]:
        if url:
            page = read(user, url)
            assert page.context["page"].paginator.count == context["funnel"].figure(metric.code), metric.code
            assert str(page.context["page"].paginator.count) == figure
            linked += 1
    assert linked == 4  # all but the visitors, whom nobody knows
    assert [one.holds for _text, one, _both in context["identities"]] == [True, True, True]
    change = context["change"]
    assert sum(cause.fen for cause in change.causes) == (
        context["funnel"].books()[-1].paid_fen - context["before"].books()[-1].paid_fen
    )


def test_every_share_of_the_unlinked_queue(read, full: Told) -> None:
    for reader in LEADERS:
        _check_queue(read, full, getattr(full, reader))


def _check_queue(read, full: Told, user: User) -> None:
    found = read(user, full.url(f"books/unlinked/?{SPANS[2]}")).context["found"]

    assert found.orders == 2  # A4 and B2; B1 was ruled to xiaoqi
    for one in (found, *found.reasons, *found.files):
        sums = read(user, one.url).context["sums"]
        assert (sums["paid"], sums["paid_fen"]) == (one.orders, one.fen), one.url


def test_every_day_of_data_health(read, full: Told) -> None:
    for reader in LEADERS:
        _check_health(read, full, getattr(full, reader))


def _check_health(read, full: Told, user: User) -> None:
    page = read(user, full.url(f"health/?{SPANS[2]}"))
    links = re.findall(r'href="([^"]*orders/\?[^"]*clock=created)">(\d+)</a>', page.content.decode())

    assert len(links) == len([day for day in page.context["health"].days if day.orders])
    for url, count in links:
        assert read(user, unescape(url)).context["table"].paginator.count == int(count)


def test_the_sums_above_the_order_list_are_those_of_its_file(read, full: Told) -> None:
    for reader in EVERYBODY:
        _check_sums(read, full, getattr(full, reader))


def _check_sums(read, full: Told, user: User) -> None:
    for query in ("clock=paid", "clock=created", "clock=paid&bucket=agents", "kind=consulted", "reason=flag"):
        address = f"?{SPANS[2]}&{query}"
        page = read(user, full.url(f"orders/{address}")).context
        lines = _csv(read(user, full.url(f"orders/file.csv{address}")))
        paid = [line for line in lines if line[3]]
        assert len(lines) == page["table"].paginator.count
        assert page["sums"]["paid"] == len(paid)
        assert page["sums"]["paid_fen"] == sum(_fen(line[4]) for line in paid)


def test_the_sales_of_each_agent_are_her_orders(read, full: Told) -> None:
    for reader in EVERYBODY:
        _check_sales(read, full, getattr(full, reader))


def _check_sales(read, full: Told, user: User) -> None:
    for agent in full.shop.agents.filter(kind="human"):
        page = read(user, full.url(f"orders/?{SPANS[2]}&clock=paid&bucket=agents&agent={agent.pk}")).context
        facts = sum(day.sales_fen for day in AgentDay.objects.filter(shop=full.shop, agent=agent))
        listed = page["sums"]["paid_fen"]
        asked = page["wanted"].get("agent") == agent  # else she may not ask for this agent
        assert not asked or listed == facts, (agent.name, user)
        if user.username in (agent.name, "wu", "head"):
            assert asked


def test_who_does_not_see_the_whole_shop_sees_none_of_these_figures(read, full: Told) -> None:
    pages = ("books/", "funnel/", "funnel/buyers/", "books/unlinked/", "health/")
    for reader, page in product(("supervisor", "xiaomei", "stranger"), pages):
        assert read(getattr(full, reader), full.url(page)).status_code == 404


def _csv(answer: HttpResponse) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(text.splitlines()))[1:]
