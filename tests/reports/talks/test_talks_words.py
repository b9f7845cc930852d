"""Words that are looked for: found whatever their width and case, shown where they stand, never as HTML."""

import itertools

import pytest

from chats.attribution.phrases import folded
from chats.store import bulk
from reports.talks import search_words

TEXTS = (
    "什么时候发货",
    "ＡＢＣ１２３",
    "abc ①②③",
    "㎏ Straße ﬁn",
    "cafe\u0301 é",
    "ｶﾞ が か\u3099",
    "a*b?[c]^-\\",
    "ⅣΣς 女⼥㊛",
    "한글 \u1112\u1161\u11ab",
    "",
)


@pytest.mark.parametrize(
    ("text", "needle", "found"),
    [
        ("什么时候发货", "发货", (4, 6)),
        ("买ＡＢＣ１吧", "bc1", (2, 5)),
        ("10㎏装", "kg", (2, 3)),
        ("Straße", "strasse", (0, 6)),
        ("在吗", "货", None),
        ("在吗", "", None),
    ],
)
def test_a_hit_is_placed_in_the_text_as_written(
    text: str, needle: str, found: tuple[int, int] | None
) -> None:
    assert search_words.find(text, needle) == found


def test_an_excerpt_shows_the_surroundings_on_one_line() -> None:
    cut = search_words.cut("前" * 30 + "\n发货" + "后" * 80, "发货")

    assert (cut.before, cut.hit, cut.after) == ("…" + "前" * 23 + " ", "发货", "后" * 72 + "…")


def test_every_hit_is_marked_and_everything_else_escaped() -> None:
    assert search_words.marked("<i>发货&发货", "发货") == "&lt;i&gt;<mark>发货</mark>&amp;<mark>发货</mark>"
    assert search_words.marked("<i>", "") == "<i>"


@pytest.mark.django_db
def test_the_database_leaves_out_nothing_that_would_be_found() -> None:
    """Every piece of every text, asked of every text."""
    pieces = {folded(text)[i:j] for text in TEXTS for i, j in itertools.combinations(range(len(text) + 1), 2)}
    for needle in {piece for piece in pieces if piece.strip()}:
        condition = search_words.condition(needle)
        if condition is None:
            continue
        for text in TEXTS:
            if needle in folded(text):
                [[kept]] = bulk.rows(
                    f"SELECT {condition[0]} FROM (SELECT '' || %s AS text) AS one",
                    [condition[1], text],
                )
                assert kept, (needle, text, condition)
