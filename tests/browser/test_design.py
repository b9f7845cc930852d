"""The base pages at desktop and phone width, in both languages, light and dark."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from chats.models import ImportBatch, Job, RefusedRow, ShopState
from reports.models import AgentDay, ShopDay
from tests.cast import Cast, make_cast

SIZES = {"desktop": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
LANGUAGES = {"zh-hans": "概览", "en": "Overview"}  # the first word of the navigation


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    _two_weeks(cast)
    _imports(cast)
    return cast


def _two_weeks(cast: Cast) -> None:
    for number in range(14):
        day = dt.date(2026, 5, 1) + dt.timedelta(days=number)
        sums = {
            "receptions": 210 + 6 * number,
            "replied": 204 + 6 * number,
            "first_response_seconds_sum": 2900 - 60 * number,
            "inquiries": 150 + number,
            "mature_inquiries": 150 + number,
            "mature_paid_final": 61 + 2 * number,
            "sales_fen": 845_050 + 31_000 * number,
            "paid_orders": 70 + number,
        }
        AgentDay.objects.create(shop=cast.shop, day=day, agent=cast.xiaomei, **sums)
        books = {"paid_fen": 1_630_000 + 20_000 * number, "agents_fen": sums["sales_fen"]}
        ShopDay.objects.create(shop=cast.shop, day=day, **sums, **books)
    as_of = dt.datetime(2026, 5, 14, 15, 50, tzinfo=dt.UTC)
    ShopState.objects.create(
        shop=cast.shop, as_of=as_of, first_day=dt.date(2026, 5, 1), last_day=dt.date(2026, 5, 14)
    )


def _imports(cast: Cast) -> None:
    done = Job.objects.create(shop=cast.shop, kind="import", status=Job.Status.DONE)
    batch = ImportBatch.objects.create(
        shop=cast.shop,
        path="五月/订单报表_2026-05-01至2026-05-14.csv",
        sha256="a",
        kind="taobao_orders",
        status="done",
        read=2041,
        added=1980,
        changed=40,
        unchanged=18,
        refused=3,
        job=done,
        created_by=cast.manager,
    )
    for line in (17, 812, 1904):
        RefusedRow.objects.create(
            batch=batch,
            line=line,
            column="订单付款时间",
            code="bad-time",
            params={"found": "2026-11-31"},
            raw={"订单编号": f"28817{line}", "订单付款时间": "2026-11-31 10:00:00"},
        )
    ImportBatch.objects.create(
        shop=cast.shop,
        path="千牛窗口复制_tb900800001.txt",
        sha256="b",
        status="mapping",
        error={"code": "mapping-needed", "params": {"speakers": "小王、tb900800001"}},
        job=done,
        created_by=cast.manager,
    )
    ImportBatch.objects.create(
        shop=cast.shop,
        path="合同.docx",
        sha256="c",
        status="refused",
        error={"code": "office-document", "params": {}},
        job=done,
        created_by=cast.manager,
    )
    ImportBatch.objects.create(
        shop=cast.shop,
        path="千牛聊天记录_5月.xlsx",
        sha256="d",
        kind="qianniu_table",
        status="done",
        read=18_204,
        added=18_204,
        new_agents=["示例旗舰店:小七"],
        job=done,
        created_by=cast.manager,
    )


def _fits(page: Page) -> None:
    """No page scrolls sideways as a whole."""
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) <= 0


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_of_a_manager_fit_and_break_no_rule(
    new_page, sign_in, shot, cast: Cast, size: str, language: str, theme: str
) -> None:
    User.objects.filter(pk=cast.manager.pk).update(language=language, theme=theme)
    page = new_page(SIZES[size])
    sign_in(page, cast.manager)
    root = f"/s/{cast.shop.pk}"
    batches = list(ImportBatch.objects.order_by("pk"))
    addresses = {
        "home": f"{root}/",
        "imports": f"{root}/imports/",
        "refusals": f"{root}/imports/{batches[0].pk}/",
        "mapping": f"{root}/imports/{batches[1].pk}/",
    }
    for name, address in addresses.items():
        page.goto(address)
        expect(page.locator("h1")).to_be_visible()
        assert page.locator("html").get_attribute("data-bs-theme") == theme
        expect(page.locator(".side-link").first).to_have_text(LANGUAGES[language])
        _fits(page)
        shot(page, f"{name}-{size}-{language}-{theme}")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_before_signing_in_fit_and_break_no_rule(new_page, shot, size: str, language: str) -> None:
    locale = {"zh-hans": "zh-CN", "en": "en-GB"}[language]
    page = new_page(SIZES[size], locale=locale)
    page.goto("/setup/")
    _fits(page)
    shot(page, f"setup-{size}-{language}")
    make_cast()
    page.goto("/sign-in/")
    _fits(page)
    shot(page, f"sign-in-{size}-{language}")


def test_an_agent_sees_own_figures_and_no_import(page: Page, sign_in, shot, cast: Cast) -> None:
    sign_in(page, cast.agent)
    page.goto("/")
    expect(page.get_by_text("小美")).to_be_visible()
    expect(page.get_by_role("link", name="Import")).to_have_count(0)
    shot(page, "home-agent")
