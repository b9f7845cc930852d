"""Every code that an importer can raise has a sentence in both languages with the same parameters."""

import ast
import re
from pathlib import Path

import pytest

import chats.importers
from chats.importers.registry import IMPORTERS, NAMES
from chats.importers.words.wording import SENTENCES, file_sentence, kind_name, sentence

ROOM = Path(chats.importers.__file__).parent
PLACE = {"FileRefused": 0, "Notice": 0, "RowRefused": 1, "Refusal": 2}  # where the code stands
NO_CODES = {"utf-8", "utf-8-sig", "utf-16"}
OWN_ARGUMENTS = {"line", "column"}


def calls() -> list[tuple[str, str, ast.Call]]:
    """(class, code, call) of every refusal or notice that names its code literally."""
    found = []
    for path in sorted(ROOM.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
            if name in PLACE and len(node.args) > PLACE[name]:
                code = node.args[PLACE[name]]
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    found.append((name, code.value, node))
    return found


def given(name: str, call: ast.Call) -> set[str] | None:
    """The parameters a call gives; None where they are not written out."""
    if name in ("FileRefused", "RowRefused"):
        names = {keyword.arg for keyword in call.keywords}
        return None if None in names else names
    rest = call.args[PLACE[name] + 1 :]
    if not rest:
        return set()
    return {key.value for key in rest[0].keys} if isinstance(rest[0], ast.Dict) else None


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def hyphenated() -> set[str]:
    """Every constant written like a code: some codes reach a refusal through a table."""
    found = set()
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.update(re.findall(r"^[a-z]+(?:-[a-z0-9]+)+$", node.value))
    return found


CALLS = calls()


def test_nothing_written_like_a_code_lacks_a_sentence():
    assert hyphenated() - NO_CODES <= set(SENTENCES)


def test_no_sentence_is_left_over():
    assert set(SENTENCES) <= hyphenated()


def test_there_are_calls_to_check():
    assert len(CALLS) > 40


@pytest.mark.parametrize("code", sorted({code for _, code, _ in CALLS}))
def test_every_code_has_a_sentence(code: str):
    assert code in SENTENCES


@pytest.mark.parametrize(("name", "code", "call"), CALLS, ids=[f"{c}-{n.lineno}" for _, c, n in CALLS])
def test_a_sentence_uses_only_what_its_refusal_gives(name: str, code: str, call: ast.Call):
    names = given(name, call)
    if names is not None:
        allowed = names | (OWN_ARGUMENTS if name == "FileRefused" else set())
        assert placeholders(SENTENCES[code][1]) <= allowed


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_both_languages_use_the_same_parameters(code: str):
    chinese, english = SENTENCES[code]
    assert placeholders(chinese) == placeholders(english)


def test_the_faults_of_the_chats_template_have_sentences():
    from chats.importers.chats.chats_template import FAULTS

    assert {code for _, code in FAULTS if code} <= set(SENTENCES)


def test_every_kind_has_a_name_in_both_languages():
    assert [one.kind for one in IMPORTERS if NAMES[one.kind] != (one.zh, one.en)] == []
    assert kind_name("taobao_orders", "zh-hans") == "淘宝/天猫订单报表"
    assert kind_name("taobao_orders", "en") == "Taobao/Tmall order export"


def test_a_file_sentence_knows_line_and_column():
    params = {"found": "9.00E+16"}
    assert file_sentence("broken-ids", params, "en", line=3, column="订单编号").startswith(
        "Line 3, “订单编号”: 9.00E+16."
    )


def test_the_nearest_kind_is_called_by_its_name():
    params = {"kind": "traffic_template", "missing": "visitors", "columns": "日期"}
    assert "“Traffic template”" in sentence("unknown-columns", params, "en")
