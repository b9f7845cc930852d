"""Whose card counts, sales targets, and the points of stored days (D10.1)."""

import datetime as dt

import pytest

from accounts.models import Agent, Shop, Team
from chats.spans import Span
from reports.facts.span_facts import SpanFacts
from reports.metrics.scorecard import Line
from reports.models import AgentDay, SalesTarget, Scorecard
from reports.scorecards import points as scorecards
from tests.cast import agent_of

pytestmark = pytest.mark.django_db

MAY_11, MAY_17 = dt.date(2026, 5, 11), dt.date(2026, 5, 17)
WEEK = Span(MAY_11, MAY_17)
REPLIES = (Line("reply_rate", 10, 0.90, 1.00),)
SPEED = (Line("first_response_seconds", 10, 30, 10),)


@pytest.fixture
def shop(db: None) -> Shop:
    return Shop.objects.create(name="示例旗舰店")


@pytest.fixture
def agents(shop: Shop) -> tuple[Agent, Agent]:
    """Xiaomei of the first team, Xiaoqi of none; 100 receptions each, 95 and 90 of them replied to."""
    first = Team.objects.create(shop=shop, name="一组")
    xiaomei, xiaoqi = agent_of(shop, "小美", first), agent_of(shop, "小七")
    for agent, replied, seconds in ((xiaomei, 95, 20), (xiaoqi, 90, 30)):
        AgentDay.objects.create(
            shop=shop,
            agent=agent,
            day=MAY_11,
            receptions=100,
            replied=replied,
            first_response_seconds_sum=replied * seconds,
            sales_fen=70_000,
        )
    return xiaomei, xiaoqi


def save(shop: Shop, lines, team: int | None = None, since: dt.date = dt.date(2026, 1, 1)) -> Scorecard:
    return scorecards.save_version(shop, team, "卡", lines, since, None)


def test_without_a_card_nobody_has_points(shop, agents):
    assert scorecards.points(SpanFacts(shop, WEEK)) == {}
    assert scorecards.points_of_week(SpanFacts(shop, WEEK)) is None


def test_the_teams_card_goes_before_the_shops(shop, agents):
    xiaomei, xiaoqi = agents
    save(shop, REPLIES)
    save(shop, SPEED, team=xiaomei.team_id)
    found = scorecards.points(SpanFacts(shop, WEEK))
    # 20 s are halfway from 30 to 10; 90 % is where 60 points are.
    assert {agent: scored.card.points for agent, scored in found.items()} == pytest.approx(
        {xiaomei.pk: 80, xiaoqi.pk: 60}
    )


def test_the_version_of_the_last_day_counts_and_old_ones_stay(shop, agents):
    save(shop, REPLIES)
    save(shop, SPEED, since=MAY_17)
    assert scorecards.points(SpanFacts(shop, WEEK))[agents[0].pk].version.number == 2
    before = Span(MAY_11, MAY_17 - dt.timedelta(days=1))
    assert scorecards.points(SpanFacts(shop, before))[agents[0].pk].version.number == 1
    assert Scorecard.objects.count() == 2


def test_a_version_without_lines_ends_a_teams_card(shop, agents):
    xiaomei, _xiaoqi = agents
    save(shop, REPLIES)
    save(shop, SPEED, team=xiaomei.team_id)
    save(shop, (), team=xiaomei.team_id, since=MAY_11)
    assert scorecards.points(SpanFacts(shop, WEEK))[xiaomei.pk].version.team_id is None


def test_a_target_counts_by_the_share_of_its_month(shop, agents):
    xiaomei, xiaoqi = agents
    save(shop, (Line("sales_target_completion", 1, 0.7, 1.0),))
    # 7 of May's 31 days of 434,000 fen are 98,000 fen; 70,000 sold are 71.4 % of them.
    SalesTarget.objects.create(shop=shop, agent=xiaomei, month=dt.date(2026, 5, 1), amount_fen=434_000)
    assert scorecards.targets_of(shop, WEEK) == {xiaomei.pk: pytest.approx(98_000)}
    found = scorecards.points(SpanFacts(shop, WEEK))
    assert found[xiaomei.pk].card.points == pytest.approx(60 + 40 * (70_000 / 98_000 - 0.7) / 0.3)
    assert (found[xiaoqi.pk].card.points, found[xiaoqi.pk].card.lines[0].dropped) == (None, "no_target")


def test_a_span_over_a_month_without_a_target_has_none(shop, agents):
    SalesTarget.objects.create(shop=shop, agent=agents[0], month=dt.date(2026, 5, 1), amount_fen=310_000)
    over_the_edge = Span(dt.date(2026, 5, 31), dt.date(2026, 6, 1))
    assert scorecards.targets_of(shop, over_the_edge) == {}
    SalesTarget.objects.create(shop=shop, agent=agents[0], month=dt.date(2026, 6, 1), amount_fen=300_000)
    assert scorecards.targets_of(shop, over_the_edge) == {agents[0].pk: pytest.approx(20_000)}


def test_a_preview_stores_nothing_and_shows_the_team_alone(shop, agents):
    xiaomei, _xiaoqi = agents
    save(shop, REPLIES)
    found = scorecards.preview(SpanFacts(shop, WEEK), xiaomei.team_id, SPEED)
    assert {agent: scored.card.points for agent, scored in found.items()} == {xiaomei.pk: pytest.approx(80)}
    assert Scorecard.objects.count() == 1


def test_the_weekly_report_tells_how_points_came_about(shop, agents):
    save(shop, REPLIES)
    first, second = scorecards.points_of_week(SpanFacts(shop, WEEK))
    assert [first["name"], second["name"]] == ["小美", "小七"]
    assert (first["points"], first["points_before"]) == (pytest.approx(80), None)
    line = first["lines"][0]
    assert (line["metric"], line["value"], line["count"]) == ("reply_rate", 0.95, 100)
    assert (line["at_60"], line["at_100"], line["share"]) == (0.90, 1.00, 1.0)


def test_points_take_a_constant_number_of_queries(shop, agents, django_assert_max_num_queries):
    save(shop, REPLIES)
    for number in range(10):
        agent = agent_of(shop, f"客服{number}")
        AgentDay.objects.create(shop=shop, agent=agent, day=MAY_11, receptions=10, replied=9)
    with django_assert_max_num_queries(4):
        assert len(scorecards.points(SpanFacts(shop, WEEK))) == 12
