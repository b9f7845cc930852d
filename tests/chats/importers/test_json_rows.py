"""JSON documents and lines as platforms and scripts wrap them."""

from chats.importers.reading.json_rows import as_list, documents, inner_list, plain_text, unwrapped
from chats.importers.reading.source import Source


def test_a_text_has_plain_line_ends_and_no_character_that_a_database_refuses():
    assert plain_text(None) == ""
    assert plain_text("a\r\nb\rc\0 \ud800  ") == "a\nb\nc ?"


def test_nothing_one_and_many_are_lists():
    assert (as_list(None), as_list(""), as_list({"a": 1}), as_list([1, 2])) == ([], [], [{"a": 1}], [1, 2])


def test_a_list_may_stand_below_its_singular_or_alone():
    assert inner_list({"msgs": {"msg": [1]}}, "msgs", "msg") == [1]
    assert inner_list({"msgs": [1, 2]}, "msgs", "msg") == [1, 2]
    assert inner_list({}, "msgs", "msg") == []


def test_the_body_of_an_answer_is_found_by_its_root_or_by_what_it_holds():
    body = {"msgs": []}
    assert unwrapped({"id": 1, "chatlog_get_response": body}, "log_get_response", "msgs") is body
    assert unwrapped(body, "log_get_response", "msgs") is body
    assert unwrapped({"id": 1}, "log_get_response", "msgs") is None
    assert unwrapped([body], "log_get_response", "msgs") is None


def test_a_line_that_is_nested_too_deep_is_a_broken_line():
    text = '{"tid": 1}\n' + "[" * 100_000 + '\n\n{"tid": 2}\n'
    good, broken = documents(Source("x.jsonl", text.encode(), frozenset()))
    assert good == [(1, {"tid": 1}), (4, {"tid": 2})]
    assert [(refused.line, refused.code) for refused in broken] == [(2, "broken-json-line")]
