"""A day of twelve lost sales, filled in by keys alone, by one thumb, and without a connection."""

import datetime as dt
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from chats.models import BuyerAlias
from reports.models import Action, LostSaleEntry, LostSaleForm, LostSaleReason
from reports.reasons import taxonomy as reasons
from tests.browser.conftest import PHONE
from tests.cast import Cast

ROWS = 12
MOST_SECONDS = 180  # the agent's three minutes, not a limit of the machine
SMALL_PHONE = {"width": 360, "height": 740}


@pytest.fixture
def form(cast: Cast) -> LostSaleForm:
    """Xiaomei's form of today with twelve rows; the first comes with a suggestion, one more has bought."""
    reasons.ensure(cast.shop)
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    form = LostSaleForm.objects.create(
        shop=cast.shop, agent=cast.xiaomei, day=now.date() - dt.timedelta(days=1)
    )
    silent = LostSaleReason.objects.get(shop=cast.shop, code="attitude.silent")
    for number in range(ROWS + 1):
        buyer = BuyerAlias.objects.create(shop=cast.shop, nick=f"buyer{number}", written=f"买家{number}")
        LostSaleEntry.objects.create(
            form=form,
            buyer=buyer,
            first_at=now + dt.timedelta(minutes=number),
            last_at=now + dt.timedelta(minutes=number + 5),
            product="小饰界珍珠耳钉女925银针气质简约",
            amount_fen=3900,
            suggested=silent if number == 0 else None,
            suggested_cause={"rule": "silent"} if number == 0 else {},
            state="recovered" if number == ROWS else "open",
        )
    return form


@pytest.fixture
def told(form: LostSaleForm) -> Callable[[], list[str]]:
    """The codes of the reasons as they are stored."""

    def codes() -> list[str]:
        return list(form.entries.filter(state="open").values_list("reason__code", flat=True))

    return codes


def open_form(page: Page, cast: Cast, sign_in) -> None:
    sign_in(page, cast.agent)
    page.goto(f"/s/{cast.shop.pk}/lost-sales/")
    expect(page.locator("[data-progress]")).to_have_text(f"0/{ROWS}")


def test_twelve_rows_by_keys_alone(page: Page, cast: Cast, form: LostSaleForm, told, sign_in, shot) -> None:
    open_form(page, cast, sign_in)
    began = time.monotonic()
    shot(page, "lost-sales-desktop", full_page=False)
    page.keyboard.press("ArrowDown")  # to the suggestion, which is taken on purpose only
    page.keyboard.press("Enter")
    page.keyboard.press("y")
    page.keyboard.press("n")
    page.keyboard.press("x")
    for wish in ("运费", "yf", "postage") * 3:
        page.keyboard.insert_text(wish)
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")  # past the questions
    for wish in ("wcf", "再考虑"):
        page.keyboard.insert_text(wish)
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
    expect(page.locator("[data-progress]")).to_have_text(f"{ROWS}/{ROWS}")
    shot(page, "lost-sales-desktop-filled")
    expect(page.get_by_role("button", name="Submit")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Thank you")).to_be_visible()

    assert time.monotonic() - began < MOST_SECONDS
    assert told() == ["attitude.silent", *["price.postage"] * 9, "chase.none", "buyer.thinking"]
    first = form.entries.first()
    assert (first.promo_told, first.recommended, first.chased) == ("yes", "no", "na")


def test_twelve_rows_by_one_thumb(new_page, cast: Cast, form: LostSaleForm, told, sign_in, shot) -> None:
    phone = new_page(SMALL_PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)
    open_form(phone, cast, sign_in)
    began = time.monotonic()
    shot(phone, "lost-sales-phone", full_page=False)
    for _row in range(ROWS):
        row = phone.locator(".loss-active")
        row.get_by_role("button", name="Price", exact=True).tap()
        row.get_by_role("button", name="waits for sale").tap()
        row.get_by_text("No", exact=True).first.tap()
        phone.get_by_role("button", name="Next").tap()
    shot(phone, "lost-sales-phone-filled")
    assert phone.evaluate("document.documentElement.scrollWidth") == SMALL_PHONE["width"]
    phone.get_by_role("button", name="Submit").tap()
    expect(phone.get_by_text("Thank you")).to_be_visible()

    assert time.monotonic() - began < MOST_SECONDS
    assert told() == ["price.sale"] * ROWS
    assert set(form.entries.filter(state="open").values_list("promo_told", flat=True)) == {"no"}


def test_what_was_told_without_a_connection_is_kept_and_sent_later(
    page: Page, cast: Cast, form: LostSaleForm, told, sign_in, expected_errors: list[str]
) -> None:
    expected_errors.append("net::ERR_FAILED")
    open_form(page, cast, sign_in)
    page.route("**/lost-sales/rows/*/", lambda route: route.abort())
    page.keyboard.insert_text("yf")
    page.keyboard.press("Enter")
    expect(page.get_by_text("No connection.")).to_be_visible()
    page.reload()
    expect(page.locator("[data-progress]")).to_have_text(f"1/{ROWS}")
    assert told()[0] is None

    page.unroute("**/lost-sales/rows/*/")
    expect(page.locator("[data-status]")).to_have_text("Saved")
    assert told()[0] == "price.postage"


def test_a_supervisor_reviews_by_keys(page: Page, cast: Cast, form: LostSaleForm, sign_in, shot) -> None:
    above = LostSaleReason.objects.get(shop=cast.shop, code="price.above")
    form.entries.update(reason=above)
    LostSaleForm.objects.update(status="submitted", submitted_at=dt.datetime.now(dt.UTC))
    sign_in(page, cast.supervisor)
    page.goto(f"/s/{cast.shop.pk}/lost-sales/reviews/")
    expect(page.locator("[data-review]")).to_have_count(ROWS)
    page.keyboard.press("a")
    expect(page.get_by_text("accepted", exact=True)).to_have_count(1)
    page.keyboard.press("r")
    page.keyboard.insert_text("Please look again")
    page.keyboard.press("Enter")
    expect(page.get_by_text("returned", exact=True)).to_have_count(1)
    page.keyboard.press("c")
    page.keyboard.type("sto")
    shot(page, "lost-sales-review", full_page=False)

    reviews = list(form.entries.filter(state="open").values_list("review", flat=True))
    assert reviews == ["accepted", "returned", *[""] * (ROWS - 2)]


def test_pages_about_causes_and_actions_fit_a_phone(
    phone: Page, cast: Cast, form: LostSaleForm, sign_in, shot
) -> None:
    above = LostSaleReason.objects.get(shop=cast.shop, code="price.above")
    form.entries.update(reason=above)
    LostSaleForm.objects.update(status="submitted", submitted_at=dt.datetime.now(dt.UTC))
    action = Action.objects.create(
        shop=cast.shop,
        reason=above.parent,
        title="每次活动前的活动说明会",
        kind="briefing",
        start_day=form.day,
        owner=cast.manager,
        created_by=cast.manager,
    )
    sign_in(phone, cast.manager)
    span = f"from={form.day}&to={form.day}"
    paths = (f"lost-sales/causes/?{span}", f"lost-sales/desk/?{span}", f"lost-sales/causes/rows/?{span}")
    for path in (*paths, "lost-sales/reasons/?open=1", "actions/", f"actions/{action.pk}/", "actions/new/"):
        phone.goto(f"/s/{cast.shop.pk}/{path}")
        expect(phone.locator("h1")).to_be_visible()
        assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"], path
        shot(phone, "phone-" + path.split("?")[0].strip("/").replace("/", "-"))
