"""In a real browser: script that somebody wrote as nick, text, title or note stays what it is, a text."""

from django.urls import reverse
from playwright.sync_api import Page, expect

from chats.models import Order
from tests.safety.test_hostile_words import IMAGE, SCRIPT, SPAN, shop_of  # noqa: F401  (a fixture)


def test_no_script_of_a_buyer_runs_on_any_page_that_shows_it(page: Page, sign_in, shop_of) -> None:  # noqa: F811
    cast = shop_of([f"{SCRIPT}1", f"{IMAGE}2"], [SCRIPT, IMAGE])
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    sign_in(page, cast.manager)
    order = reverse("reports:order", args=[cast.shop.pk, Order.objects.get(order_no="100").pk])
    for address in (order, reverse("reports:lost_sales", args=[cast.shop.pk])):
        page.goto(address)
        expect(page.get_by_text("<script>alert(1)</script>").first).to_be_attached()
    page.goto(f"{reverse('reports:orders', args=[cast.shop.pk])}?{SPAN}")
    expect(page.get_by_text("<script>alert(1)</script>").first).to_be_visible()

    assert dialogs == []
    assert page.locator("img[src='x']").count() == 0
