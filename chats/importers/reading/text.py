"""Bytes → text: BOM, UTF-8, UTF-16, GB18030 and, when it is certain, Big5; line ends become \\n."""

import codecs
import re

import charset_normalizer

from chats.importers.base import FileRefused

# Any of these words read from GB18030 proves the guess; Big5 bytes read so give rare characters.
GB18030_PROOF = re.compile("[的了您亲在]|买家|卖家|订单|客服|时间|日期|商品|系统")
PRIVATE_USE = re.compile("[\ue000-\uf8ff]")  # no shop writes these: the bytes are of another encoding
SAMPLE_BYTES = 65536
OTHER_ARCHIVES = {b"\x1f\x8b": "gzip", b"Rar!": "RAR", b"7z\xbc\xaf\x27\x1c": "7-Zip"}


def decode(data: bytes) -> str:
    """The text of a file. Raises FileRefused("unknown-encoding") rather than guess wrongly."""
    text = _decoded(data)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _decoded(data: bytes) -> str:
    for magic, kind in OTHER_ARCHIVES.items():
        if data.startswith(magic):
            raise FileRefused("compressed-otherwise", kind=kind)
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return data.decode("utf-16")
        if b"\0" in data:
            raise FileRefused("unknown-encoding")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decoded_chinese(data)


def _decoded_chinese(data: bytes) -> str:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    if GB18030_PROOF.search(text):
        return text
    if _is_surely_big5(data):
        return data.decode("big5")
    if not text or PRIVATE_USE.search(text):
        raise FileRefused("unknown-encoding")
    return text


def _is_surely_big5(data: bytes) -> bool:
    """Whether charset-normalizer names Big5 for the beginning and the whole decodes strictly."""
    sample = data[:SAMPLE_BYTES]
    if len(data) > SAMPLE_BYTES:
        sample = sample[: sample.rfind(b"\n") + 1]
    best = charset_normalizer.from_bytes(sample).best()
    if best is None or best.encoding not in ("big5", "big5hkscs", "cp950"):
        return False
    try:
        data.decode("big5")
    except UnicodeDecodeError:
        return False
    return True
