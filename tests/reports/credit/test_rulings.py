"""Contests and rulings: who may, what moves and what stays, and books that always balance (D7.3, D7.6)."""

import random

import pytest
from django.db.models import Sum

from accounts.audit.actor import Actor
from accounts.models import Agent, AuditEntry
from chats.access import visible_contests
from chats.credit import rulings
from chats.credit.rulings import ContestRefused, RulingRefused
from chats.models import Contest, Credit, DirtyDay, Order, Ruling
from chats.spans import Span
from reports.access import visible_credits
from reports.books import check as books
from reports.credit.ruling_queries import rulings_of_span
from reports.facts import queries, refresh
from tests.reference.product import command
from tests.reports.told import Told, tell
from tests.story import MONDAY


def _agent(told: Told, name: str) -> Agent:
    return Agent.objects.get(shop=told.shop, name=name)


def _order(told: Told, number: str) -> Order:
    return Order.objects.get(shop=told.shop, order_no=number)


def _contest(told: Told, name: str, number: str, sentence: str = "我先报的价") -> Contest:
    user = getattr(told, name)
    return rulings.contest(Actor.of(user), _agent(told, name), _order(told, number), sentence)


def _refused(code: str):
    return pytest.raises((ContestRefused, RulingRefused), match=f"^{code}$")


def _sales(told: Told) -> dict[str, int]:
    """Paid to each agent in May, by the facts."""
    agents = {agent.pk: agent.name for agent in Agent.objects.filter(shop=told.shop)}
    span = Span(MONDAY.replace(day=1), MONDAY.replace(day=31))
    totals = queries.agent_totals(told.shop, span, list(agents))
    return {agents[pk]: sums["sales_fen"] for pk, sums in totals.items() if sums["sales_fen"]}


def _listed(told: Told) -> dict[str, int]:
    """The same, by the order list."""
    names = dict(Agent.objects.filter(shop=told.shop).values_list("pk", "name"))
    rows = visible_credits(told.manager, told.shop).filter(paid_day__isnull=False, effective_id__isnull=False)
    sums = rows.values_list("effective_id").annotate(Sum("order__amount_fen")).order_by()
    return {names[pk]: amount for pk, amount in sums}


def test_a_granted_contest_moves_the_money_and_keeps_the_computed_credit(told: Told) -> None:
    claim = _contest(told, "xiaoqi", "A6")

    ruling = rulings.decide(claim, claim.agent, "她先回答了价格", Actor.of(told.head))
    assert rulings.is_recomputing(told.shop)
    refresh.refresh(told.shop)

    claim.refresh_from_db()
    credit = told.credit("A6")
    assert (claim.status, claim.answer, claim.ruling, claim.decided_by) == (
        "granted",
        "她先回答了价格",
        ruling,
        told.head,
    )
    assert credit.credited_id == _agent(told, "xiaomei").pk
    assert credit.effective_id == _agent(told, "xiaoqi").pk
    assert _sales(told) == {"xiaomei": 5900, "xiaolan": 8000, "xiaoqi": 20000} == _listed(told)
    assert not rulings.is_recomputing(told.shop)
    assert books.check(told.shop).wrong == []


def test_a_refused_contest_changes_nothing_and_is_answered(told: Told) -> None:
    claim = _contest(told, "xiaoqi", "A6")

    assert rulings.decide(claim, _agent(told, "xiaomei"), "小美最后回答", Actor.of(told.head)) is None
    claim.refresh_from_db()
    assert (claim.status, claim.answer, claim.ruling) == ("refused", "小美最后回答", None)
    assert not Ruling.objects.exists()
    assert not DirtyDay.objects.exists()


def test_a_ruling_outlives_recomputation_and_is_taken_back_whole(told: Told) -> None:
    before = _sales(told)
    ruling = rulings.decide(_order(told, "A2"), _agent(told, "xiaolan"), "电话成交", Actor.of(told.manager))
    refresh.refresh_all(told.shop)
    assert _sales(told) == {"xiaomei": 25900, "xiaolan": 18000}

    rulings.withdraw_ruling(Actor.of(told.manager), ruling)
    refresh.refresh(told.shop)
    assert _sales(told) == before == {"xiaomei": 25900, "xiaolan": 8000}
    assert told.credit("A2").effective_id is None
    with _refused("decided"):
        rulings.withdraw_ruling(Actor.of(told.manager), ruling)


def test_a_new_decision_takes_the_place_of_the_one_before(told: Told) -> None:
    order = _order(told, "A6")
    first = rulings.decide(order, _agent(told, "xiaoqi"), "一", Actor.of(told.manager))
    second = rulings.decide(order, None, "二", Actor.of(told.manager))

    first.refresh_from_db()
    assert first.withdrawn_at == second.created_at
    refresh.refresh(told.shop)
    assert _sales(told) == {"xiaomei": 5900, "xiaolan": 8000}
    today = Span(second.created_at.date(), second.created_at.date())
    around = Span(today.before.first, today.after.last)
    rows = rulings_of_span(told.shop, around)
    assert [
        (row.order_no, row.amount_fen, row.from_agent, row.to_agent, row.reason, row.author) for row in rows
    ] == [
        ("A6", 20000, "xiaomei", "xiaoqi", "一", "wu"),
        ("A6", 20000, "xiaoqi", "", "二", "wu"),
    ]
    assert [(row.replaced, row.withdrawn_at is None) for row in rows] == [(True, False), (False, True)]
    assert rulings_of_span(told.shop, around.before.before) == []
    assert [row.to_agent for row in rulings_of_span(told.shop, around, told.supervisor)] == ["xiaoqi", ""]
    assert rulings_of_span(told.shop, around, told.xiaolan) == []


def test_one_decision_answers_everybody_who_contests_the_order(told: Told) -> None:
    claims = [_contest(told, name, "A2") for name in ("xiaomei", "xiaoqi")]
    rulings.decide(claims[0], _agent(told, "xiaoqi"), "买家说的", Actor.of(told.manager))

    assert [Contest.objects.get(pk=claim.pk).status for claim in claims] == ["refused", "granted"]
    with _refused("decided"):
        rulings.decide(claims[0], None, "晚了", Actor.of(told.manager))


def test_what_cannot_be_contested_is_refused_with_a_reason(told: Told) -> None:
    xiaoqi = _agent(told, "xiaoqi")
    with _refused("unknown"):
        rulings.contest(Actor.of(told.xiaoqi), xiaoqi, rulings.order_called(told.shop, "B9"), "我的")
    with _refused("unknown"):
        rulings.contest(Actor.of(told.xiaomei), xiaoqi, _order(told, "A2"), "替她")
    with _refused("own"):
        _contest(told, "xiaomei", "A6")
    with _refused("empty"):
        _contest(told, "xiaoqi", "A6", "  ")
    claim = _contest(told, "xiaoqi", "A6")
    with _refused("open"):
        _contest(told, "xiaoqi", "A6", "还是我的")
    rulings.decide(claim, _agent(told, "xiaomei"), "不是", Actor.of(told.manager))
    with _refused("said"):
        _contest(told, "xiaoqi", "A6", "我先 报的价 ")
    assert _contest(told, "xiaoqi", "A6", "有新的截图").status == "open"


def test_a_number_is_found_as_people_copy_it(told: Told) -> None:
    assert rulings.order_called(told.shop, ' ="A6" ') == _order(told, "A6")
    assert rulings.order_called(told.stranger.memberships.get().shop, "A6") is None


def test_a_contest_is_taken_back_by_her_who_raised_it_while_it_is_open(told: Told) -> None:
    claim = _contest(told, "xiaoqi", "A6")
    with _refused("unknown"):
        rulings.withdraw_contest(Actor.of(told.xiaomei), claim)
    rulings.withdraw_contest(Actor.of(told.xiaoqi), claim)
    with _refused("closed"):
        rulings.withdraw_contest(Actor.of(told.xiaoqi), claim)
    assert _contest(told, "xiaoqi", "A6").status == "open"


def test_who_decides_must_see_both_sides_and_is_not_one_of_them(told: Told) -> None:
    claim = _contest(told, "xiaoqi", "A6")  # credited to xiaomei, whom mila leads
    assert claim in visible_contests(told.supervisor, told.shop)
    for winner in (claim.agent, _agent(told, "xiaomei"), None):
        with pytest.raises(RulingRefused) as refusal:
            rulings.decide(claim, winner, "因为", Actor.of(told.supervisor))
        assert (refusal.value.code, refusal.value.names) == ("unseen", ("xiaoqi",))
    for nobody in (told.xiaoqi, told.stranger):
        with _refused("unseen"):
            rulings.decide(claim, claim.agent, "因为", Actor.of(nobody))
    Agent.objects.filter(pk=claim.agent_id).update(user=told.head)
    with _refused("own"):
        rulings.decide(claim, claim.agent, "因为", Actor.of(told.head))


def test_a_supervisor_does_not_hear_of_contests_between_other_teams(told: Told) -> None:
    _contest(told, "xiaoqi", "A3")  # credited to xiaolan

    assert list(visible_contests(told.supervisor, told.shop)) == []
    assert visible_contests(told.head, told.shop).count() == 1
    assert list(visible_contests(told.xiaolan, told.shop)) == []


def test_everything_is_in_the_trail(told: Told) -> None:
    claim = _contest(told, "xiaoqi", "A6")
    ruling = rulings.decide(claim, claim.agent, "先答", Actor.of(told.manager))
    rulings.withdraw_ruling(Actor.of(told.manager), ruling)

    trail = (
        AuditEntry.objects.filter(shop=told.shop).order_by("pk").values_list("action", "about", "actor_name")
    )
    assert [row for row in trail if row[0] in ("contested", "ruled", "ruling_withdrawn")] == [
        ("contested", "A6", "xiaoqi"),
        ("ruled", "A6", "wu"),
        ("ruling_withdrawn", "A6", "wu"),
    ]
    ruled = AuditEntry.objects.get(action="ruled").details
    assert (ruled["before"], ruled["after"], ruled["reason"]) == ("xiaomei", "xiaoqi", "先答")


def test_a_ruling_outlives_another_import_of_the_same_files(db: None, tmp_path) -> None:
    told = tell(tmp_path / "files")
    rulings.decide(_order(told, "A1"), _agent(told, "xiaolan"), "试", Actor.of(told.manager))
    command("import_files", "--shop", told.shop.name, *map(str, sorted((tmp_path / "files").iterdir())))
    command("refresh_days", "--shop", told.shop.name, "--all")

    assert told.credit("A1").effective_id == _agent(told, "xiaolan").pk


@pytest.mark.parametrize("seed", range(3))
def test_books_balance_and_lists_equal_figures_whatever_is_decided(told: Told, seed: int) -> None:
    chance = random.Random(seed)
    orders = list(Order.objects.filter(shop=told.shop).order_by("pk"))
    agents: list[Agent | None] = [_agent(told, name) for name in ("xiaomei", "xiaoqi", "xiaolan")] + [None]
    expected = {row.order_id: row.credited_id for row in Credit.objects.filter(shop=told.shop)}
    computed = dict(expected)
    for _step in range(12):
        order, agent = chance.choice(orders), chance.choice(agents)
        in_force = rulings.ruling_in_force(order)
        if in_force and chance.random() < 0.4:
            rulings.withdraw_ruling(Actor.of(told.manager), in_force)
            expected[order.pk] = computed[order.pk]
        elif rulings.paid_to(order) != (agent.pk if agent else None):
            rulings.decide(order, agent, "随机", Actor.of(told.manager))
            expected[order.pk] = agent.pk if agent else None
        if chance.random() < 0.3:
            refresh.refresh(told.shop)
    refresh.refresh(told.shop)

    found = dict(Credit.objects.filter(shop=told.shop).values_list("order_id", "effective_id"))
    assert found == expected
    assert dict(Credit.objects.filter(shop=told.shop).values_list("order_id", "credited_id")) == computed
    assert _sales(told) == _listed(told)
    checked = books.check(told.shop)
    assert checked.wrong == []
    assert checked.paid_fen == sum(order.amount_fen for order in orders if order.paid_at)


def test_a_supervisor_of_one_team_decides_between_her_own(told: Told) -> None:
    Agent.objects.filter(shop=told.shop, name="xiaoqi").update(team=_agent(told, "xiaomei").team)
    claim = _contest(told, "xiaoqi", "A6")

    assert rulings.decide(claim, claim.agent, "先答", Actor.of(told.supervisor)).author == told.supervisor
