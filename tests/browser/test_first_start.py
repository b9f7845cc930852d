"""From an empty database to a supervisor who looks at real figures, by the pages alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Membership, Role, User

SHOP = "新店旗舰店"
PASSWORD = "right-horse-9"
AGENTS = "子账号,姓名,团队\n新店旗舰店:小美,小美,售前一组\n"
CHATS = (
    "客服,买家,方向,时间,类型,内容\n"
    "新店旗舰店:小美,lily,买家,2026-05-09 10:02:00,,有货吗\n"
    "新店旗舰店:小美,lily,客服,2026-05-09 10:02:08,,有的亲\n"
)
ORDERS = (
    "订单编号,买家会员名,总金额,买家实际支付金额,订单状态,订单创建时间,订单付款时间 ,宝贝总数量,店铺名称\n"
    "180000000000000101,lily,168.00,168.00,交易成功,2026-05-09 10:20:00,2026-05-09 10:20:30,1,新店旗舰店\n"
)
FILES = {"agents.csv": AGENTS, "chats.csv": CHATS, "orders.csv": ORDERS}


def fill(page: Page, **fields: str) -> None:
    for name, text in fields.items():
        page.locator(f"[name={name}]").fill(text)


@pytest.fixture
def english(new_page: Callable[..., Page]) -> Callable[..., Page]:
    return lambda width, height, **more: new_page({"width": width, "height": height}, locale="en-GB", **more)


def test_a_new_shop_goes_from_nothing_to_a_supervisor_with_figures(
    english: Callable[..., Page], shot, work_off: Callable[[], int]
) -> None:
    page = english(1440, 900)
    page.goto("/")
    expect(page.get_by_role("heading", name="Welcome")).to_be_visible()
    fill(page, username="wu", password1=PASSWORD, password2=PASSWORD, shop_name=SHOP, main_account=SHOP)
    shot(page, "first-start-setup")
    page.get_by_role("button", name="Create shop and sign in").click()

    steps = page.get_by_role("region", name="Get started")
    expect(steps).to_be_visible()
    shot(page, "first-start-steps")
    steps.get_by_role("link", name="Import", exact=True).first.click()
    page.locator("input[type=file]").set_input_files(
        [{"name": name, "mimeType": "text/csv", "buffer": text.encode()} for name, text in FILES.items()]
    )
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_text("3 files received.")).to_be_visible()
    work_off()
    expect(page.get_by_text("Imported", exact=True)).to_have_count(3)

    page.get_by_role("link", name="Overview").first.click()
    shot(page, "first-start-imported")
    page.get_by_role("link", name="Invite somebody").click()
    page.get_by_label("For whom").fill("兰")
    page.get_by_label("Role").select_option("supervisor")
    page.get_by_label("Supervises every team").check()
    page.get_by_role("button", name="Make the link").click()
    link = page.get_by_label("Link").input_value()

    phone = english(390, 844, has_touch=True, is_mobile=True)
    phone.goto(link)
    fill(phone, username="lan", first_name="兰", password1=PASSWORD, password2=PASSWORD)
    phone.get_by_role("button", name="Make my account").click()
    expect(phone.get_by_text("¥168.00").first).to_be_visible()
    shot(phone, "first-start-supervisor")
    phone.get_by_role("navigation", name="Main pages").get_by_role("link", name="Leaderboard").click()
    expect(phone.get_by_text("小美").first).to_be_visible()

    page.get_by_role("link", name="Overview").first.click()
    expect(page.get_by_role("region", name="Get started")).to_have_count(0)
    shot(page, "first-start-done")
    assert not User.objects.filter(is_superuser=True).exists()
    assert Membership.objects.get(user__username="lan", role=Role.SUPERVISOR).all_teams
