"""Importing in a real browser: dropping, choosing, watching, and being told at once what is too large."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from chats.models import ImportBatch
from tests.cast import Cast

CHATS = (
    "客服,买家,方向,时间,类型,内容\n"
    "示例旗舰店:小美,lily,买家,2026-05-09 10:02:00,,有货吗\n"
    "示例旗舰店:小美,lily,客服,2026-05-09 10:02:08,,有的亲\n"
)
TRAFFIC = "日期,访客数\n2026-05-09,1000\n"
DROP = """([zone, files]) => {
    const data = new DataTransfer();
    for (const [name, text] of files) data.items.add(new File([text], name));
    for (const kind of ["dragenter", "dragover", "drop"])
        zone.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def imports(page: Page, cast: Cast, sign_in) -> Page:
    """The import page, as manager Wu sees it."""
    sign_in(page, cast.manager)
    page.goto(f"/s/{cast.shop.pk}/imports/")
    return page


def test_dropped_files_are_named_sent_and_watched_until_they_are_read(
    imports: Page, shot, work_off: Callable[[], int]
) -> None:
    zone = imports.locator(".drop").element_handle()
    imports.evaluate(DROP, [zone, [["chats.csv", CHATS], ["traffic.csv", TRAFFIC]]])
    expect(imports.locator(".picked li")).to_have_count(2)
    shot(imports, "imports-picked")

    imports.get_by_role("button", name="Import").click()
    expect(imports.get_by_text("2 files received.")).to_be_visible()
    expect(imports.locator("progress")).to_have_count(1)
    shot(imports, "imports-waiting")
    work_off()

    expect(imports.get_by_text("Imported", exact=True)).to_have_count(2)
    expect(imports.locator("progress")).to_have_count(0)
    assert sorted(ImportBatch.objects.values_list("path", "added")) == [("chats.csv", 2), ("traffic.csv", 1)]


def test_a_keyboard_reaches_the_files_and_sends_them(imports: Page) -> None:
    imports.locator("#content").focus()
    imports.keyboard.press("Tab")
    field = imports.locator("input[type=file]")
    expect(field).to_be_focused()
    field.set_input_files({"name": "chats.csv", "mimeType": "text/csv", "buffer": CHATS.encode()})
    imports.keyboard.press("Tab")
    expect(imports.get_by_role("button", name="Import")).to_be_focused()
    imports.keyboard.press("Enter")

    expect(imports.get_by_text("1 file received.")).to_be_visible()


def test_a_file_over_the_limit_is_told_before_it_is_sent(settings, imports: Page) -> None:
    settings.UPLOAD_LIMIT_BYTES = 10
    imports.reload()
    imports.locator("input[type=file]").set_input_files(
        {"name": "chats.csv", "mimeType": "text/csv", "buffer": CHATS.encode()}
    )

    expect(imports.locator(".too-large")).to_contain_text("chats.csv")
    expect(imports.get_by_role("button", name="Import")).to_be_disabled()


def test_without_javascript_files_can_still_be_sent(new_page, cast: Cast, sign_in) -> None:
    page = new_page({"width": 1440, "height": 900}, java_script_enabled=False)
    sign_in(page, cast.manager)
    page.goto(f"/s/{cast.shop.pk}/imports/")
    page.locator("input[type=file]").set_input_files(
        {"name": "chats.csv", "mimeType": "text/csv", "buffer": CHATS.encode()}
    )
    page.get_by_role("button", name="Import").click()

    expect(page.get_by_text("1 file received.")).to_be_visible()


def test_a_person_says_who_is_who_on_a_phone(phone: Page, cast: Cast, sign_in, shot, work_off) -> None:
    sign_in(phone, cast.manager)
    phone.goto(f"/s/{cast.shop.pk}/imports/")
    copy = "Anna 2026-5-9 9:58:20\n在吗\nBella 2026-5-9 9:58:41\n在的\n"
    phone.locator("input[type=file]").set_input_files(
        {"name": "copy.txt", "mimeType": "text/plain", "buffer": copy.encode()}
    )
    phone.get_by_role("button", name="Import").click()
    expect(phone.get_by_text("1 file received.")).to_be_visible()
    work_off()

    phone.get_by_role("link", name="Say who is who").click()
    phone.get_by_label("Anna").check()
    shot(phone, "mapping-answered")
    phone.get_by_role("button", name="Continue the import").click()
    expect(phone.locator("progress")).to_have_count(1)
    work_off()

    expect(phone.get_by_text("Imported", exact=True)).to_be_visible()
