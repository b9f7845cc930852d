"""Actions: who plans and sees them, and their effect told from forms and daily facts (D9.7)."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.audit.actor import Actor
from accounts.models import Agent, AuditEntry, Membership, Role, Team
from chats.spans import Span
from reports.actions import verbs as actions
from reports.metrics.effect import DOWN, TOO_EARLY, UP, Share
from reports.models import Action, AgentDay, LostSaleEntry, LostSaleForm, Promotion
from reports.reasons import taxonomy as reasons
from tests.cast import Cast, agent_of, make_cast, member

START = dt.date(2026, 5, 11)
FIRST = START - dt.timedelta(days=28)
UNTIL = START + dt.timedelta(days=55)
DAY = dt.timedelta(days=1)


@pytest.fixture
def cast(db: None) -> Cast:
    """Xiaomei's team of two (the audience), and Xiaoqi's of two (the rest)."""
    found = make_cast()
    reasons.ensure(found.shop)
    other = Team.objects.create(shop=found.shop, name="售前二组")
    agent_of(found.shop, "小兰", found.team)
    agent_of(found.shop, "小鹿", other)
    Agent.objects.filter(pk=found.xiaoqi.pk).update(team=other)
    return found


@pytest.fixture
def weeks(cast: Cast) -> Callable[..., None]:
    """A function that fills twelve weeks: each agent hands in 20 rows a week, so many of them with the cause,
    and has 40 mature inquiries, so many of them paid; (before, after) of the audience and of the rest.
    """

    def fill(rows: dict[str, tuple[int, int]], paid: dict[str, tuple[int, int]]) -> None:
        codes = reasons.by_code(cast.shop)
        entries = []
        for agent in Agent.objects.filter(shop=cast.shop):
            side = "audience" if agent.team_id == cast.team.pk else "rest"
            for week in range(12):
                day, after = FIRST + week * 7 * DAY, week >= 4
                form = LostSaleForm.objects.create(shop=cast.shop, agent=agent, day=day, status="submitted")
                hits = rows[side][after] + (week + agent.pk) % 2  # weeks differ a little
                for number in range(20):
                    reason = codes["promo.unknown" if number < hits else "price.above"]
                    at = dt.datetime(day.year, day.month, day.day, 4, tzinfo=dt.UTC)
                    entries.append(
                        LostSaleEntry(
                            form=form, buyer_name=f"{number}", first_at=at, last_at=at, reason=reason
                        )
                    )
                AgentDay.objects.create(
                    shop=cast.shop,
                    agent=agent,
                    day=day + 6 * DAY,
                    mature_inquiries=40,
                    mature_paid_final=paid[side][after],
                )
        LostSaleEntry.objects.bulk_create(entries)

    return fill


def planned(cast: Cast, **more: object) -> Action:
    """A promo briefing of Xiaomei's team, from START on."""
    told = {"title": "活动说明会", "kind": "briefing", "start_day": START, "team": cast.team} | more
    head = reasons.tree(cast.shop)[0][0]
    agents = told.pop("agents", [])
    action = Action(shop=cast.shop, reason=head, owner=cast.manager, created_by=cast.manager, **told)
    return actions.save_action(action, agents, Actor.of(cast.manager))


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_known_effect_is_found(cast: Cast, weeks) -> None:
    weeks({"audience": (9, 2), "rest": (9, 9)}, {"audience": (10, 20), "rest": (10, 10)})
    [found] = actions.follow([planned(cast)], list(actions.people(cast.shop)), UNTIL)
    measured = found.measured
    assert measured.reason.verdict == DOWN
    assert measured.reason.difference == pytest.approx(-0.35, abs=0.01)
    assert (measured.conversion.verdict, measured.conversion.difference) == (UP, pytest.approx(0.25))
    assert [one.name for one in found.audience] == ["小兰", "小美"]


def test_without_an_effect_it_is_too_early_to_say(cast: Cast, weeks) -> None:
    # Both sides fall alike: a good month of the shop is no effect of the action.
    weeks({"audience": (9, 4), "rest": (9, 4)}, {"audience": (10, 18), "rest": (10, 18)})
    [found] = actions.follow([planned(cast)], list(actions.people(cast.shop)), UNTIL)
    assert found.measured.reason.audience.change == pytest.approx(-0.25, abs=0.01)
    assert found.measured.reason.verdict == TOO_EARLY
    assert found.measured.conversion.verdict == TOO_EARLY


def test_the_weeks_count_from_the_start_day_and_end_with_the_data(cast: Cast, weeks) -> None:
    weeks({"audience": (9, 2), "rest": (9, 9)}, {"audience": (10, 20), "rest": (10, 10)})
    until = START + 9 * DAY
    [found] = actions.follow([planned(cast)], list(actions.people(cast.shop)), until)
    spans = [week.span for week in found.measured.weeks]
    assert (len(spans), spans[0].first, spans[4].first) == (6, FIRST, START)
    assert spans[-1] == Span(START + 7 * DAY, until)
    assert found.measured.weeks[4].rows.trials == 40
    assert found.measured.weeks[4].paid == Share(40, 80)


def test_rows_that_bought_or_were_changed_in_review_move_the_share(cast: Cast, weeks) -> None:
    weeks({"audience": (9, 2), "rest": (9, 9)}, {"audience": (10, 20), "rest": (10, 10)})
    price = reasons.by_code(cast.shop)["price.above"]
    form = LostSaleForm.objects.get(agent=cast.xiaomei, day=START)
    promo = form.entries.filter(reason__code="promo.unknown")
    bought, changed = promo[0].pk, promo[1].pk
    before = actions.follow([planned(cast)], list(actions.people(cast.shop)), UNTIL)[0].measured.weeks[4].rows
    LostSaleEntry.objects.filter(pk=bought).update(state="recovered")
    LostSaleEntry.objects.filter(pk=changed).update(review="changed", reviewed_reason=price)
    after = actions.follow([Action.objects.get()], list(actions.people(cast.shop)), UNTIL)[0]
    assert after.measured.weeks[4].rows == Share(before.hits - 2, before.trials - 1)


def test_the_page_shows_weeks_whose_counts_lead_to_their_rows(cast: Cast, weeks, read) -> None:
    weeks({"audience": (9, 2), "rest": (9, 9)}, {"audience": (10, 20), "rest": (10, 10)})
    action = planned(cast)
    Promotion.objects.create(
        shop=cast.shop, title="五月满减", text="x", first_day=START + DAY, last_day=UNTIL, author=cast.manager
    )
    page = read(cast.manager, f"/s/{cast.shop.pk}/actions/{action.pk}/")
    for line in page.context["weeks"]:
        for cell in line.cells:
            assert read(cast.manager, cell.url).context["page"].paginator.count == cell.hits
            assert read(cast.manager, cell.all_url).context["page"].paginator.count == cell.trials
    assert "五月满减" in page.content.decode()


def test_the_list_costs_no_more_queries_with_more_actions(cast: Cast, weeks) -> None:
    weeks({"audience": (9, 2), "rest": (9, 9)}, {"audience": (10, 20), "rest": (10, 10)})
    client, address = signed_in(cast.manager), f"/s/{cast.shop.pk}/actions/"

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    planned(cast)
    count()
    few = count()
    for number in range(5):
        planned(cast, start_day=START + number * DAY, agents=[cast.xiaomei])
    assert count() == few


def test_a_long_list_of_actions_has_pages(cast: Cast, read) -> None:
    for _number in range(31):
        planned(cast)
    pages = [read(cast.manager, f"/s/{cast.shop.pk}/actions/?page={number}") for number in (1, 2)]
    assert [len(page.context["rows"]) for page in pages] == [30, 1]


def test_an_action_is_planned_from_a_bar_changed_ended_resumed_and_deleted(cast: Cast) -> None:
    client, base = signed_in(cast.manager), f"/s/{cast.shop.pk}/actions/"
    head = reasons.tree(cast.shop)[0][0]
    form = client.get(f"{base}new/?reason={head.pk}").content.decode()
    assert f'value="{head.pk}" selected' in form
    told = {"title": "说明会", "reason": head.pk, "kind": "briefing", "team": "", "start_day": "2026-05-11"}
    told |= {"owner": cast.manager.pk, "note": "每周一"}
    assert client.post(f"{base}new/", told).status_code == 302
    action = Action.objects.get()
    assert (action.title, action.created_by, actions.audience(action, [cast.xiaomei])) == (
        "说明会",
        cast.manager,
        [cast.xiaomei],
    )
    client.post(f"{base}{action.pk}/change/", told | {"title": "晨会", "agents": [cast.xiaoqi.pk]})
    client.post(f"{base}{action.pk}/end/", {"do": "end"})
    action.refresh_from_db()
    assert (action.title, action.ended_day is not None) == ("晨会", True)
    assert "晨会" in client.get(f"{base}?ended=1").content.decode()
    client.post(f"{base}{action.pk}/end/", {"do": "resume"})
    client.post(f"{base}{action.pk}/end/", {"do": "delete"})
    assert not Action.objects.exists()
    acts = AuditEntry.objects.filter(action="action_changed").order_by("pk")
    assert [one.details["act"] for one in acts] == ["created", "changed", "ended", "resumed", "deleted"]


def test_a_supervisor_of_one_team_sees_and_plans_for_her_agents_only(cast: Cast, weeks, read) -> None:
    weeks({"audience": (9, 2), "rest": (9, 9)}, {"audience": (10, 20), "rest": (10, 10)})
    mila = member("mila", cast.shop, Role.SUPERVISOR)
    other = Team.objects.get(name="售前二组")
    Membership.objects.get(user=mila).teams.add(other)
    base = f"/s/{cast.shop.pk}/actions/"
    theirs, everybodys = planned(cast), planned(cast, team=None, title="全店")
    page = read(mila, base).content.decode()
    assert "全店" in page and "活动说明会" not in page
    assert read(mila, f"{base}{theirs.pk}/").status_code == 404
    shown = read(mila, f"{base}{everybodys.pk}/")
    assert "You see your own teams" in shown.content.decode()
    assert shown.context["weeks"][0].cells[0].trials == 40  # her two agents' rows, of eighty
    client = signed_in(mila)
    assert client.post(f"{base}{everybodys.pk}/end/", {"do": "end"}).status_code == 404
    head = reasons.tree(cast.shop)[0][0]
    told = {"title": "x", "reason": head.pk, "kind": "exam", "start_day": "2026-05-11", "owner": mila.pk}
    refused = client.post(f"{base}new/", told).content.decode()
    assert "Tick the agents" in refused
    assert client.post(f"{base}new/", told | {"agents": [cast.xiaomei.pk]}).status_code == 200  # not hers
    assert client.post(f"{base}new/", told | {"team": other.pk}).status_code == 302


def test_running_actions_are_those_of_the_week_with_data_up_to_its_end(cast: Cast, weeks) -> None:
    weeks({"audience": (9, 2), "rest": (9, 9)}, {"audience": (10, 20), "rest": (10, 10)})
    running, ended = planned(cast), planned(cast, title="旧", start_day=FIRST)
    actions.end(ended, START - DAY, Actor.of(cast.manager))
    planned(cast, title="未来", start_day=START + 7 * DAY)
    found = actions.running_actions(cast.shop, Span(START, START + 6 * DAY))
    assert [one.action for one in found] == [running]
    assert len(found[0].measured.weeks) == 5


def test_the_file_tells_what_the_list_tells(cast: Cast, weeks, read) -> None:
    weeks({"audience": (9, 2), "rest": (9, 9)}, {"audience": (10, 20), "rest": (10, 10)})
    planned(cast)
    answer = read(cast.manager, f"/s/{cast.shop.pk}/actions/file.csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 2 and lines[1].startswith("活动说明会,Promotions,Briefing,售前一组,2026-05-11")


def test_without_actions_the_page_says_what_to_do(cast: Cast, read) -> None:
    assert "To the causes" in read(cast.manager, f"/s/{cast.shop.pk}/actions/").content.decode()
