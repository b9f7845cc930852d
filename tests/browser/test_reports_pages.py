"""The report pages at desktop and phone width, in both languages, light and dark."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.browser.conftest import DESKTOP, PHONE
from tests.reports.told import WEEK, Told, tell

SIZES = {"desktop": DESKTOP, "phone": PHONE}
DAYS = "from=2026-05-11&to=2026-05-12"


@pytest.fixture
def told(tmp_path: Path) -> Told:
    return tell(tmp_path / "files")


def _fits(page: Page) -> None:
    """No page scrolls sideways as a whole."""
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) <= 0


def _addresses(told: Told) -> dict[str, str]:
    return {
        "leaderboard": told.url(f"leaderboard/?{WEEK}"),
        "leaderboard-chasing": told.url(f"leaderboard/?{WEEK}&view=chasing"),
        "orders": told.url(f"orders/?{WEEK}"),
        "order": told.order("A6"),
        "order-silent": told.order("A2"),
        "funnel": told.url(f"funnel/?{DAYS}"),
        "figures": told.url("figures/"),
    }


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("language", "theme"), [("zh-hans", "light"), ("en", "dark")])
def test_report_pages_fit_and_break_no_rule(
    new_page, sign_in, shot, told: Told, size: str, language: str, theme: str
) -> None:
    User.objects.filter(pk=told.manager.pk).update(language=language, theme=theme)
    page = new_page(SIZES[size])
    sign_in(page, told.manager)
    for name, address in _addresses(told).items():
        page.goto(address)
        expect(page.locator("h1")).to_be_visible()
        _fits(page)
        shot(page, f"{name}-{size}-{language}-{theme}")


def test_an_agents_standing_fits_a_phone(phone: Page, sign_in, shot, told: Told) -> None:
    sign_in(phone, told.xiaoqi)
    phone.goto(told.url(f"leaderboard/?{WEEK}"))

    expect(phone.get_by_role("heading", name="xiaoqi")).to_be_visible()
    expect(phone.get_by_text("xiaomei")).to_have_count(0)
    _fits(phone)
    shot(phone, "standing-phone")


def test_a_leader_goes_from_the_board_to_the_reason_of_an_order(page: Page, sign_in, told: Told) -> None:
    sign_in(page, told.manager)
    page.goto(told.url(f"leaderboard/?{WEEK}"))
    page.get_by_role("link", name="¥259.00").first.click()  # xiaomei's A1 and A6
    page.get_by_role("link", name="A6").click()

    expect(page.get_by_text("xiaomei is credited with it")).to_be_visible()
    expect(page.locator(".said-evidence")).to_have_count(1)


def test_a_column_sorts_and_leads_to_its_meaning(page: Page, sign_in, told: Told) -> None:
    sign_in(page, told.manager)
    page.goto(told.url(f"leaderboard/?{WEEK}"))
    header = page.locator("th").filter(has_text="First response").first
    header.locator("a").first.click()
    expect(page.locator("tbody tr").first).to_contain_text("xiaomei")  # 9 s before 15 s

    page.locator("th").filter(has_text="Sales").first.get_by_role("link", name="What does").click()
    expect(page.locator("#sales_fen")).to_be_in_viewport()


def test_a_filter_sends_itself_and_keeps_the_span(page: Page, sign_in, told: Told) -> None:
    sign_in(page, told.manager)
    page.goto(told.url(f"orders/?{WEEK}"))
    page.get_by_label("Class").select_option("chased")

    expect(page.get_by_role("link", name="A3")).to_be_visible()
    expect(page.get_by_role("link", name="A1")).to_have_count(0)
    assert "from=2026-05-11" in page.url
