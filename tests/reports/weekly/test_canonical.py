"""What two contents differ in, told by section, whom, and figure."""

from hypothesis import given
from hypothesis import strategies as st

from reports.weekly.content import canonical

# No 0 and 1: Python takes them for False and True.
LEAVES = st.none() | st.booleans() | st.integers(2, 5) | st.sampled_from(["", "小美"])
KEYS = st.sampled_from(["now", "before", "of", "fen", "agent", "reason", "code", "day", "name", "rows"])
CONTENTS = st.dictionaries(
    KEYS,
    st.recursive(LEAVES, lambda more: st.lists(more, max_size=3) | st.dictionaries(KEYS, more, max_size=4)),
    max_size=5,
)


def agent(pk: int, name: str, sales: int, reply: tuple[float, list[int]], before: float = 0.9) -> dict:
    rate, of = reply
    figures = {
        "sales_fen": {"now": sales, "before": 0},
        "reply_rate": {"now": rate, "before": before, "of": of, "of_before": [9, 10]},
    }
    return {"agent": pk, "name": name, "figures": figures}


def content(*rows: dict, **more: object) -> dict:
    return {"summary": [], "meta": {"as_of": "x"}, "agents": {"rows": list(rows)}, **more}


def paths(before: dict, after: dict) -> list[tuple]:
    return [
        ("/".join(one["path"]), one["before"], one["after"]) for one in canonical.differences(before, after)
    ]


def test_equal_contents_differ_in_nothing() -> None:
    one = content(agent(1, "小美", 100, (1.0, [2, 2])))
    assert canonical.differences(one, content(agent(1, "小美", 100, (1.0, [2, 2])))) == []


def test_a_figure_that_moved_is_told_once() -> None:
    before = content(agent(1, "小美", 100, (1.0, [2, 2])))
    after = content(agent(1, "小美", 150, (0.5, [1, 2])))
    assert paths(before, after) == [
        ("agents/rows/小美/figures/reply_rate", 1.0, 0.5),
        ("agents/rows/小美/figures/sales_fen", 100, 150),
    ]


def test_a_fraction_or_the_week_before_is_told_where_it_moved_alone() -> None:
    before = content(agent(1, "小美", 100, (0.5, [1, 2])))
    after = content(agent(1, "小美", 100, (0.5, [2, 4]), before=0.8))
    assert paths(before, after) == [
        ("agents/rows/小美/figures/reply_rate/of", [1, 2], [2, 4]),
        ("agents/rows/小美/figures/reply_rate/before", 0.9, 0.8),
    ]


def test_a_figure_that_is_declared_later_has_not_moved() -> None:
    before = content(agent(1, "小美", 100, (1.0, [2, 2])), median={"sales_fen": 100})
    mei = agent(1, "小美", 150, (1.0, [2, 2]))
    mei["figures"]["first_response_median"] = {"now": 8, "before": None}
    after = content(mei, median={"sales_fen": 100, "first_response_median": 8})

    assert paths(before, after) == [("agents/rows/小美/figures/sales_fen", 100, 150)]
    # A row that came is told with all of its figures.
    assert ("agents/rows/小美/figures/first_response_median", None, 8) in paths(content(), after)


def test_rows_are_told_apart_by_who_they_are_about_and_not_by_their_place() -> None:
    mei, qi = agent(1, "小美", 100, (1.0, [2, 2])), agent(2, "小七", 50, (1.0, [2, 2]))
    assert canonical.differences(content(mei, qi), content(qi, mei)) == []


def test_a_row_that_came_shows_all_that_it_says() -> None:
    found = paths(content(), content(agent(2, "小七", 50, (1.0, [2, 2]))))
    assert ("agents/rows/小七/figures/sales_fen", None, 50) in found
    assert ("agents/rows/小七/name", None, "小七") in found


def test_a_new_now_and_new_sentences_are_no_news_by_themselves() -> None:
    before, after = content(), content()
    after["meta"]["as_of"], after["summary"] = "y", [{"code": "paid", "params": {}}]
    assert canonical.differences(before, after) == []


def test_a_cause_of_an_agent_is_told_by_both() -> None:
    before = {"causes": {"agents": [{"agent": 1, "name": "小美", "reason": "price", "rows": 1}]}}
    after = {"causes": {"agents": [{"agent": 1, "name": "小美", "reason": "price", "rows": 2}]}}
    assert paths(before, after) == [("causes/agents/小美 price/rows", 1, 2)]


def test_canonical_text_has_sorted_keys_and_plain_characters() -> None:
    assert canonical.text({"b": 1, "a": "客服"}) == '{"a":"客服","b":1}'


def test_a_late_order_moves_only_the_money_of_a_contribution() -> None:
    """Visitors and conversion stay as they were, and what they contributed does not."""
    line = {"code": "visitors", "before": 1000, "now": 1100, "fen": 13305}
    before, after = {"changed": {"lines": [line]}}, {"changed": {"lines": [{**line, "fen": 13322}]}}
    assert paths(before, after) == [("changed/lines/visitors/fen", 13305, 13322)]


def test_a_contribution_whose_figure_moved_too_tells_both() -> None:
    line = {"code": "visitors", "before": 1000, "now": 1100, "fen": 100}
    before = {"changed": {"lines": [line]}}
    after = {"changed": {"lines": [{**line, "now": 1200, "fen": 200}]}}
    assert paths(before, after) == [
        ("changed/lines/visitors", 1100, 1200),
        ("changed/lines/visitors/fen", 100, 200),
    ]


def test_a_figure_that_was_no_cell_before_is_told_whole() -> None:
    assert paths({"rate": 3}, {"rate": {"now": 3, "before": 2}}) == [("rate", 3, {"now": 3, "before": 2})]


def test_two_rows_about_the_same_are_compared_as_they_stand() -> None:
    one, other = {"agent": 1, "rows": 1}, {"agent": 1, "rows": 2}
    assert paths({"a": [one, other]}, {"a": [other, other]}) == [("a", [one, other], [other, other])]


def test_what_looks_like_a_cell_but_holds_a_list_hides_nothing() -> None:
    assert paths({"part": {}}, {"part": {"now": [], "before": [None]}}) == [("part/before", None, [None])]


def test_a_row_that_says_nothing_is_told_when_it_comes() -> None:
    assert paths({"rows": []}, {"rows": [{"agent": None}]}) == [("rows/None", None, {"agent": None})]


@given(CONTENTS, CONTENTS)
def test_any_two_contents_can_be_compared(before: dict, after: dict) -> None:
    found = canonical.differences({"part": before}, {"part": after})
    assert canonical.differences({"part": before}, {"part": before}) == []
    assert all(one["path"][0] == "part" and one["before"] != one["after"] for one in found)
    assert found or bare(before) == bare(after)


def bare(value: object) -> object:
    """A content without what says nothing (None, empty parts) and without the order of its rows."""
    if isinstance(value, dict):
        kept = {key: bare(part) for key, part in value.items()}
        return {key: part for key, part in kept.items() if part not in (None, {}, [])} or None
    return sorted((bare(one) for one in value), key=repr) or None if isinstance(value, list) else value
