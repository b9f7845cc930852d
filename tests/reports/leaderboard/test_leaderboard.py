"""The leaderboard: hand-worked figures, who sees whom, who is ranked, and how many queries it takes."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Agent, User
from reports.models import AgentDay
from tests.reports.told import MONDAY, WEEK, Told


def _board(read, user: User, told: Told, query: str = WEEK):
    return read(user, told.url(f"leaderboard/?{query}")).context["board"]


def _figures(rows) -> dict[str, dict]:
    return {row.name: row.figures for row in rows}


PICKED = (
    f"{WEEK}&columns=receptions,reply_rate,first_response_seconds,inquiries,inquiry_conversion_rate,"
    "sales_fen,paid_orders,order_value,chase_orders,chase_success_rate"
)


def test_figures_of_the_week_worked_by_hand(read, told: Told) -> None:
    found = _figures(_board(read, told.manager, told, PICKED).everyone)

    assert set(found) == {"xiaomei", "xiaoqi", "xiaolan"}
    mei, qi, lan = found["xiaomei"], found["xiaoqi"], found["xiaolan"]
    assert (mei["receptions"], mei["reply_rate"], mei["first_response_seconds"]) == (2, 1, 9)
    assert (mei["inquiries"], mei["inquiry_conversion_rate"]) == (2, 1)
    assert (mei["sales_fen"], mei["paid_orders"], mei["order_value"]) == (25_900, 2, 12_950)
    # xiaoqi's kim paid too, though to xiaomei; tom did not.
    assert (qi["inquiries"], qi["inquiry_conversion_rate"], qi["first_response_seconds"]) == (2, 0.5, 15)
    assert (qi["sales_fen"], qi["order_value"]) == (0, None)
    # bob never wrote: no reception, but a chase and its sale.
    assert (lan["receptions"], lan["reply_rate"], lan["inquiry_conversion_rate"]) == (0, None, None)
    assert (lan["sales_fen"], lan["chase_orders"], lan["chase_success_rate"]) == (8_000, 1, 1)


def test_the_shop_counts_a_buyer_once_and_the_sum_of_agents_does_not(read, told: Told) -> None:
    board = _board(read, told.manager, told, PICKED)

    assert board.agents_total.figures["inquiries"] == 4  # kim asked two agents
    assert board.shop_total.figures["inquiries"] == 3
    assert board.shop_total.figures["inquiry_conversion_rate"] == pytest.approx(2 / 3)
    assert board.shop_total.figures["sales_fen"] == board.agents_total.figures["sales_fen"] == 33_900


def test_agents_with_too_few_mature_inquiries_are_listed_apart(read, told: Told) -> None:
    board = _board(read, told.manager, told)

    assert [row.name for row in board.unranked] == ["xiaolan"]
    page = read(told.manager, told.url(f"leaderboard/?{WEEK}")).content.decode()
    assert "Not enough data for a place" in page


def test_the_span_before_is_compared_with(read, told: Told) -> None:
    board = _board(read, told.manager, told, "from=2026-05-12&to=2026-05-12")
    mei = next(row for row in board.everyone if row.name == "xiaomei")

    assert (mei.figures["sales_fen"], mei.before["sales_fen"]) == (20_000, 5_900)
    page = read(told.manager, told.url("leaderboard/?from=2026-05-12&to=2026-05-12")).content.decode()
    assert "+239.0" in page  # 200 against 59


def test_what_is_not_summed_by_day_is_not_compared(read, told: Told) -> None:
    query = f"{WEEK}&columns=sales_fen,first_response_median&changes=all"

    assert read(told.manager, told.url(f"leaderboard/?{query}")).context["picks"].compared == {"sales_fen"}


def test_inquiries_that_can_still_be_paid_are_provisional_until_a_day(read, told: Told) -> None:
    page = read(told.manager, told.url("leaderboard/?from=2026-05-20&to=2026-05-20"))

    assert page.context["board"].open_inquiries == 1
    # 48 hours and three days after the end of the 20th.
    assert page.context["final_on"].isoformat() == "2026-05-26"
    assert "2026-05-26" in page.content.decode()


def test_leaders_see_the_agents_of_their_teams(read, told: Told) -> None:
    for user, names in (
        (told.manager, {"xiaomei", "xiaoqi", "xiaolan"}),
        (told.head, {"xiaomei", "xiaoqi", "xiaolan"}),
        (told.supervisor, {"xiaomei"}),
    ):
        board = _board(read, user, told)
        assert {row.name for row in board.everyone} == names
        assert (board.shop_total is None) == (user == told.supervisor)


def test_a_team_filter_narrows_the_board_and_hides_the_shops_row(read, told: Told) -> None:
    team = Agent.objects.get(name="xiaoqi").team
    board = _board(read, told.manager, told, f"{WEEK}&team={team.pk}")

    assert {row.name for row in board.everyone} == {"xiaoqi", "xiaolan"}
    assert board.shop_total is None


def test_a_supervisor_cannot_pick_a_foreign_team(read, told: Told) -> None:
    team = Agent.objects.get(name="xiaoqi").team

    assert {row.name for row in _board(read, told.supervisor, told, f"{WEEK}&team={team.pk}").everyone} == {
        "xiaomei"
    }


def test_an_agent_sees_the_own_row_and_nobody_elses(read, told: Told) -> None:
    page = read(told.xiaoqi, told.url(f"leaderboard/?{WEEK}"))
    text = page.content.decode()

    assert [row.name for row, _ranked, _lines in page.context["standings"]] == ["xiaoqi"]
    assert "xiaomei" not in text
    assert "259.00" not in text
    lines = {line["metric"].code: line for line in page.context["standings"][0][2]}
    assert lines["inquiry_conversion_rate"]["own"] == "50.0\u00a0%"
    assert lines["inquiry_conversion_rate"]["place"] == "2 of 2"
    assert lines["first_response_seconds"]["place"] == "2 of 2"
    assert lines["inquiry_conversion_rate"]["median"] == "—"  # of two, it would tell the other's


def test_an_agent_sees_the_first_three_only_where_the_shop_shows_them(read, told: Told) -> None:
    told.shop.show_top_three = True
    told.shop.save()
    page = read(told.xiaoqi, told.url(f"leaderboard/?{WEEK}"))

    # xiaolan has no inquiry, so no place; the sales of others stay theirs.
    assert [(one["name"], one["figure"]) for one in page.context["podium"]] == [
        ("xiaomei", "100.0\u00a0%"),
        ("xiaoqi", "50.0\u00a0%"),
    ]
    assert "259.00" not in page.content.decode()


def test_the_first_response_is_better_when_it_is_shorter(read, told: Told) -> None:
    told.shop.show_top_three = True
    told.shop.save()
    page = read(told.xiaoqi, told.url(f"leaderboard/?view=service&{WEEK}"))

    assert [one["name"] for one in page.context["podium"]] == ["xiaomei", "xiaoqi"]  # 9 s, 15 s


def test_the_median_is_shown_from_three_agents_on(read, told: Told) -> None:
    for number in (1, 2):
        agent = Agent.objects.create(shop=told.shop, name=f"more {number}", first_nick=f"more{number}")
        sums = {"inquiries": 10, "mature_inquiries": 10, "paid_final": 6, "mature_paid_final": 6}
        AgentDay.objects.create(shop=told.shop, day=MONDAY, agent=agent, **sums)
    page = read(told.xiaoqi, told.url(f"leaderboard/?{WEEK}"))
    lines = {line["metric"].code: line for line in page.context["standings"][0][2]}

    # 50, 60, 60 and 100 %: the second of four.
    assert lines["inquiry_conversion_rate"]["median"] == "60.0\u00a0%"
    assert lines["inquiry_conversion_rate"]["place"] == "4 of 4"


def test_an_agent_without_enough_inquiries_has_no_place(read, told: Told) -> None:
    page = read(told.xiaolan, told.url(f"leaderboard/?{WEEK}"))

    assert {line["place"] for line in page.context["standings"][0][2]} == {"—"}
    assert "0 of 1 mature inquiries" in page.content.decode()


def test_a_stranger_finds_no_leaderboard(read, told: Told) -> None:
    assert read(told.stranger, told.url("leaderboard/")).status_code == 404
    assert read(told.stranger, told.url("leaderboard/file.csv")).status_code == 404


def test_every_view_opens_in_both_languages(read, told: Told) -> None:
    for user in (told.manager, told.xiaomei):
        for language in ("zh-hans", "en"):
            User.objects.filter(pk=user.pk).update(language=language)
            for view in ("overview", "service", "inquiries", "sales", "chasing"):
                assert read(user, told.url(f"leaderboard/?{WEEK}&view={view}")).status_code == 200


def test_every_column_sorts_with_missing_figures_last(read, told: Told) -> None:
    columns = read(told.manager, told.url(f"leaderboard/?{WEEK}")).context["table"].columns
    for name in [column.name for column in columns if column.orderable]:
        for sign in ("", "-"):
            page = read(told.manager, told.url(f"leaderboard/?{WEEK}&sort={sign}{name}"))
            records = list(page.context["table"].data)
            values = [record[name] for record in records if record[name] is not None]
            assert values == sorted(values, reverse=bool(sign)), (name, sign)
            assert all(record[name] is None for record in records[len(values) :])


def test_a_sort_that_names_no_column_is_ignored(read, told: Told) -> None:
    assert read(told.manager, told.url("leaderboard/?sort=-password&view=secret&from=x")).status_code == 200


def test_median_and_percentile_come_from_receptions(read, told: Told) -> None:
    found = _figures(_board(read, told.manager, told, f"{WEEK}&view=service").everyone)

    assert (found["xiaomei"]["first_response_median"], found["xiaomei"]["first_response_p90"]) == (8, 10)


def test_chasing_is_shown_beside_what_buyers_pay_by_themselves(read, told: Told) -> None:
    board = _board(read, told.manager, told, f"{WEEK}&view=chasing")

    # Only bob's order was unpaid after ten minutes, and not chased before half an hour had passed.
    assert [(one.paid, one.open) for one in board.natural][:2] == [(0, 1), (0, 0)]
    assert _figures(board.everyone)["xiaolan"]["incremental_recovered"] is None


def _queries(told: Told, address: str) -> int:
    client = Client()
    client.force_login(told.manager)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as found:
        client.get(address)
    return len(found)


def test_ten_more_agents_take_no_more_queries(told: Told) -> None:
    address = told.url(f"leaderboard/?{WEEK}&view=service")
    before = _queries(told, address)
    for number in range(10):
        agent = Agent.objects.create(shop=told.shop, name=f"more {number}", first_nick=f"more{number}")
        AgentDay.objects.create(shop=told.shop, day=MONDAY, agent=agent, receptions=5, mature_inquiries=5)

    assert _queries(told, address) == before


def test_a_span_without_data_says_so(read, told: Told) -> None:
    for user in (told.manager, told.xiaomei):
        page = read(user, told.url("leaderboard/?from=2020-01-01&to=2020-01-02"))
        assert "No figures in this span" in page.content.decode()
