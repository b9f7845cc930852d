"""Script in nicks and texts, formulas in titles and nicks: shown as they were written, and never run.

Everything goes in through the import page, and is looked at on every page and in every file of the project
that takes no more than the shop and an object of it (they come from the URLconf).
"""

import csv
import io
import re
from collections.abc import Callable, Iterator

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Agent, Membership, Role, Shop
from chats.models import BuyerAlias, ImportBatch, Order, Reception
from reports.lost_sales.form import verbs as lost_sales
from reports.models import LostSaleEntry, LostSaleForm
from tests.cast import Cast, make_cast
from tests.chats.importers.builders import table
from tests.safety.addresses import EVERY, parameters

SCRIPT = "<script>alert(1)</script>"
IMAGE = '"><img src=x onerror=alert(2)>'
CHATS = ("客服", "买家", "方向", "时间", "类型", "内容")
ORDERS = (
    *("订单编号", "买家会员名", "总金额", "买家实际支付金额", "订单状态", "订单创建时间", "订单付款时间"),
    *("宝贝总数量", "宝贝标题", "订单备注"),
)
DAY, SPAN = "2026-05-11", "from=2026-05-01&to=2026-05-31"
HARMFUL = re.compile(r"<script>alert|<img src=x|<svg/onload")
FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "=cmd|' /C calc'!A0", "＝1+1")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def quoted(*rows: tuple[str, ...]) -> bytes:
    """Rows as CSV, so that quotes, commas and line ends arrive as they are."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


@pytest.fixture
def shop_of(db: None, client: Client, work_off, settings) -> Callable[..., Cast]:
    """A function that imports chats and orders of the given buyers and words, through the import page."""
    settings.LANGUAGE_CODE = "en"

    def fill(buyers: list[str], words: list[str]) -> Cast:
        cast = make_cast()
        Shop.objects.filter(pk=cast.shop.pk).update(show_buyer_nicks=True)
        Membership.objects.create(user=cast.manager, shop=cast.shop, role=Role.AGENT)
        Agent.objects.filter(pk=cast.xiaomei.pk).update(user=cast.manager)
        client.force_login(cast.manager)
        chats, orders = [CHATS], [ORDERS]
        for number, (buyer, text) in enumerate(zip(buyers, words, strict=True)):
            agent = cast.xiaomei.first_nick
            chats.append((agent, buyer, "买家", f"{DAY} 10:{number:02}:00", "", text))
            chats.append((agent, buyer, "客服", f"{DAY} 10:{number:02}:20", "", f"{text} 在的"))
            paid = "" if number % 2 else f"{DAY} 11:{number:02}:30"
            orders.append(
                (f"10{number}", buyer, "59", "59" if paid else "0", "交易成功" if paid else "等待买家付款",
                 f"{DAY} 11:{number:02}:00", paid, "1", text, text)
            )  # fmt: skip
        sent = [SimpleUploadedFile("chats.csv", quoted(*chats)), SimpleUploadedFile("o.csv", quoted(*orders))]
        client.post(reverse("chats:imports", args=[cast.shop.pk]), {"files": sent})
        work_off()
        assert set(ImportBatch.objects.values_list("status", "refused")) == {("done", 0)}
        _fill_forms(cast, words)
        return cast

    return fill


def _fill_forms(cast: Cast, words: list[str]) -> None:
    """Lost-sale rows with the same words in everything that a person may write."""
    [day] = set(Reception.objects.values_list("day", flat=True))
    lost_sales.open_days(cast.shop, day, day)
    form, _ = LostSaleForm.objects.get_or_create(shop=cast.shop, agent=cast.xiaomei, day=day)
    order = Order.objects.first()
    for text in words:
        LostSaleEntry.objects.create(
            form=form, buyer_name=text[:120], product=text, note=text, would_do=text, added_by_hand=True,
            first_at=order.created_at, last_at=order.created_at,
        )  # fmt: skip


def addresses(cast: Cast, kind: str | None = None) -> Iterator[tuple[str, str]]:
    """(name, address) of every page of the shop, or of its files of a kind."""
    known = {
        "shop_id": cast.shop.pk,
        "agent_id": cast.xiaomei.pk,
        "team_id": cast.team.pk,
        "user_id": cast.manager.pk,
        "order_id": Order.objects.first().pk,
        "batch_id": ImportBatch.objects.first().pk,
        "buyer_id": BuyerAlias.objects.first().pk,
        "form_id": LostSaleForm.objects.first().pk,
        "entry_id": LostSaleEntry.objects.filter(added_by_hand=False).first().pk,
        "kind": kind,
    }
    for name, pattern in EVERY.items():
        wanted = set(parameters(name))
        fits = "shop_id" in wanted and wanted <= known.keys() and ("kind" in wanted) == bool(kind)
        if pattern.name and fits and not name.startswith("admin"):
            yield name, reverse(name, kwargs={key: known[key] for key in wanted})


def test_script_in_nicks_and_texts_is_shown_as_text_on_every_page(shop_of, client: Client) -> None:
    words = [SCRIPT, IMAGE, "</textarea></title><svg/onload=alert(3)>"]
    cast = shop_of([f"{word[:60]}{number}" for number, word in enumerate(words)], words)
    shown, harmful = set(), {}
    for name, address in addresses(cast):
        answer = client.get(f"{address}?{SPAN}")
        if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
            continue
        page = answer.content.decode()
        if "&lt;script&gt;alert(1)" in page:
            shown.add(name)
        if found := HARMFUL.search(page):
            harmful[name] = found[0]

    assert harmful == {}
    assert {"reports:orders", "reports:order", "reports:lost_sales"} <= shown


def test_a_formula_is_text_in_every_file_of_the_project(shop_of, client: Client) -> None:
    cast = shop_of([f"{formula.strip()}{n}" for n, formula in enumerate(FORMULAS)], list(FORMULAS))
    looked, formulas = set(), []
    for kind in ("csv", "xlsx"):
        for name, address in addresses(cast, kind):
            answer = client.get(f"{address}?{SPAN}")
            if answer.status_code != 200:
                continue
            looked.add(name)
            content = b"".join(answer) if answer.streaming else answer.content
            formulas += [(name, cell) for cell in _formulas(content, kind)]
    export = client.get(reverse("reports:privacy_export", args=[cast.shop.pk, BuyerAlias.objects.first().pk]))
    formulas += [("export", cell) for cell in _formulas(export.content, "xlsx")]

    assert {"reports:orders_file", "reports:leaderboard_file", "reports:audit_file"} <= looked
    assert formulas == []


def _formulas(content: bytes, kind: str) -> Iterator[str]:
    """Cells that a spreadsheet would compute; signed figures are figures."""
    if kind == "csv":
        rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        for cell in (cell for row in rows for cell in row):
            if cell.startswith(DANGEROUS) and not re.fullmatch(r"-?[\d.]+", cell):
                yield cell
        return
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        yield from (str(cell.value) for row in sheet for cell in row if cell.data_type == "f")


def test_refused_rows_come_back_without_formulas(cast: Cast, client: Client, work_off) -> None:
    client.force_login(cast.manager)
    bad = table(CHATS, (cast.xiaomei.first_nick, "=1+1", "买家", "2026-11-31 10:00:00", "", "=2+2"))
    client.post(
        reverse("chats:imports", args=[cast.shop.pk]), {"files": [SimpleUploadedFile("bad.csv", bad)]}
    )
    work_off()
    batch = ImportBatch.objects.get()
    answer = client.get(reverse("chats:imports_refused", args=[cast.shop.pk, batch.pk]))
    content = b"".join(answer) if answer.streaming else answer.content

    assert "=1+1" in content.decode()
    assert list(_formulas(content, "csv")) == []
