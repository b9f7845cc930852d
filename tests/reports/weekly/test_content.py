"""The first told week, worked out by hand: lily, tom, bob and kim, and five paid orders (D7.3, D10.2)."""

import datetime as dt
import json

from django.utils import timezone

from accounts.models import Agent
from chats.spans import Span
from reports.facts import queries
from reports.weekly.content import canonical
from reports.weekly.content.build import build_month, build_week
from reports.weekly.content.summary import summary
from tests.reference.product import command
from tests.reports.told import Told
from tests.story import MONDAY

SUNDAY = MONDAY + dt.timedelta(6)


def row_of(week: dict, name: str) -> dict:
    return next(row for row in week["agents"]["rows"] if row["name"] == name)


def now(figures: dict) -> dict:
    return {code: cell["now"] for code, cell in figures.items()}


def test_the_books_hold_every_paid_order_once(week: dict) -> None:
    # A1 59 + A3 80 + A6 200 of agents, A2 100 of nobody, A4 70 of a masked nick, A5 60 no real order
    assert now(week["books"]["figures"]) == {
        "paid_fen": 56900,
        "agents_fen": 33900,
        "silent_fen": 10000,
        "unlinked_fen": 7000,
        "excluded_fen": 6000,
        "service_share": round(33900 / 43900, 6),
    }
    assert week["books"]["balances"] is True
    assert [(row["day"][5:], row["paid_fen"], row["balances"]) for row in week["books"]["days"][:3]] == [
        ("05-11", 36900, True),
        ("05-12", 20000, True),
        ("05-13", 0, True),
    ]


def test_each_agent_has_her_figures_with_what_they_are_made_of(week: dict) -> None:
    xiaomei = row_of(week, "xiaomei")["figures"]  # lily after 8 s, kim after 10 s; both bought from her
    assert xiaomei["first_response_seconds"] == {
        "now": 9.0,
        "before": None,
        "of": [18, 2],
        "of_before": [None, None],
    }
    assert (xiaomei["sales_fen"]["now"], xiaomei["paid_orders"]["now"]) == (25900, 2)
    assert xiaomei["inquiry_conversion_rate"]["of"] == [2, 2]

    xiaoqi = row_of(week, "xiaoqi")["figures"]  # tom did not buy, kim bought from xiaomei
    assert xiaoqi["inquiry_conversion_rate"] == {
        "now": 0.5,
        "before": None,
        "of": [1, 2],
        "of_before": [None, None],
    }
    assert xiaoqi["own_inquiry_conversion_rate"]["of"] == [0, 2]
    assert (xiaoqi["sales_fen"]["now"], xiaoqi["lost_inquiries"]["now"]) == (0, 1)

    xiaolan = row_of(week, "xiaolan")["figures"]  # chased bob half an hour after his order
    assert (xiaolan["chase_orders"]["now"], xiaolan["recovered_fen"]["now"]) == (1, 8000)
    assert (xiaolan["sales_fen"]["now"], xiaolan["receptions"]["now"]) == (8000, 0)


def test_ranked_agents_come_first_by_conversion(week: dict) -> None:
    rows = week["agents"]["rows"]
    assert [(row["name"], row["ranked"], row["mature"]) for row in rows] == [
        ("xiaomei", True, 2),
        ("xiaoqi", True, 2),
        ("xiaolan", False, 0),
    ]


def test_two_ranked_agents_have_no_median_for_it_would_tell_one_the_other(week: dict) -> None:
    assert set(week["agents"]["median"].values()) == {None}


def test_the_shop_counts_a_buyer_once_and_the_agents_each_their_own(week: dict) -> None:
    assert week["shop"]["figures"]["inquiries"]["now"] == 3  # lily, tom, kim
    assert week["agents"]["total"]["figures"]["inquiries"]["now"] == 4  # kim asked two
    assert week["shop"]["figures"]["inquiry_conversion_rate"]["of"] == [2, 3]


def test_the_numbers_are_those_of_export_figures(told: Told, week: dict) -> None:
    args = ("--shop", told.shop.name, "--from", str(MONDAY), "--to", str(SUNDAY), "--format", "json")
    exported = json.loads(command("export_figures", *args, "--what", "agent_days"))
    nicks = dict(Agent.objects.filter(shop=told.shop).values_list("first_nick", "name"))
    for code in ("receptions", "inquiries", "sales_fen", "items", "chase_orders", "recovered_fen"):
        sums: dict[str, int] = {}
        for row in exported:
            sums[nicks[row["agent"]]] = sums.get(nicks[row["agent"]], 0) + row[code]
        assert {row["name"]: row["figures"][code]["now"] for row in week["agents"]["rows"]} == sums

    shop = queries.span_totals(told.shop, MONDAY, SUNDAY)
    assert week["books"]["figures"]["paid_fen"]["now"] == shop["paid_fen"]
    assert week["shop"]["figures"]["reply_rate"]["of"] == [shop["replied"], shop["receptions"]]


def test_the_funnel_is_of_the_days_with_visitors(week: dict) -> None:
    figures = now(week["funnel"]["figures"])
    assert week["funnel"]["traffic_days"] == 2
    assert (figures["visitors"], figures["paying_buyers"]) == (150, 4)  # lily, ann, bob; kim
    assert figures["effective_entry_rate"] == 0.6  # (150 − 60) / 150
    assert all(one["holds"] for one in week["funnel"]["identities"])


def test_contributions_add_up_to_the_change(told: Told) -> None:
    second = build_week(told.shop, MONDAY + dt.timedelta(7))["changed"]
    assert second["now_fen"] - second["before_fen"] == -56900
    assert sum(line["fen"] for line in second["lines"]) == -56900


def test_the_reader_is_told_what_is_wrong_with_the_data(week: dict) -> None:
    told = {one["code"]: one for one in week["warnings"]}
    idle = ["2026-05-13", "2026-05-14", "2026-05-15", "2026-05-16", "2026-05-17"]
    assert told.keys() == {
        *("missing_chats", "missing_orders", "provisional", "unlinked", "no_traffic", "young"),
        "before_incomplete",
    }
    assert told["missing_chats"]["params"]["days"] == idle
    assert told["missing_orders"]["params"]["days"] == idle
    assert told["no_traffic"]["params"]["days"] == idle
    assert told["provisional"]["params"] == {"open_count": 0, "final_day": "2026-05-23"}
    assert told["unlinked"] == {
        "code": "unlinked",
        "level": "warning",
        "params": {"unlinked_fen": 7000, "share_rate": round(7000 / 56900, 6)},
    }


def test_the_summary_says_what_happened_and_where_to_look(week: dict) -> None:
    codes = [one["code"] for one in week["summary"]]
    assert codes == ["paid_first", "service", "conversion", "chasing", "look_forms"]
    assert week["summary"][0]["params"] == {"now_fen": 56900, "before_fen": None}


def test_an_agent_whose_conversion_fell_most_is_named() -> None:
    def agent(name: str, now: float, before: float, enough: int) -> dict:
        figures = {
            "inquiry_conversion_rate": {"now": now, "before": before},
            "mature_inquiries": {"now": 40, "before": enough},
            "reply_rate": {"now": 1.0, "before": 1.0},
            "receptions": {"now": 40, "before": 40},
        }
        return {"name": name, "ranked": True, "figures": figures}

    empty = {"now": None, "before": None, "of": [0, 0]}
    rows = [agent("a", 0.3, 0.4, 40), agent("b", 0.2, 0.45, 40), agent("c", 0.1, 0.9, 5)]
    content = {
        "warnings": [],
        "books": {
            "balances": True,
            "figures": dict.fromkeys(("paid_fen", "agents_fen", "service_share"), empty),
        },
        "changed": {"lines": [], "largest": None, "before_fen": 0, "now_fen": 0},
        "shop": {
            "figures": dict.fromkeys(
                ("mature_inquiries", "inquiry_conversion_rate", "inquiry_conversion_provisional"), empty
            )
        },
        "chasing": {"figures": dict.fromkeys(("chase_orders", "recovered_orders", "recovered_fen"), empty)},
        "causes": {"rows": []},
        "forms": {"figures": {"lost_coverage_rate": empty}},
        "agents": {"least": 30, "rows": rows},
    }
    looks = [one for one in summary(content) if one["code"].startswith("look_")]
    assert looks == [
        {"code": "look_conversion", "params": {"name": "b", "now_rate": 0.2, "before_rate": 0.45}}
    ]


def test_the_same_rows_give_the_same_bytes_at_any_hour(told: Told, monkeypatch) -> None:
    first = canonical.text(build_week(told.shop, MONDAY))
    later = timezone.now() + dt.timedelta(days=400)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert canonical.text(build_week(told.shop, MONDAY)) == first
    assert json.loads(first)["meta"]["as_of"] == "2026-05-20T10:00:05"


def test_a_month_adds_up_its_days(told: Told) -> None:
    month = build_month(told.shop, MONDAY)
    span = Span(dt.date(2026, 5, 1), dt.date(2026, 5, 31))
    assert (month["meta"]["kind"], month["meta"]["label"]) == ("month", "2026-05")
    assert month["meta"]["days"] == [day.isoformat() for day in span.dates]
    assert month["books"]["figures"]["paid_fen"]["now"] == 56900
