"""What two contents differ in, told by section, whom, and figure."""

from reports.weekly import canonical


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
