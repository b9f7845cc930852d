"""Codes of importers → sentences that people read, in Chinese and English."""

from collections.abc import Mapping

from chats.importers.registry import NAMES
from chats.importers.words.sentences import FILES, NOTICES, ROWS
from chats.importers.words.sentences_chats import CHATS

SENTENCES: Mapping[str, tuple[str, str]] = {**FILES, **ROWS, **NOTICES, **CHATS}


def _pick(pair: tuple[str, str], language: str) -> str:
    return pair[0] if language.lower().startswith("zh") else pair[1]


def kind_name(kind: str, language: str) -> str:
    """What a kind of file is called; a kind that is not known is shown as it is written."""
    return _pick(NAMES.get(kind, (kind, kind)), language)


def sentence(code: str, params: Mapping[str, str], language: str) -> str:
    """The sentence of a refusal or notice. A parameter `kind` is shown by its name.

    For a FileRefused pass its `line` and `column` among the parameters (`file_sentence` does).
    """
    values = {**params}
    if "kind" in values:
        values["kind"] = kind_name(values["kind"], language)
    return _pick(SENTENCES[code], language).format_map(values)


def file_sentence(
    code: str, params: Mapping[str, str], language: str, *, line: int = 0, column: str = ""
) -> str:
    """The sentence of a whole file that was refused."""
    return sentence(code, {"line": str(line), "column": column, **params}, language)
