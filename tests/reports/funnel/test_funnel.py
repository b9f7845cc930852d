"""The shop's funnel and books, worked by hand from the told fortnight (D7.3, D8)."""

import pytest

from reports.books.rows import book_rows
from reports.pages.charts import line, stacked
from tests.reports.told import Told, tell

DAYS = "from=2026-05-11&to=2026-05-12"


def _funnel(read, told: Told, query: str = DAYS):
    return read(told.manager, told.url(f"funnel/?{query}")).context["funnel"]


def test_figures_of_two_days_worked_by_hand(read, told: Told) -> None:
    found = _funnel(read, told)

    # Asked: lily and tom, bob through his chased order, kim. Bought: lily, bob, kim; ann in silence.
    assert found.figure("consult_rate") == pytest.approx(4 / 150)
    assert found.figure("consult_conversion_rate") == pytest.approx(3 / 4)
    assert found.figure("shop_conversion_rate") == pytest.approx(4 / 150)
    assert found.figure("silent_rate_a") == pytest.approx(1 / 150)
    assert found.figure("silent_rate_b") == pytest.approx(1 / 4)
    assert found.figure("silent_rate_c") == pytest.approx(1 / 146)
    assert found.figure("effective_entry_rate") == pytest.approx(90 / 150)
    assert found.figure("page_depth") == pytest.approx(3)
    # Paid by known buyers: 59 + 100 + 80 + 200 yuan by four.
    assert found.figure("shop_order_value") == 43_900 / 4
    assert found.figure("amount_payment_rate") == 1


def test_the_identities_hold(read, told: Told) -> None:
    found = _funnel(read, told)

    assert [one.holds for one in found.identities()] == [True, True, True]


def test_each_silent_reading_shows_letter_numerator_and_denominator(read, told: Told) -> None:
    page = read(told.manager, told.url(f"funnel/?{DAYS}"))

    told = [
        (letter, *(amount for amount, _url in parts)) for letter, _m, _f, parts in page.context["readings"]
    ]
    assert told == [("A", "1", "150"), ("B", "1", "4"), ("C", "1", "146")]


def test_the_books_of_each_day_and_of_the_span_balance(read, told: Told) -> None:
    rows = book_rows(_funnel(read, told))

    assert [(row.paid_fen, row.parts) for row in rows] == [
        (36_900, (13_900, 10_000, 7_000, 6_000)),
        (20_000, (20_000, 0, 0, 0)),
        (56_900, (33_900, 10_000, 7_000, 6_000)),
    ]
    assert all(row.balances for row in rows)


def test_days_without_traffic_are_left_out_and_told(read, told: Told) -> None:
    page = read(told.manager, told.url("funnel/?from=2026-05-11&to=2026-05-20"))

    assert page.context["funnel"].sums["visitors"] == 150
    assert "Traffic is known for 2 of 10 days" in page.content.decode()


def test_without_any_traffic_rates_of_visitors_are_no_data(db: None, read, tmp_path) -> None:
    told = tell(tmp_path, visitors={})
    page = read(told.manager, told.url(f"funnel/?{DAYS}"))
    found = page.context["funnel"]

    assert "No visitors known" in page.content.decode()
    assert (found.figure("consult_rate"), found.figure("silent_rate_a")) == (None, None)
    assert found.figure("silent_rate_b") == pytest.approx(1 / 4)
    assert [one.holds for one in found.identities()] == [None, None, None]


def test_an_empty_span_says_what_to_do_next(read, told: Told) -> None:
    page = read(told.manager, told.url("funnel/?from=2020-01-01&to=2020-01-07")).content.decode()

    assert "No figures in this span" in page
    assert "Import files" in page


def test_two_rates_that_mix_days_are_marked(read, told: Told) -> None:
    assert "may exceed 100" in read(told.manager, told.url(f"funnel/?{DAYS}")).content.decode()


def test_only_readers_of_the_whole_shop_see_it(read, told: Told) -> None:
    for user in (told.manager, told.head):
        assert read(user, told.url("funnel/")).status_code == 200
        assert told.url("funnel/") in read(user, told.url()).content.decode()
    for user in (told.supervisor, told.xiaomei, told.stranger):
        assert read(user, told.url("funnel/")).status_code == 404
        assert read(user, told.url("funnel/file.csv")).status_code == 404
    assert told.url("funnel/") not in read(told.supervisor, told.url()).content.decode()


def test_bars_stack_to_the_height_of_the_largest() -> None:
    first, second = stacked([("a", (3, 1)), ("b", (2, 0))])

    assert [(piece.y, piece.height) for piece in first.pieces] == [("25.000", "75.000"), ("0.000", "25.000")]
    assert [(piece.y, piece.height) for piece in second.pieces] == [("50.000", "50.000")]


def test_a_line_breaks_where_there_is_no_data() -> None:
    assert line([1, 2, None, 4]) == ["0.00,75.00 33.33,50.00", "100.00,0.00 100.00,0.00"]
    assert line([]) == []


def test_what_changed_adds_up_to_the_difference_of_all_paid_amounts(read, told: Told) -> None:
    page = read(told.manager, told.url("funnel/?from=2026-05-12&to=2026-05-12"))
    change = page.context["change"]

    # Monday ¥369 of which ¥239 by known buyers, ¥70 unlinked, ¥60 excluded; Tuesday ¥200.
    assert (change.before, change.now, change.difference) == ("¥369.00", "¥200.00", "−¥169.00")
    assert sum(cause.fen for cause in change.causes) == -16_900
    rests = {cause.code: cause.fen for cause in change.causes if cause.metric is None or "_fen" in cause.code}
    assert rests == {"unlinked_fen": -7_000, "excluded_fen": -6_000}
    assert "Most of it came from" in page.content.decode()


def test_the_days_to_compare_with_can_be_chosen(read, told: Told) -> None:
    def before(query: str) -> tuple[str, str]:
        span = read(told.manager, told.url(f"funnel/?{DAYS}{query}")).context["before"].span
        return f"{span.first}", f"{span.last}"

    assert before("") == before("&against=nonsense&vs_from=soon") == ("2026-05-09", "2026-05-10")
    assert before("&against=weeks") == ("2026-04-13", "2026-04-14")
    assert before("&against=year") == ("2025-05-12", "2025-05-13")  # Monday and Tuesday as well
    assert before("&against=year&vs_from=2026-05-01&vs_to=2026-05-03") == ("2026-05-01", "2026-05-03")


def test_each_factor_of_what_was_paid_has_a_chart_with_its_table(read, told: Told) -> None:
    charts = read(told.manager, told.url(f"funnel/?{DAYS}")).context["charts"]

    assert {chart.code: [figures for *_, figures in chart.rows] for chart in charts} == {
        "visitors": [["100"], ["50"]],
        "consult_rate": [["3.0\u00a0%"], ["2.0\u00a0%"]],
        "consult_conversion_rate": [["66.7\u00a0%"], ["100.0\u00a0%"]],
        "paying_buyers": [["2", "1"], ["1", "0"]],
        "shop_conversion_rate": [["3.0\u00a0%", "1.0\u00a0%"], ["2.0\u00a0%", "0.0\u00a0%"]],
        "shop_order_value": [["¥79.67"], ["¥200.00"]],
    }


def test_a_long_span_is_drawn_by_week(read, told: Told) -> None:
    charts = read(told.manager, told.url("funnel/?from=2026-05-01&to=2026-06-20")).context["charts"]

    assert charts[0].labels[:3] == ["05-01 – 05-03", "05-04 – 05-10", "05-11 – 05-17"]
    assert list(charts[0].series[0].values[:3]) == [None, None, 150]


def test_what_changed_says_when_visitors_are_missing(read, told: Told) -> None:
    page = read(told.manager, told.url("funnel/?from=2026-05-13&to=2026-05-20"))

    assert "Visitors of this span are not known" in page.content.decode()


@pytest.mark.parametrize(
    ("layer", "rows"),
    [
        # Asked: lily and tom, bob through his chased order, kim of two agents; unknown nicks nowhere.
        ("consulting_buyers", ["bob", "lily", "tom", "kim"]),
        ("consulting_paying_buyers", ["bob", "lily", "kim"]),
        ("silent_paying_buyers", ["ann"]),
        ("paying_buyers", ["ann", "bob", "lily", "kim"]),
        ("ordering_buyers", ["ann", "bob", "lily", "kim"]),
    ],
)
def test_each_layer_lists_the_buyers_that_it_counts(read, told: Told, layer: str, rows: list[str]) -> None:
    told.shop.show_buyer_nicks = True
    told.shop.save()
    page = read(told.manager, told.url(f"funnel/buyers/?{DAYS}&layer={layer}"))
    found = [row for row, _talk in page.context["rows"]]

    assert sorted(row.nick for row in found) == sorted(rows)
    assert [row.day for row in found] == sorted(row.day for row in found)
    assert page.context["page"].paginator.count == _funnel(read, told).figure(layer)


def test_a_buyers_row_names_agents_and_orders(read, told: Told) -> None:
    page = read(told.manager, told.url(f"funnel/buyers/?{DAYS}&layer=consulting_buyers"))
    kim = next(row for row, _talk in page.context["rows"] if len(row.agents) == 2)

    assert (kim.nick, kim.agents, kim.amount_fen) == ("k**m", ["xiaoqi", "xiaomei"], 20_000)
    assert [credit.order.order_no for credit in kim.orders] == ["A6"]


def test_the_buyers_of_days_without_traffic_are_left_out_as_in_the_funnel(read, told: Told) -> None:
    query = "from=2026-05-11&to=2026-05-20"
    page = read(told.manager, told.url(f"funnel/buyers/?{query}&layer=consulting_buyers"))

    assert page.context["page"].paginator.count == _funnel(read, told, query).figure("consulting_buyers") == 4
