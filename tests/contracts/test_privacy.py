"""Receivers are nowhere in the database, also not when their cells stand under our headers."""

import pytest
from django.apps import apps
from django.db import connection

from tests.contracts.shell import ShopShell, table

HEADER = ("订单编号", "买家会员名", "买家支付宝账号", "总金额", "订单状态", "买家留言", "收货人姓名",
          "收货地址 ", "联系手机", "订单创建时间", "订单付款时间 ", "宝贝标题 ", "订单备注")  # fmt: skip
GOOD = ('="1001"', "lily", "pay@secret.cn", "10", "交易成功", "放门口", "秘密人", "秘密路1号", "'13999887766",
        "2026-05-01 10:00:00", "2026-05-01 10:00:05", "T", "")  # fmt: skip
SECRETS = ("secret", "秘密", "13999887766", "放门口")


def everything_stored() -> str:
    """Every cell of every table, as text."""
    told = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            told += [str(row) for row in cursor.fetchall()]
    return "\n".join(told)


def changed(**cells: str) -> tuple:
    return tuple(cells.get(name.strip(), cell) for name, cell in zip(HEADER, GOOD, strict=True))


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (changed(总金额="abc"), "bad-amount"),
        ((*GOOD[:5], "放", *GOOD[5:]), "too-many-cells"),  # a comma in the message without quotes
        ((*GOOD[:5], "放", "门", *GOOD[5:]), "too-many-cells"),
        (GOOD[6:], "bad-order-no"),  # a line break in the message: the rest stands on a line of its own
        (GOOD[:4] + GOOD[6:], "bad-time"),
        (changed(订单创建时间="'13999887766"), "bad-time"),
        (changed(总金额="pay@secret.cn"), "bad-amount"),
    ],
)
def test_a_refused_row_keeps_nothing_of_the_receiver(shop: ShopShell, row: tuple, code: str):
    (told,) = shop.take(table(shop.path("ExportOrderList1.csv"), HEADER, changed(订单编号="1000"), row))
    assert (told["added"], [error["code"] for error in told["errors"]]) == (1, [code])
    assert told["errors"][0]["line"] == 3
    stored = everything_stored() + str(told["errors"])
    assert not [secret for secret in SECRETS if secret in stored]
