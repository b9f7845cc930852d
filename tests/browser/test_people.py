"""Setting up a shop's people as a manager does, in a browser: wide and narrow, in both languages."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Agent, Team, User
from tests.browser.test_shell import SMALL_TARGETS, TOUCH_PIXELS
from tests.cast import Cast, agent_of, make_cast, supervises

SIZES = {"desktop": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
PAGES = ("people/", "people/agents/new/", "people/invitations/new/", "people/teams/new/")
TARGETS = SMALL_TARGETS.replace(".crumbs a", ".crumbs a, label > input")  # there the label is the target
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def cast() -> Cast:
    """The cast with a second team, a robot, a leaver and somebody met in chats."""
    cast = make_cast()
    night = Team.objects.create(shop=cast.shop, name="夜班组")
    agent_of(cast.shop, "小兰", night)
    Agent.objects.filter(shop=cast.shop, name="小兰").update(active_to=dt.date(2026, 1, 31))
    agent_of(cast.shop, "服务助手")
    Agent.objects.filter(shop=cast.shop, name="服务助手").update(kind="robot")
    met = agent_of(cast.shop, "夜猫子")
    Agent.objects.filter(pk=met.pk).update(in_roster=False)
    supervises(cast.supervisor, cast.team)
    return cast


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_the_pages_of_people_fit_and_are_told_in_the_readers_language(
    new_page, cast: Cast, sign_in, shot, size: str, language: str
) -> None:
    User.objects.filter(pk=cast.manager.pk).update(language=language)
    page = new_page(SIZES[size])
    sign_in(page, cast.manager)
    for path in (*PAGES, f"people/members/{cast.supervisor.pk}/", f"people/agents/{cast.xiaomei.pk}/"):
        page.goto(f"/s/{cast.shop.pk}/{path}")
        name = path.strip("/").replace("/", "-")
        shot(page, f"{name}-{size}-{language}")

        expect(page.locator("h1")).to_be_visible()
        assert page.evaluate(OVERFLOW) == 0, path
        if size == "phone":
            assert page.evaluate(TARGETS, TOUCH_PIXELS) == [], path


def test_a_manager_invites_an_agent_who_makes_an_account_on_her_phone(
    page: Page, phone: Page, cast: Cast, sign_in, shot
) -> None:
    sign_in(page, cast.manager)
    page.goto(f"/s/{cast.shop.pk}/people/")
    page.get_by_role("link", name="Invite somebody").click()
    page.get_by_label("For whom").fill("小七")
    page.get_by_label("小七").last.check()
    page.get_by_role("button", name="Make the link").click()
    link = page.get_by_label("Link").input_value()
    shot(page, "people-link")
    page.get_by_role("button", name="Copy").click()

    phone.goto(link)
    shot(phone, "people-join-phone")
    for field, text in {"username": "xiaoqi", "first_name": "小七"}.items():
        phone.locator(f"[name={field}]").fill(text)
    for field in ("password1", "password2"):
        phone.locator(f"[name={field}]").fill("right-horse-9")
    phone.locator("form button.btn-primary").click()

    expect(phone.locator(".thumbbar")).to_be_visible()
    assert Agent.objects.get(name="小七").user == User.objects.get(username="xiaoqi")


def test_a_nick_moves_after_a_question(page: Page, cast: Cast, sign_in, shot) -> None:
    sign_in(page, cast.manager)
    page.goto(f"/s/{cast.shop.pk}/people/agents/{cast.xiaomei.pk}/")
    page.get_by_label("More nicks").fill("示例旗舰店:夜猫子")
    page.get_by_role("button", name="Save").click()
    shot(page, "people-nick-question")
    page.get_by_label("Move these nicks here").check()
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("小美 is saved.")).to_be_visible()
    expect(page.get_by_role("link", name="夜猫子")).to_have_count(0)


def test_a_forgotten_password_is_renewed_with_a_managers_link(
    page: Page, phone: Page, cast: Cast, sign_in, shot
) -> None:
    sign_in(page, cast.manager)
    page.goto(f"/s/{cast.shop.pk}/people/members/{cast.agent.pk}/")
    page.get_by_role("button", name="Link for a new password").click()
    phone.goto(page.get_by_label("Link").input_value())
    shot(phone, "people-password-phone")
    for field in ("new_password1", "new_password2"):
        phone.locator(f"[name={field}]").fill("other-horse-7")
    phone.locator("form button.btn-primary").click()

    expect(phone.get_by_text("Your password is changed.")).to_be_visible()


def test_a_leaver_is_let_out(page: Page, cast: Cast, sign_in, shot) -> None:
    sign_in(page, cast.manager)
    page.goto(f"/s/{cast.shop.pk}/people/members/{cast.agent.pk}/")
    page.get_by_role("link", name="End access").click()
    shot(page, "people-leaver")
    page.get_by_role("button", name="End access").click()

    expect(page.get_by_text("has no access to this shop any more")).to_be_visible()


def test_a_supervisor_reads_about_the_team_and_changes_nothing(page: Page, cast: Cast, sign_in, shot) -> None:
    sign_in(page, cast.supervisor)
    page.goto(f"/s/{cast.shop.pk}/people/")
    shot(page, "people-supervisor")

    expect(page.get_by_role("cell", name="小美", exact=True).first).to_be_visible()
    expect(page.get_by_text("小七")).to_have_count(0)
    expect(page.locator("main form, main .btn")).to_have_count(0)
