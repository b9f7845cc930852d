"""What kind of message a text is (D2.3): words, picture, item link, automatic, system notice."""

import re

from chats.attribution.columns import AUTO, CARD, IMAGE, SYSTEM, TEXT

RECEIPTS = frozenset({"已读", "未读", "发送中"})
CARD_MARK = "当前用户来自"  # the card that the platform shows when a buyer comes from an item page
# Whatever is not plain text holds one of these; most texts are done after this one look.
_PERHAPS_SPECIAL = re.compile(r"[\[【(（]|taobao|tmall|当前用户来自|撤回了一条|转交给|原因", re.IGNORECASE)
_BRACKETS = str.maketrans("【】", "[]")
_AUTOMATIC = re.compile(r"[\[(（]自动回复[\])）]")
_MEDIA = re.compile(r"(?:\[(?:图片|语音|视频|文件)\]\s*)+")
_ITEM_LINK = re.compile(
    r"(?:https?://)?(?:[\w-]+\.)*(?:item\.taobao\.com|detail(?:\.m)?\.tmall\.(?:com|hk)|h5\.m\.taobao\.com/awp)"
    r"[/?#]\S*",
    re.IGNORECASE,
)
_RECALL = re.compile(r"\S.{0,80}撤回了一条消息")
_HANDED_OVER = re.compile(
    r"由\s*(?:\S[^，。！？!?]*?\s|[^，。！？!?\s]*(?:服务助手|[:：])[^，。！？!?\s]*)转交给\s*\S.*"
)
_HANDING_OVER = re.compile(r"(?:\S.*\s)?将\s+\S.*\s转交给\s*\S.*")
_REASON = re.compile(r"原因[:：]\s*【.*】")


def is_recall(line: str) -> bool:
    """Whether the line says that somebody took a message back."""
    return line.endswith("撤回了一条消息") and _RECALL.fullmatch(line) is not None


def is_transfer(line: str) -> bool:
    """Whether the line is the platform's notice of handing a buyer over, or its reason."""
    if "转交给" in line:
        return bool(_HANDED_OVER.fullmatch(line) or _HANDING_OVER.fullmatch(line))
    return line.startswith("原因") and _REASON.fullmatch(line) is not None


def is_notice(line: str) -> bool:
    """Whether one line is a system notice."""
    return is_recall(line) or is_transfer(line)


def is_entry_card(text: str) -> bool:
    """Whether the text is the item card that the platform shows when a buyer enters."""
    return text.lstrip("[【").startswith(CARD_MARK)


def _is_item_links(text: str) -> bool:
    words = text.replace("`", " ").split()
    return bool(words) and all(_ITEM_LINK.fullmatch(word) for word in words)


def kind_of(text: str) -> int:
    """The kind of a whole message, judged by its text alone."""
    if not _PERHAPS_SPECIAL.search(text):
        return TEXT
    marked = text.translate(_BRACKETS)
    if _AUTOMATIC.match(marked) or is_entry_card(text):
        return AUTO
    if _MEDIA.fullmatch(marked):
        return IMAGE
    if _is_item_links(text):
        return CARD
    if all(is_notice(line) for line in text.split("\n")):
        return SYSTEM
    return TEXT
