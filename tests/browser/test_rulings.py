"""An agent contests, a supervisor decides by keys, the figures move; a manager tries and saves rules."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.audit.actor import Actor
from accounts.models import Agent, User
from chats.credit import rulings
from chats.models import Contest, Order
from tests.browser.conftest import DESKTOP, PHONE
from tests.reports.told import WEEK, Told, tell


@pytest.fixture
def told(tmp_path: Path) -> Told:
    return tell(tmp_path / "files")


def _sales(page: Page, told: Told, agent: str) -> str:
    page.goto(told.url(f"leaderboard/?{WEEK}"))
    return page.locator("tbody tr").filter(has_text=agent).first.inner_text()


def test_a_contest_goes_from_the_agent_to_the_figures_and_back(
    new_page: Callable[..., Page], sign_in, told: Told, work_off, shot
) -> None:
    agent, leader = new_page(PHONE), new_page(DESKTOP)
    sign_in(agent, told.xiaoqi)
    sign_in(leader, told.head)
    assert "200.00" not in _sales(leader, told, "xiaoqi")

    agent.goto(told.order("A6"))
    agent.get_by_label("Why is it yours?").fill("我先回答的价格")
    agent.get_by_role("button", name="Contest", exact=True).click()
    expect(agent.get_by_text("Waiting for a decision")).to_be_visible()

    leader.goto(told.url("contests/"))
    leader.keyboard.press("e")
    expect(leader.get_by_text("What each rule would say")).to_be_visible()
    leader.keyboard.press("1")  # who contests comes first
    leader.keyboard.press("r")
    leader.keyboard.type("聊天记录里先报价的是小七")
    shot(leader, "contests")
    leader.keyboard.press("Control+Enter")
    expect(leader.get_by_text("Order A6 is credited to xiaoqi.")).to_be_visible()
    expect(leader.get_by_text("Figures are being recomputed.")).to_be_visible()
    work_off()
    expect(leader.get_by_text("The figures are up to date.")).to_be_visible()
    assert "200.00" in _sales(leader, told, "xiaoqi")

    agent.goto(told.url("contests/mine/"))
    expect(agent.get_by_text("聊天记录里先报价的是小七")).to_be_visible()
    expect(agent.get_by_text("Granted")).to_be_visible()
    shot(agent, "contests-mine-phone")
    agent.get_by_label("Order number").fill("123")
    agent.get_by_label("Why is it yours?").fill("我的")
    agent.get_by_role("button", name="Contest", exact=True).click()
    expect(agent.get_by_text("This number cannot be contested.")).to_be_visible()


def test_rules_are_tried_and_then_saved(page: Page, sign_in, told: Told, work_off, shot) -> None:
    sign_in(page, told.manager)
    page.goto(told.url("rules/"))
    page.get_by_label("An order can be recovered within").fill("0")
    page.get_by_role("button", name="See what they would do").click()
    expect(page.get_by_role("alert")).to_contain_text("An order can be recovered within")
    page.get_by_label("An order can be recovered within").fill("3")
    page.get_by_label("Who is credited").select_option("order")
    page.get_by_label("From the beginning, for all days").check()
    page.get_by_role("button", name="See what they would do").click()

    expect(page.locator("tbody tr").filter(has_text="xiaolan")).to_contain_text("−¥80.00")
    expect(page.get_by_text("10 days are computed anew: 2026-05-11 to 2026-05-20.")).to_be_visible()
    shot(page, "rules-preview")
    page.get_by_role("button", name="Save and compute these days anew").click()
    expect(page.get_by_text("Version 1 of the rules is saved.")).to_be_visible()
    work_off()
    page.reload()
    expect(page.locator("tbody tr").filter(has_text="xiaolan")).to_contain_text("−¥80.00")
    shot(page, "rules-version")


@pytest.mark.parametrize(
    ("size", "language", "theme"),
    [(DESKTOP, "zh-hans", "light"), (PHONE, "en", "dark")],
    ids=["wide", "phone"],
)
def test_pages_of_rulings_and_rules_fit(
    new_page, sign_in, shot, told: Told, size: dict, language: str, theme: str
) -> None:
    User.objects.filter(pk=told.manager.pk).update(language=language, theme=theme)
    xiaoqi = Agent.objects.get(shop=told.shop, name="xiaoqi")
    for number in ("A6", "A2"):
        order = Order.objects.get(shop=told.shop, order_no=number)
        rulings.contest(Actor.of(told.xiaoqi), xiaoqi, order, "我先回答的，" * 20)
    rulings.decide(Contest.objects.earliest("pk"), xiaoqi, "先报价" * 30, Actor.of(told.manager))
    page = new_page(size)
    sign_in(page, told.manager)
    open_one = Contest.objects.get(status="open").pk
    for path in ("contests/", f"contests/{open_one}/", "contests/decided/", "rulings/", "rules/"):
        page.goto(told.url(path))
        expect(page.locator("h1")).to_be_visible()
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(overflow) <= 0, path
        shot(page, f"{path.split('/')[0]}-{len(path)}-{language}-{theme}-{size['width']}")
