"""Who is the same buyer (D2.2)."""

import itertools

import pytest

from accounts.models import Shop
from chats.models import BuyerAlias, Order, Reception
from tests.chats.store.builders import bought, marks, said, take


def persons(shop: Shop) -> dict[tuple[str, str], int | None]:
    found = BuyerAlias.objects.filter(shop=shop).values_list("nick", "open_uid", "person")
    return {(nick, uid): person for nick, uid, person in found}


def same(shop: Shop, *names: tuple[str, str]) -> bool:
    """Whether all these names are one identified person."""
    found = {persons(shop)[name] for name in names}
    return len(found) == 1 and found != {None}


def test_a_nick_is_a_person(shop: Shop):
    take(shop, messages=[said("?")])
    alias = BuyerAlias.objects.get()
    assert alias.person == alias.pk


def test_masked_nicks_are_never_joined_and_are_nobody(shop: Shop):
    take(shop, messages=[said("?", buyer="t**1"), said("?", buyer="t＊＊1", agent="店:小七")])
    assert set(persons(shop).values()) == {None}


def test_a_masked_nick_with_an_open_uid_is_known_by_the_uid(shop: Shop):
    take(shop, messages=[said("?", buyer="t**1", uid="u1"), said("?", buyer="t**1", uid="u2")])
    assert persons(shop)["t**1", "u1"] != persons(shop)["t**1", "u2"]
    assert None not in persons(shop).values()


def test_an_open_uid_binds_nicks_in_one_file(shop: Shop):
    take(shop, messages=[said("?", uid="u1"), said("!", buyer="t**1", uid="u1"), said("在", buyer="lily")])
    assert same(shop, ("lily", "u1"), ("t**1", "u1"), ("lily", ""))


def test_a_row_with_both_binds_backwards(shop: Shop):
    take(shop, messages=[said("?", buyer="lily")])
    take(shop, messages=[said("?", "11:00:00", buyer="t**1", uid="u1")])
    assert not same(shop, ("lily", ""), ("t**1", "u1"))
    take(shop, messages=[said("?", "12:00:00", buyer="lily", uid="u1")])
    assert same(shop, ("lily", ""), ("t**1", "u1"), ("lily", "u1"))
    assert set(persons(shop).values()) == {min(BuyerAlias.objects.values_list("pk", flat=True))}


ROWS = [
    said("?", buyer="a"),
    said("?", uid="u1", buyer="a"),
    said("?", uid="u1", buyer="b"),
    said("?", buyer="b"),
]
ROWS += [
    said("?", buyer="b", uid="u2"),
    said("?", buyer="", uid="u2"),
    said("?", buyer="c"),
    said("?", buyer="c*"),
]


@pytest.mark.parametrize("order", [ROWS, ROWS[::-1], ROWS[4:] + ROWS[:4], ROWS[::2] + ROWS[1::2]])
def test_who_is_who_does_not_depend_on_the_order_of_files(shop: Shop, order: list[dict]):
    for row in order:
        take(shop, messages=[row])
    assert same(shop, ("a", ""), ("a", "u1"), ("b", "u1"), ("b", ""), ("b", "u2"), ("", "u2"))
    assert not same(shop, ("a", ""), ("c", ""))
    assert persons(shop)["c*", ""] is None


def test_people_that_become_one_have_all_their_days_recomputed(shop: Shop):
    take(
        shop,
        messages=[said("?", buyer="lily")],
        orders=[bought("A1", buyer="", open_uid="u1", paid="10:21:00")],
    )
    lily = BuyerAlias.objects.get(nick="lily")
    reception(shop, lily, "2026-05-07")
    marks(shop)
    take(shop, messages=[said("?", "2026-06-01 10:00:00", buyer="lily", uid="u1")])
    assert marks(shop) == {("2026-06-01", "messages"), ("2026-05-07", "messages"), ("2026-05-09", "orders")}


def test_a_person_who_turns_out_to_be_the_shop_itself_has_his_days_recomputed(shop: Shop):
    take(shop, orders=[bought("A1", buyer="t**1", open_uid="u1")])
    marks(shop)
    take(shop, messages=[said("?", "2026-06-01 10:00:00", buyer="店", uid="u1")])
    assert marks(shop) == {("2026-06-01", "messages"), ("2026-05-09", "orders")}


def reception(shop: Shop, buyer: BuyerAlias, day: str) -> None:
    """A computed reception, with nothing in it that matters here."""
    numbers = (
        "started_by",
        "buyer_messages",
        "human_messages",
        "rounds",
        "unanswered_rounds",
        "wait_seconds",
    )
    answers = ("replied", "inquiry", "ordered_same_day", "ordered_final", "paid_same_day", "paid_next_day")
    answers += ("paid_final", "own_paid_final", "mature")
    Reception.objects.create(
        shop=shop, day=day, agent_id=1, buyer=buyer, first_at=0, last_at=0,
        **dict.fromkeys(numbers, 0), **dict.fromkeys(answers, False),
    )  # fmt: skip


def test_an_order_without_a_buyer_has_none(shop: Shop):
    take(shop, orders=[bought("A1", buyer="")])
    assert Order.objects.get().buyer is None
    assert not BuyerAlias.objects.exists()


@pytest.mark.parametrize("pair", list(itertools.permutations([("n" * 130, ""), ("n" * 129 + "m", "")])))
def test_overlong_nicks_stay_different(shop: Shop, pair: tuple):
    take(shop, messages=[said("?", buyer=nick) for nick, _ in pair])
    assert BuyerAlias.objects.count() == 2
