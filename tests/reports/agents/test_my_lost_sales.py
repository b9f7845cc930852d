"""The agent's own view: her reasons by week, what came back, her best answers, and nobody else's."""

import datetime as dt
from pathlib import Path

import pytest

from chats.spans import Span
from reports.agents import lost_sales as my_lost_sales
from reports.lost_sales.causes import list as lost_sale_list
from reports.lost_sales.causes.samples import draw
from reports.lost_sales.desk import reviews as lost_sale_reviews
from reports.lost_sales.form import verbs as lost_sales
from reports.models import LostSaleForm
from reports.reasons import taxonomy as reasons
from tests.reports.lost_sales.test_lost_sales import MORE, NIGHT, TUESDAY, answer, row
from tests.reports.told import MONDAY, Told, tell

WEEK = Span(MONDAY, MONDAY + dt.timedelta(days=6))


@pytest.fixture
def lost(db: None, tmp_path: Path) -> Told:
    found = tell(tmp_path / "files", *MORE)
    lost_sales.open_days(found.shop, MONDAY, TUESDAY)
    return found


@pytest.fixture
def form(lost: Told) -> LostSaleForm:
    found = LostSaleForm.objects.get(agent__name="xiaomei", day=TUESDAY)
    answer(found)
    lost_sales.save_best_answer(found, "亲，两件包邮哦")
    lost_sales.submit(found, NIGHT)
    found.refresh_from_db()
    return found


def test_weeks_run_from_monday_to_sunday_and_end_with_the_latest() -> None:
    weeks = my_lost_sales.weeks_until(dt.date(2026, 5, 20))
    assert (len(weeks), weeks[-1]) == (10, Span(dt.date(2026, 5, 18), dt.date(2026, 5, 24)))
    assert weeks[0].first == dt.date(2026, 3, 16)


def test_her_rows_by_reason_and_week_lead_to_exactly_these(lost: Told, form: LostSaleForm, read) -> None:
    found = my_lost_sales.mine(lost.shop, [form.agent_id], dt.date(2026, 5, 20))
    assert [(line.reason.code, line.total[0]) for line in found.lines] == [("price", 3)]
    count, url = found.lines[0].cells[-2]
    assert count == 3
    assert read(lost.xiaomei, url).context["page"].paginator.count == 3
    assert read(lost.xiaoqi, url).context["page"].paginator.count == 0  # she sees her own rows only
    assert (found.suggestions.part, found.suggestions.whole) == (1, 3)  # "too dear" was suggested once
    conversion = found.conversion_chart.series[0].values
    assert conversion[-2] == pytest.approx(2 / 5)  # lily and kim paid; sue, pat and joe did not


def test_the_page_shows_what_came_back_and_her_best_answer(lost: Told, form: LostSaleForm, read) -> None:
    lost_sale_reviews.give_back(row(form, "sue"), lost.head, "请再看聊天")
    style = reasons.by_code(lost.shop)["goods.style"]
    lost_sale_reviews.change(row(form, "pat"), lost.head, style, "款式问题")
    page = read(lost.xiaomei, lost.url("lost-sales/mine/")).content.decode()
    for words in ("请再看聊天", "款式问题", "亲，两件包邮哦", "Goods · style"):
        assert words in page
    other = read(lost.xiaoqi, lost.url("lost-sales/mine/")).content.decode()
    assert "请再看聊天" not in other and "亲，两件包邮哦" not in other


def test_an_empty_view_says_so(told: Told, read) -> None:
    page = read(told.xiaolan, told.url("lost-sales/mine/")).content.decode()
    assert "No data in this span." in page
    assert read(told.manager, told.url("lost-sales/mine/")).url.endswith("/lost-sales/causes/")


def test_without_a_mature_inquiry_there_is_no_chart_of_the_conversion(told: Told) -> None:
    found = my_lost_sales.mine(told.shop, [], MONDAY)

    assert not found.conversion_chart.has_data and not found.reasons_chart.has_data


def test_samples_are_drawn_by_chance_and_stay_the_same_all_week() -> None:
    rows = list(range(100))
    first = draw(rows, WEEK)
    assert first == draw(list(reversed(rows)), WEEK)
    assert len(set(first)) == 3 and first != [0, 1, 2]
    assert first != draw(rows, WEEK.after)
    assert draw([7], WEEK) == [7]


def test_pairs_of_reasons_are_counted_where_reviewers_disagree(lost: Told, form: LostSaleForm) -> None:
    style, sale = (reasons.by_code(lost.shop)[code] for code in ("goods.style", "price.sale"))
    for buyer, other in (("sue", style), ("pat", style), ("joe", sale)):
        lost_sale_reviews.change(row(form, buyer), lost.head, other)
    told = lost_sale_list.disagreements(lost.shop, WEEK, [form.agent_id])
    assert [(one.own.code, one.reviewed.code, one.rows) for one in told] == [
        ("price.above", "goods.style", 2),
        ("price.above", "price.sale", 1),
    ]
