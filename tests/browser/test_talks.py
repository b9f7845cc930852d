"""Chats and chasing in a browser: a search opens at its message, a chase is noted by keyboard, phones fit."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from chats.models import ChaseNote
from tests.browser.conftest import PHONE
from tests.reports.told import Told, tell

MAY = "from=2026-05-01&to=2026-05-31"


@pytest.fixture
def told(tmp_path: Path) -> Told:
    """With a conversation of many screens before the words that are looked for."""
    said = [f"05-12 08:{minute:02} kim > xiaomei: 第{minute}句" for minute in range(40)]
    return tell(tmp_path / "files", *said)


def _fits(page: Page) -> None:
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) <= 0


def test_a_search_opens_the_conversation_at_its_message(page: Page, sign_in, told: Told) -> None:
    sign_in(page, told.xiaomei)
    page.goto(told.url(f"chats/?{MAY}"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("今天发货")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="有的，今天发货").click()

    expect(page.locator("#at mark")).to_have_text("今天发货")
    expect(page.locator("#at")).to_be_in_viewport()
    expect(page.locator("#at")).to_be_focused()


def test_a_chase_is_noted_and_taken_back_by_keyboard(page: Page, sign_in, told: Told) -> None:
    sign_in(page, told.xiaolan)
    page.goto(told.url("chasing/"))
    page.locator(".chasing-note > summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("How")).to_be_visible()
    page.get_by_label("What was said").focus()
    page.keyboard.type("明天再说")
    page.keyboard.press("Enter")
    expect(page.locator(".chasing-noted")).to_contain_text("明天再说")
    assert ChaseNote.objects.get().channel == "phone"

    page.locator(".chasing-remove > summary").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Remove the note").press("Enter")
    expect(page.locator(".chasing-noted")).to_have_count(0)


@pytest.mark.parametrize(("language", "theme"), [("zh-hans", "dark"), ("en", "light")])
def test_chats_and_chasing_fit_a_phone(
    new_page, sign_in, shot, told: Told, language: str, theme: str
) -> None:
    told.manager.language, told.manager.theme = language, theme
    told.manager.save()
    phone = new_page(PHONE)
    sign_in(phone, told.manager)
    kim = told.credit("A6").order.buyer.person
    for name, address in {
        "chats": f"chats/?{MAY}",
        "chats-search": f"chats/?{MAY}&q=第",
        "conversation": f"chats/{kim}/",
        "chasing": "chasing/",
        "chasing-results": f"chasing/results/?{MAY}",
    }.items():
        phone.goto(told.url(address))
        expect(phone.locator("h1")).to_be_visible()
        _fits(phone)
        shot(phone, f"{name}-phone-{language}-{theme}")
