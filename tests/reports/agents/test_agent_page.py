"""The agent's page: hand-worked figures, the median that names nobody, who sees whom, and its queries."""

import datetime as dt

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Agent
from chats.models import BuyerAlias, Reception
from chats.spans import Span
from reports.models import AgentDay
from reports.receptions.queries import hour_of
from tests.reports.told import MONDAY, TUESDAY, WEEK, Told


def _page(read, user, told: Told, agent: Agent, query: str = WEEK):
    return read(user, told.url(f"agents/{agent.pk}/?{query}"))


def test_the_week_of_an_agent_worked_by_hand(read, told: Told) -> None:
    page = _page(read, told.manager, told, told.xiaomei.agents.get())
    lines = {line["metric"].code: line for line in page.context["lines"]}

    assert {code: line["own"] for code, line in lines.items()} == {
        "receptions": "2",
        "reply_rate": "100.0\u00a0%",
        "first_response_seconds": "9 s",
        "average_response_seconds": "9 s",
        "inquiries": "2",
        "inquiry_conversion_rate": "100.0\u00a0%",
        "sales_fen": "¥259.00",
        "paid_orders": "2",
        "order_value": "¥129.50",
        "items_per_buyer": "1.00",  # one piece an order
        "chase_orders": "0",
        "chase_success_rate": "—",
    }
    assert [(one["figure"], one["note"]) for one in page.context["row_figures"]] == [
        ("8 s", "of 2 answers"),
        ("10 s", "of 2 answers"),
    ]
    bars = page.context["waits"]
    assert dict(zip(bars.labels, bars.series[0].values, strict=True)) == {
        **dict.fromkeys(("0–5", "20–30", "30–60", "60–120", "120–300", "≥ 300"), 0),
        **{"5–10": 1, "10–20": 1},
    }
    # lily on Monday at ten, kim on Tuesday at half past nine.
    hours = page.context["hours"]
    assert hours.hours == [9, 10]
    assert [(day, [cell.count for cell in cells]) for day, cells in hours.rows[:3]] == [
        (1, [0, 1]),
        (2, [1, 0]),
        (3, [0, 0]),
    ]
    sales = next(chart for chart in page.context["charts"] if chart.code == "sales_fen")
    assert sales.series[0].values == [5_900, 20_000, 0, 0, 0, 0, 0]


def test_a_median_needs_three_agents_and_is_that_of_the_team(read, told: Told) -> None:
    lan = told.xiaolan.agents.get()
    lines = _page(read, told.xiaolan, told, lan).context["lines"]
    assert {line["median"] for line in lines} == {"—"}  # two in the team

    for number, receptions in ((1, 4), (2, 8)):
        agent = Agent.objects.create(
            shop=told.shop, name=f"more {number}", first_nick=f"more{number}", team=lan.team
        )
        AgentDay.objects.create(shop=told.shop, day=MONDAY, agent=agent, receptions=receptions)
    page = _page(read, told.xiaolan, told, lan)
    # xiaolan 0, xiaoqi 2, more 4 and 8: the second of four.
    assert page.context["lines"][0]["median"] == "2"
    assert "xiaoqi" not in page.content.decode()


def test_an_agent_sees_her_own_page_and_leaders_those_of_their_teams(read, told: Told) -> None:
    mei, qi = told.xiaomei.agents.get(), told.xiaoqi.agents.get()
    for user, agent, status in (
        (told.xiaomei, mei, 200),
        (told.xiaomei, qi, 404),
        (told.supervisor, mei, 200),
        (told.supervisor, qi, 404),
        (told.head, qi, 200),
        (told.stranger, mei, 404),
    ):
        assert _page(read, user, told, agent).status_code == status
        assert read(user, told.url(f"agents/{agent.pk}/file.csv?{WEEK}")).status_code == status


def test_a_span_without_data_says_so(read, told: Told) -> None:
    page = _page(read, told.manager, told, told.xiaomei.agents.get(), "from=2020-01-01&to=2020-01-02")

    assert "No figures in this span" in page.content.decode()


def test_a_long_trend_is_drawn_by_week(read, told: Told) -> None:
    query = "from=2026-04-01&to=2026-05-20"
    charts = _page(read, told.manager, told, told.xiaomei.agents.get(), query).context["charts"]
    sales = next(chart for chart in charts if chart.code == "sales_fen")

    assert sales.labels[0] == "04-01 – 04-05"  # from Wednesday to Sunday
    assert dict(zip(sales.labels, sales.series[0].values, strict=True))["05-11 – 05-17"] == 25_900


def test_ten_more_receptions_and_agents_take_no_more_queries(told: Told) -> None:
    mei = told.xiaomei.agents.get()

    def count() -> int:
        client = Client()
        client.force_login(told.manager)
        client.get(told.url(f"agents/{mei.pk}/?{WEEK}"))
        with CaptureQueriesContext(connection) as found:
            client.get(told.url(f"agents/{mei.pk}/?{WEEK}"))
            client.get(told.url(f"receptions/?{WEEK}&figure=receptions"))
        return len(found)

    before = count()
    known = Reception.objects.filter(agent=mei).first()
    for number in range(10):
        Agent.objects.create(shop=told.shop, name=f"more {number}", first_nick=f"m{number}", team=mei.team)
        buyer = BuyerAlias.objects.create(
            shop=told.shop, nick=f"b{number}", written=f"b{number}", person=None
        )
        known.pk, known.buyer = None, buyer
        known.save(force_insert=True)
    assert count() == before


def test_the_hour_is_that_of_the_shops_clock_on_both_sides_of_a_change(told: Told) -> None:
    told.shop.timezone = "Europe/Berlin"  # at 01:00 UTC on 2026-03-29 clocks go from 02:00 to 03:00
    rows = Reception.objects.filter(shop=told.shop).order_by("first_at", "pk")[:2]
    instants = (dt.datetime(2026, 3, 29, 0, 59, tzinfo=dt.UTC), dt.datetime(2026, 3, 29, 1, 0, tzinfo=dt.UTC))
    for row, instant in zip(rows, instants, strict=True):
        Reception.objects.filter(pk=row.pk).update(first_at=instant)
    span = Span(dt.date(2026, 3, 1), dt.date(2026, 4, 30))
    found = Reception.objects.filter(pk__in=[row.pk for row in rows]).annotate(
        hour=hour_of("first_at", told.shop, span)
    )

    assert sorted(found.values_list("hour", flat=True)) == [1, 3]


def test_filters_of_receptions_that_are_out_of_figures(read, told: Told) -> None:
    lan = told.xiaolan.agents.get()
    kept = read(told.manager, told.url(f"receptions/?{WEEK}&agent={lan.pk}"))
    out = read(told.manager, told.url(f"receptions/?{WEEK}&filtered=monologue"))

    assert kept.context["table"].paginator.count == 0
    assert [row.agent.name for row in out.context["rows"]] == ["xiaolan"]  # bob never wrote
    assert "b**b" in out.content.decode()


def test_buyers_are_written_in_full_for_who_talked_with_them_only(read, told: Told) -> None:
    address = told.url(f"receptions/?from={TUESDAY}&to={TUESDAY}")

    assert ">kim<" in read(told.xiaomei, address).content.decode()
    assert ">k**m<" in read(told.manager, address).content.decode()
    assert (
        "k**m"
        in b"".join(
            read(told.manager, address.replace("receptions/?", "receptions/file.csv?")).streaming_content
        ).decode()
    )
