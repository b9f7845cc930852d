"""The frame around every page: menus, language, appearance, hints, the keyboard, the phone, paper."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Membership, Role, User
from tests.cast import Cast

TOUCH_PIXELS = 44
SMALL_TARGETS = """(least) => [...document.querySelectorAll("a, button, input, select")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".sidebar"))
    .filter((one) => !one.matches(".skip-link, .hint, [type=hidden], .crumbs a"))
    .filter((one) => one.getBoundingClientRect().height < least - 0.5)
    .map((one) => one.outerHTML.slice(0, 90))"""


def test_the_shop_switcher_leads_to_the_other_shop(page: Page, cast: Cast, sign_in, shot) -> None:
    Membership.objects.create(user=cast.manager, shop=cast.other_shop, role=Role.AGENT)
    sign_in(page, cast.manager)
    page.goto(f"/s/{cast.shop.pk}/")
    page.get_by_role("button", name="示例旗舰店").click()
    shot(page, "shop-switcher", full_page=False)
    page.get_by_role("link", name="别家旗舰店").click()

    expect(page.get_by_role("button", name="别家旗舰店")).to_be_visible()
    page.goto("/")
    assert f"/s/{cast.other_shop.pk}/" in page.url


def test_language_and_appearance_are_chosen_in_the_menu(page: Page, cast: Cast, sign_in, shot) -> None:
    sign_in(page, cast.manager)
    page.goto("/")
    page.get_by_role("button", name="Your account").click()
    shot(page, "user-menu", full_page=False)
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html[data-bs-theme=dark]")).to_have_count(1)
    page.get_by_role("button", name="Your account").click()
    page.get_by_role("button", name="简体中文").click()

    expect(page.locator("html[lang=zh-hans]")).to_have_count(1)
    cast.manager.refresh_from_db()
    assert (cast.manager.language, cast.manager.theme) == ("zh-hans", "dark")


def test_without_a_choice_the_page_follows_the_system(new_page, cast: Cast, sign_in) -> None:
    page = new_page({"width": 1440, "height": 900}, color_scheme="dark")
    sign_in(page, cast.manager)
    page.goto("/")
    expect(page.locator("html[data-bs-theme=dark]")).to_have_count(1)
    page.emulate_media(color_scheme="light")
    expect(page.locator("html[data-bs-theme=light]")).to_have_count(1)


def test_the_menu_of_a_phone_opens_and_signs_out(phone: Page, cast: Cast, sign_in, shot) -> None:
    sign_in(phone, cast.manager)
    phone.goto("/")
    phone.get_by_role("button", name="More").click()
    expect(phone.get_by_role("dialog")).to_be_visible()
    phone.get_by_role("button", name="Your account").click()
    shot(phone, "phone-menu", full_page=False)
    phone.get_by_role("button", name="Sign out").click()

    expect(phone.get_by_role("heading", name="登录")).to_be_visible()  # the browser's language again


@pytest.mark.parametrize("path", ["", "imports/"])
def test_every_target_on_a_phone_is_large_enough_for_a_thumb(
    phone: Page, cast: Cast, sign_in, path: str
) -> None:
    sign_in(phone, cast.manager)
    phone.goto(f"/s/{cast.shop.pk}/{path}")

    assert phone.evaluate(SMALL_TARGETS, TOUCH_PIXELS) == []


def test_the_keyboard_can_skip_to_the_content(page: Page, cast: Cast, sign_in) -> None:
    sign_in(page, cast.manager)
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("#content")).to_be_focused()


def test_signing_in_by_keyboard(page: Page, cast: Cast) -> None:
    page.goto("/sign-in/")
    User.objects.filter(pk=cast.manager.pk).update(language="en")
    page.keyboard.type("wu")
    page.keyboard.press("Tab")
    page.keyboard.type("right-horse-9")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Overview")).to_be_visible()


def test_a_page_that_is_not_there_says_so_and_leads_home(
    page: Page, cast: Cast, sign_in, shot, expected_errors: list[str]
) -> None:
    expected_errors.append("404")
    sign_in(page, cast.stranger)
    page.goto(f"/s/{cast.shop.pk}/")

    expect(page.get_by_role("heading", name="This page is not here")).to_be_visible()
    shot(page, "not-found")
