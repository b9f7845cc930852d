"""Orders: the newest version is right, in whatever order files come (D2.6)."""

import itertools

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import Shop
from chats.models import BuyerAlias, Order
from tests.chats.store.builders import bought, counts, item, marks, take, the_order

OLD, NEW = "2026-05-10 00:00:00", "2026-05-11 00:00:00"


def test_an_order_is_stored_and_marks_its_days(shop: Shop):
    result = take(shop, orders=[bought("A1", paid="2026-05-10 00:00:05", memo="急", flag=1, items=2)])
    assert counts(result) == (1, 0, 0)
    order = the_order()
    assert (order.amount_fen, order.items, order.flag, order.memo, order.closed) == (5900, 2, 1, "急", False)
    assert order.paid_at.isoformat() == "2026-05-09T16:00:05+00:00"
    assert (order.buyer.nick, order.excluded_manually) == ("lily", False)
    assert marks(shop) == {("2026-05-09", "orders"), ("2026-05-10", "orders")}


def test_the_same_file_twice_changes_nothing(shop: Shop):
    take(shop, orders=[bought("A1", paid="10:21:00")])
    marks(shop)
    assert counts(take(shop, orders=[bought("A1", paid="10:21:00")])) == (0, 0, 1)
    assert marks(shop) == set()


def test_a_newer_version_wins_and_marks_old_and_new_days(shop: Shop):
    take(shop, orders=[bought("A1", OLD, paid="2026-05-10 09:00:00")])
    marks(shop)
    assert counts(take(shop, orders=[bought("A1", NEW, paid="2026-05-12 09:00:00")])) == (0, 1, 0)
    assert marks(shop) == {(f"2026-05-{day}", "orders") for day in ("09", "10", "12")}


def test_an_older_version_loses(shop: Shop):
    take(shop, orders=[bought("A1", NEW, amount_fen=100)])
    assert counts(take(shop, orders=[bought("A1", OLD, amount_fen=200, paid="10:21:00")])) == (0, 0, 1)
    assert (the_order().amount_fen, the_order().paid_at) == (100, None)


def test_a_newer_version_that_says_the_same_is_unchanged_but_counts_as_newer(shop: Shop):
    take(shop, orders=[bought("A1", OLD)])
    assert counts(take(shop, orders=[bought("A1", NEW)])) == (0, 0, 1)
    take(shop, orders=[bought("A1", "2026-05-10 12:00:00", amount_fen=1)])
    assert the_order().amount_fen == 5900


def test_at_equal_versions_paid_beats_unpaid(shop: Shop):
    take(shop, orders=[bought("A1", paid="10:21:00")])
    assert counts(take(shop, orders=[bought("A1")])) == (0, 0, 1)
    take(shop, orders=[bought("A2")])
    assert counts(take(shop, orders=[bought("A2", paid="10:21:00")])) == (0, 1, 0)


def test_at_equal_versions_the_later_import_wins(shop: Shop):
    take(shop, orders=[bought("A1", memo="one")])
    assert counts(take(shop, orders=[bought("A1", memo="two")])) == (0, 1, 0)
    assert the_order().memo == "two"


def test_a_newer_file_takes_a_memo_back(shop: Shop):
    take(shop, orders=[bought("A1", OLD, memo="补单")])
    take(shop, orders=[bought("A1", NEW, memo="")])
    assert the_order().memo == ""


def test_a_file_without_the_memo_column_keeps_the_memo(shop: Shop):
    take(shop, orders=[bought("A1", OLD, memo="补单", flag=1)])
    take(shop, orders=[bought("A1", NEW, amount_fen=1)], absent=frozenset({"memo", "flag"}))
    assert (the_order().memo, the_order().flag, the_order().amount_fen) == ("补单", 1, 1)


@pytest.mark.parametrize("unknown", ["", "l**y"])
def test_a_newer_row_that_names_nobody_keeps_the_buyer(shop: Shop, unknown: str):
    take(shop, orders=[bought("A1", OLD)])
    take(shop, orders=[bought("A1", NEW, buyer=unknown)])
    assert the_order().buyer.nick == "lily"


def test_an_older_row_names_the_buyer_whom_a_newer_one_did_not(shop: Shop):
    take(shop, orders=[bought("A1", NEW, buyer="")])
    assert counts(take(shop, orders=[bought("A1", OLD)])) == (0, 1, 0)
    assert the_order().buyer.nick == "lily"


def test_one_number_twice_in_a_file_is_one_order(shop: Shop):
    assert counts(take(shop, orders=[bought("A1", OLD), bought("A1", NEW, memo="x")])) == (1, 1, 0)
    assert the_order().memo == "x"


def test_a_manual_exclusion_survives_an_import(shop: Shop):
    take(shop, orders=[bought("A1", OLD)])
    Order.objects.update(excluded_manually=True)
    take(shop, orders=[bought("A1", NEW, paid="10:21:00")])
    assert the_order().excluded_manually


def test_the_quantity_of_items_stands_in_where_no_order_list_tells_it(shop: Shop):
    take(shop, items=[item("A1", "1", 2), item("A1", "2", 3)])
    take(shop, orders=[bought("A1", paid="10:21:00")])
    assert the_order().items == 5
    marks(shop)
    take(shop, items=[item("A1", "2", 4)])
    assert the_order().items == 6
    assert marks(shop) == {("2026-05-09", "orders")}


def test_an_order_list_knows_the_quantity_better_than_items(shop: Shop):
    take(shop, orders=[bought("A1", OLD)], items=[item("A1", "1", 2)])
    take(shop, orders=[bought("A1", OLD, items=7)])
    assert the_order().items == 7
    take(shop, items=[item("A1", "2", 9)], orders=[bought("A1", NEW)])
    assert the_order().items == 7


def test_items_are_kept_once_and_changed_by_a_later_file(shop: Shop):
    assert counts(take(shop, items=[item("A1", "1", 2), item("A1", "2", 1)])) == (2, 0, 0)
    assert counts(take(shop, items=[item("A1", "1", 2), item("A1", "2", 3)])) == (0, 1, 1)


def test_an_order_and_its_items_from_one_line_count_once(shop: Shop):
    result = take(shop, read=1, orders=[bought("A1")], items=[item("A1", "1", 2)])
    assert (result.counts.read, *counts(result)) == (1, 1, 0, 0)


rows = st.builds(
    lambda version, paid, buyer, memo, items: bought(
        "A1", f"2026-05-{10 + version} 00:00:00", paid=paid and "10:21:00", buyer=buyer,
        open_uid="u1" if buyer == "l**y" else "", memo=memo, items=items,
    ),
    st.integers(0, 3), st.booleans(), st.sampled_from(["", "l**y", "m**y", "lily", "lucy"]),
    st.sampled_from(["", "补单"]), st.integers(-1, 3),
)  # fmt: skip
files = st.one_of(
    st.tuples(rows, st.just(frozenset())),
    st.tuples(rows.map(lambda row: row | {"memo": ""}), st.just(frozenset({"memo"}))),
)
# Equal versions that are both paid or both unpaid are decided by the order of import, as the rule says.
one_each = st.lists(files, min_size=2, max_size=3, unique_by=lambda f: (f[0]["version"], f[0]["paid_at"]))


class AnyOrder(TestCase):
    @given(one_each)
    @settings(max_examples=25, deadline=None, phases=[Phase.generate])
    def test_files_in_any_order_give_the_same_row(self, told: list) -> None:
        assert len({self.stored_after(order) for order in itertools.permutations(told)}) == 1

    def stored_after(self, told: tuple) -> tuple:
        Order.objects.all().delete()
        BuyerAlias.objects.all().delete()
        shop, _ = Shop.objects.get_or_create(name="测试旗舰店")
        for row, absent in told:
            take(shop, orders=[row], absent=absent)
        order = the_order()
        buyer = order.buyer and (order.buyer.nick, order.buyer.open_uid)
        return order.paid_at, order.amount_fen, order.items, order.memo, order.version, buyer
