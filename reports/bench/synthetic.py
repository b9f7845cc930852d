"""A made-up year of one shop, of any size: messages, orders and traffic as the files of our templates.

Nothing here is believable as talk; lengths, gaps, windows and shares are those that decide the cost.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from chats.attribution.columns import DIRECTIONS, IN, KINDS, OUT, TEXT

DAYS = 365
AGENTS = 50
MESSAGES_A_CHAT = 10
FIRST_SECOND = 1_735_660_800  # 2025-01-01 00:00 in Shanghai
SHANGHAI = 8 * 3600
WORDS = tuple("亲在的有货发货付款拍下优惠尺码颜色包邮今天明天可以好谢谢请问这款多少钱吗哦呢")
MAIN_ACCOUNT = "基准旗舰店"


@dataclass(frozen=True)
class Year:
    """Frames as a person would have them in files; instants are naive shop time in seconds."""

    messages: pd.DataFrame  # agent, buyer, direction, sent_at, kind, text
    orders: pd.DataFrame  # order_no, buyer, created_at, paid_at (-1 unpaid), amount_fen


def _texts(chance: np.random.Generator, size: int) -> np.ndarray:
    """Short sentences, nearly all different."""
    words = np.array(WORDS, dtype=object)
    parts = [words[chance.integers(0, len(words), size)] for _ in range(9)]
    texts: np.ndarray = sum(parts[1:], parts[0]) + chance.integers(0, 99_999, size).astype(str).astype(object)
    return texts


def make_year(messages: int, seed: int = 7, days: int = DAYS) -> Year:
    """About `messages` messages in chats of ten, and a twentieth as many orders, over 365 or so many days."""
    chance = np.random.default_rng(seed)
    chats = max(messages // MESSAGES_A_CHAT, 1)
    second_of_day = (chance.normal(15 * 3600, 4 * 3600, chats).astype(np.int64)) % 86400
    start = np.sort(FIRST_SECOND + SHANGHAI + chance.integers(0, days, chats) * 86400 + second_of_day)
    buyer = chance.integers(0, max(chats // 2, 1), chats)
    agent = chance.integers(0, AGENTS, chats)
    chat = np.repeat(np.arange(chats), MESSAGES_A_CHAT)
    pause = chance.exponential(40, len(chat)).astype(np.int64)
    pause[::MESSAGES_A_CHAT] = 0
    since = np.cumsum(pause)
    offset = since - np.repeat(since[::MESSAGES_A_CHAT], MESSAGES_A_CHAT)
    direction = np.where(chance.random(len(chat)) < 0.5, IN, OUT)
    direction[::MESSAGES_A_CHAT] = IN
    frame = pd.DataFrame(
        {
            "agent": np.char.add(f"{MAIN_ACCOUNT}:", np.char.add("客服", agent.astype(str)))[chat],
            "buyer": np.char.add("buyer", buyer.astype(str))[chat],
            "direction": np.array(DIRECTIONS, dtype=object)[direction],
            "sent_at": start[chat] + offset,
            "kind": np.array(KINDS, dtype=object)[np.full(len(chat), TEXT)],
            "text": _texts(chance, len(chat)),
        }
    )
    return Year(
        frame.sort_values("sent_at", ignore_index=True), _orders(chance, start, buyer, messages // 20, days)
    )


def _orders(
    chance: np.random.Generator, start: np.ndarray, buyer: np.ndarray, size: int, days: int
) -> pd.DataFrame:
    """Two thirds follow a chat within two days, the rest are silent; 14 % are never paid."""
    asked = chance.integers(0, len(start), size)
    created = start[asked] + chance.exponential(20_000, size).astype(np.int64)
    silent = chance.random(size) < 0.33
    created[silent] = FIRST_SECOND + SHANGHAI + chance.integers(0, days * 86400, int(silent.sum()))
    name = np.char.add("buyer", buyer[asked].astype(str)).astype(object)
    name[silent] = np.char.add("quiet", chance.integers(0, size + 1, int(silent.sum())).astype(str))
    wait = np.where(chance.random(size) < 0.91, chance.exponential(10, size), chance.exponential(9_000, size))
    paid = np.where(chance.random(size) < 0.14, -1, created + wait.astype(np.int64))
    return pd.DataFrame(
        {
            "order_no": (4_000_000_000_000_000_000 + np.arange(size)).astype(str),
            "buyer": name,
            "created_at": created,
            "paid_at": paid,
            "amount_fen": chance.integers(500, 60_000, size),
        }
    ).sort_values("created_at", ignore_index=True)


def _wall_times(wall_seconds: np.ndarray) -> list[str]:
    texts = np.datetime_as_string(wall_seconds.astype("datetime64[s]"), unit="s")
    return [text.replace("T", " ") for text in texts.tolist()]


def write_messages(messages: pd.DataFrame, path: Path) -> None:
    """A chats template file."""
    messages.assign(sent_at=_wall_times(messages["sent_at"].to_numpy())).to_csv(path, index=False)


def write_orders(orders: pd.DataFrame, path: Path) -> None:
    """A Taobao order export with the columns that count."""
    paid = orders["paid_at"].to_numpy()
    paid_at = [text if known else "" for text, known in zip(_wall_times(paid), paid >= 0, strict=True)]
    yuan = (orders["amount_fen"] / 100).map("{:.2f}".format)
    pd.DataFrame(
        {
            "订单编号": orders["order_no"],
            "买家会员名": orders["buyer"],
            "总金额": yuan,
            "买家实际支付金额": yuan.where(paid >= 0, "0.00"),
            "退款金额": "0.00",
            "订单状态": np.where(paid >= 0, "交易成功", "等待买家付款"),
            "订单创建时间": _wall_times(orders["created_at"].to_numpy()),
            "订单付款时间": paid_at,
            "宝贝总数量": 1,
        }
    ).to_csv(path, index=False, encoding="utf-8")
