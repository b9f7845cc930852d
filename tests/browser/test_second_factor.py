"""Setting up a required second factor on a phone, and signing in with it: fit, language, CSP."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Shop, User
from tests.accounts.sign_in.factors import code
from tests.browser.test_people import OVERFLOW, SIZES
from tests.cast import Cast

PASSWORD = "right-horse-9"


def sign_in_by_form(page: Page) -> None:
    page.goto("/sign-in/")
    page.locator("[name=login]").fill("xiaomei")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form.stack button.btn-primary").click()


def test_whoever_has_none_is_led_to_set_it_up_and_signs_in_with_it(
    phone: Page, page: Page, cast: Cast, shot
) -> None:
    Shop.objects.filter(pk=cast.shop.pk).update(two_factor_required=True)
    sign_in_by_form(phone)
    expect(phone.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    phone.get_by_label("Password").fill(PASSWORD)
    phone.get_by_role("button", name="Continue").click()
    expect(phone.get_by_text("opens only to accounts with a second factor")).to_be_visible()
    expect(phone.get_by_role("img", name="QR code")).to_be_visible()
    shot(phone, "second-factor-phone")
    assert phone.evaluate(OVERFLOW) == 0
    secret = phone.locator("details .mono").text_content()
    phone.get_by_label("Code").fill(code(secret))
    phone.get_by_role("button", name="Switch on").click()
    expect(phone.locator(".codes li")).to_have_count(10)
    shot(phone, "recovery-codes-phone")
    phone.get_by_role("link", name="I keep them, continue").click()
    expect(phone.get_by_role("heading", name="Overview")).to_be_visible()

    sign_in_by_form(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("还差一步")
    page.locator("[name=code]").fill(code(secret))
    page.locator("form.stack button.btn-primary").click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_the_pages_of_the_account_fit(new_page, cast: Cast, sign_in, shot, size: str, language: str) -> None:
    User.objects.filter(pk=cast.manager.pk).update(language=language)
    page = new_page(SIZES[size])
    sign_in(page, cast.manager)
    for path in ("account/", "account/mail/", "account/confirm/", "password/"):
        page.goto(f"/{path}")
        shot(page, f"{path.strip('/').replace('/', '-')}-{size}-{language}")
        expect(page.locator("h1")).to_be_visible()
        assert page.evaluate(OVERFLOW) == 0, path
