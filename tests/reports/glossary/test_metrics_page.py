"""The help page says of every figure what it means, in both languages."""

from accounts.models import User
from reports.metrics.definitions import METRICS
from tests.reports.told import Told


def test_every_figure_has_its_place_in_both_languages(read, told: Told) -> None:
    for language in ("en", "zh-hans"):
        User.objects.filter(pk=told.xiaomei.pk).update(language=language)
        text = read(told.xiaomei, told.url("figures/")).content.decode()
        for code, metric in METRICS.items():
            assert f'id="{code}"' in text
            assert metric.zh in text
            assert f'href="{told.url("figures/")}#{metric.rule.lower().replace(".", "-")}"' in text


def test_formulas_and_examples_are_worked_from_the_declarations(read, told: Told) -> None:
    text = read(told.manager, told.url("figures/")).content.decode()

    assert "mature inquiries that paid ÷ mature inquiries" in text
    assert "54 ÷ 120 = 45.0\u00a0%" in text
    assert "silent buyers ÷ (visitors − consulting buyers)" in text
    assert "¥12,000.00 − ¥600.00 = ¥11,400.00" in text
    assert "day of the inquiry" in text


def test_columns_lead_to_their_meaning(read, told: Told) -> None:
    page = told.url("leaderboard/?from=2026-05-11&to=2026-05-17")
    text = read(told.manager, page).content.decode()

    assert f'href="{told.url("figures/")}#inquiry_conversion_rate"' in text
    assert "Booked on the day of payment." in text  # the clock of sales


def test_a_stranger_reads_no_page_of_the_shop(read, told: Told) -> None:
    assert read(told.stranger, told.url("figures/")).status_code == 404
