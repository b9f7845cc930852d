"""What the platform's entry card says of the item that a buyer came from (D9.1), for any text."""

import time

import pytest

from reports.lost_sales.form.rows import entry_item


@pytest.mark.parametrize(
    ("text", "title", "amount_fen"),
    [
        ("当前用户来自 商品详情页 珍珠耳环 ¥39.90", "珍珠耳环", 3990),
        ("【当前用户来自 商品详情页 珍珠耳环 ¥39】", "珍珠耳环", 3900),
        ("[当前用户来自 商品详情页 珍珠 耳环 ￥ 39.5]\n", "珍珠 耳环", 3950),
        ("当前用户来自 商品详情页 珍珠耳环\n¥39", "珍珠耳环", 3900),
        ("当前用户来自 商品详情页 珍珠耳环", "珍珠耳环", None),
        ("当前用户来自 商品详情页 珍珠耳环¥39", "珍珠耳环¥39", None),
        ("当前用户来自 商品详情页 珍珠耳环 ¥39.999", "珍珠耳环 ¥39.999", None),
        ("当前用户来自 商品详情页", "", None),
        ("当前用户来自", "", None),
        ("当前用户来自 商品详情页 珍珠\n耳环", "", None),
    ],
)
def test_an_entry_card_names_its_item_and_price(text: str, title: str, amount_fen: int | None) -> None:
    assert entry_item(text) == (title, amount_fen)


def seconds(length: int) -> float:
    """Processor time of the best of three looks at a text built to hurt, repeated to be measurable."""
    text = "当前用户来自 x" + " " * length + "\nz\nw"
    best = float("inf")
    for _turn in range(3):
        start = time.process_time()
        for _again in range(20):
            entry_item(text)
        best = min(best, time.process_time() - start)
    return best


def test_a_card_of_spaces_costs_linear_time() -> None:
    """Four times the text costs about four times as long: sixteen would be quadratic, 64 cubic."""
    assert seconds(4_000_000) < 6 * seconds(1_000_000)
