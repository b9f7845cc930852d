"""Codes of importers → sentences that people read, in Chinese and English."""

from collections.abc import Mapping

from chats.importers.words.sentences import FILES, NOTICES, ROWS
from chats.importers.words.sentences_chats import CHATS

KINDS = {
    "chats_template": ("聊天模板", "Chats template"),
    "agents_template": ("客服名单模板", "Agents template"),
    "traffic_template": ("流量模板", "Traffic template"),
    "shop_daily_sheet": ("店铺每日登记表", "Shop's daily sheet"),
    "taobao_orders": ("淘宝/天猫订单报表", "Taobao/Tmall order export"),
    "taobao_items": ("淘宝/天猫宝贝报表", "Taobao/Tmall item report"),
    "shop_item_inquiries": ("生意参谋商品询单", "Business Advisor item inquiries"),
    "shop_traffic_sources": ("生意参谋流量来源", "Business Advisor traffic sources"),
    "qianniu_window": ("千牛聊天窗口文本", "Qianniu window copy"),
    "qianniu_web": ("千牛网页聊天记录", "Qianniu web history"),
    "qianniu_web_scraped": ("千牛网页聊天记录（抓取）", "Qianniu web history, scraped"),
    "qianniu_web_table": ("千牛网页聊天记录表格", "Qianniu web history workbook"),
    "openplatform_chatlog": ("开放平台聊天记录", "Open platform chat log"),
    "openplatform_chatpeers": ("开放平台聊天对象", "Open platform chat peers"),
    "openplatform_logquery": ("开放平台模糊聊天记录", "Open platform fuzzy chat log"),
    "openplatform_trades": ("开放平台交易", "Open platform trades"),
    "retail_bot": ("店小蜜等机器人聊天记录", "Retail bot messages"),
}
SENTENCES: Mapping[str, tuple[str, str]] = {**FILES, **ROWS, **NOTICES, **CHATS}


def _pick(pair: tuple[str, str], language: str) -> str:
    return pair[0] if language.lower().startswith("zh") else pair[1]


def kind_name(kind: str, language: str) -> str:
    """What a kind of file is called; a kind that is not known is shown as it is written."""
    return _pick(KINDS.get(kind, (kind, kind)), language)


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
