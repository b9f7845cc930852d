"""Charts: the figures that the browser draws, and the same figures as a table."""

from reports.pages.charts import Chart, Series, spark


def _chart(**more: object) -> Chart:
    sales = Series("Sales", [123_450, None, 0])
    rate = Series("Conversion", [0.5, None, 0.25], "warn", kind="line", unit="rate", right=True)
    return Chart("week", "The week", "Day", ["Mon", "Tue", "Wed"], [sales, rate], "money", "bar", **more)


def test_the_table_says_what_the_drawing_says() -> None:
    chart = _chart(provisional_from=2, links=["/mon", "/tue", "/wed"])

    assert chart.rows == [
        ("Mon", "/mon", False, ["¥1,234.50", "50.0\u00a0%"]),
        ("Tue", "/tue", False, ["—", "—"]),
        ("Wed", "/wed", True, ["¥0.00", "25.0\u00a0%"]),
    ]
    drawn = chart.data
    assert [one["written"] for one in drawn["series"]] == [
        [figures[place] for *_label, figures in chart.rows] for place in (0, 1)
    ]
    assert [(one["kind"], one["unit"], one["right"]) for one in drawn["series"]] == [
        ("bar", "money", False),
        ("line", "rate", True),
    ]


def test_a_chart_without_a_single_figure_has_no_data() -> None:
    assert _chart().has_data
    assert not Chart("none", "None", "Day", ["Mon"], [Series("Sales", [None])]).has_data


def test_a_sparkline_fills_its_own_range_and_breaks_where_there_is_no_data() -> None:
    drawn = spark([10, 20, None, 15], "Sales")

    assert drawn.lines == ["0.00,100.00 33.33,0.00", "100.00,50.00 100.00,50.00"]
    assert drawn.last == ("100.00", "50.00")


def test_a_sparkline_of_equal_days_runs_in_the_middle() -> None:
    assert spark([7, 7, 7], "Sales").lines == ["0.00,50.00 50.00,50.00 100.00,50.00"]
    assert spark([None, None], "Sales").lines == []
