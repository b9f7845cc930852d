"""An agent copies a script by the keyboard, and confirms what runs."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.audit.actor import Actor
from reports.library.promotions import verbs as promotions
from reports.library.scripts import verbs as scripts
from reports.models import Promotion, PromotionRead, Script
from tests.cast import Cast, make_cast


@pytest.fixture
def cast() -> Cast:
    found = make_cast()
    for title, words in (
        ("催付", "亲，今天付款，今天发货哦～"),
        ("嫌贵", "亲，这款是925银。\n我帮您算一下？"),
    ):
        scripts.add(Script(shop=found.shop, kind="chase", title=title), words, Actor.of(found.agent))
    day = timezone.localdate()
    told = Promotion(
        shop=found.shop, title="满减", text="满199减20", first_day=day, last_day=day, author=found.manager
    )
    promotions.save_promotion(told, Actor.of(found.manager))
    return found


def test_a_script_is_copied_by_keys_and_a_promotion_confirmed_with_one_click(
    page: Page, cast: Cast, sign_in, shot
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, cast.agent)
    page.goto(f"/s/{cast.shop.pk}/library/scripts/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("c")
    expect(page.locator("[data-script]:focus .copied")).to_have_count(1)
    assert page.evaluate("navigator.clipboard.readText()") == "亲，这款是925银。\n我帮您算一下？"
    shot(page, "library-scripts")

    page.goto(f"/s/{cast.shop.pk}/library/promotions/")
    page.locator("article form button").click()
    expect(page.locator("article .tag-good .icon")).to_have_count(1)
    assert PromotionRead.objects.get().user == cast.agent
    shot(page, "library-promotions")
