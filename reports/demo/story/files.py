"""The demo shop's history as files: our templates, order exports, a web-history zip, window copies."""

import csv
import datetime as dt
import io
from collections.abc import Iterable
from dataclasses import dataclass

from reports.demo.story import order_files
from reports.demo.story.book import Order, Said
from reports.demo.story.chat_files import web_history_zip, window_copy
from reports.demo.story.days import History, history
from reports.demo.story.people import AGENTS, ROBOT_NICK, SHOP_NAME, WEEKS

DEFAULT_SEED = 115
WEB_HISTORY_BUYERS, WINDOW_COPIES = 12, 3
AGENT_HEADER = ("nick", "name", "team", "kind", "active_from", "active_to")
TRAFFIC_HEADER = ("日期", "访客数", "浏览量", "跳失人数")
CHAT_HEADER = ("客服", "买家", "方向", "时间", "类型", "内容")


@dataclass(frozen=True)
class DemoFile:
    """One file to import: its name and its bytes."""

    name: str
    content: bytes


def demo_files(today: dt.date, seed: int = DEFAULT_SEED) -> list[DemoFile]:
    """All files of the demo shop up to the day before `today`, in the order to import them.

    Pure: the same day and seed give the same bytes.
    """
    past = history(today, seed)
    taken, copies = _other_ways(past)
    weekly = [_chats(monday, [line for line in said if line not in taken]) for monday, said in _weeks(past)]
    orders = [_orders(monday, found, today) for monday, found in _order_weeks(past)]
    items = order_files.item_report(past.book.orders, dt.datetime.combine(today, dt.time()))
    details = DemoFile(f"ExportOrderDetailList{today:%Y%m%d}0800.csv", items)
    return [_agents(past.first_day), *weekly, *copies, *orders, details, _traffic(past)]


def _csv(header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> bytes:
    """UTF-8 with a BOM, as spreadsheets like it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _agents(first_day: dt.date) -> DemoFile:
    """The roster; whoever was not there in the first week started on the second Monday."""
    later = first_day + dt.timedelta(days=7)
    rows = [
        (agent.nick, agent.name, agent.team, "human", "" if agent.rates[0] else later, "") for agent in AGENTS
    ]
    rows.append((ROBOT_NICK, "服务助手", "", "robot", "", ""))
    return DemoFile("agents_template.csv", _csv(AGENT_HEADER, rows))


def _traffic(past: History) -> DemoFile:
    rows = [(day.date, day.visitors, day.page_views, day.bounced) for day in past.traffic]
    return DemoFile("店铺流量.csv", _csv(TRAFFIC_HEADER, rows))


def _monday(at: dt.datetime) -> dt.date:
    return at.date() - dt.timedelta(days=at.weekday())


def _weeks(past: History) -> list[tuple[dt.date, list[Said]]]:
    mondays = [past.first_day + dt.timedelta(days=7 * number) for number in range(WEEKS + 1)]
    found = [(monday, [line for line in past.book.said if _monday(line.at) == monday]) for monday in mondays]
    return [(monday, said) for monday, said in found if said]


def _order_weeks(past: History) -> list[tuple[dt.date, list[Order]]]:
    mondays = sorted({_monday(order.created_at) for order in past.book.orders})
    return [(m, [order for order in past.book.orders if _monday(order.created_at) == m]) for m in mondays]


def _chats(monday: dt.date, said: list[Said]) -> DemoFile:
    rows = [
        (line.agent, line.buyer, "out" if line.outgoing else "in", line.at, line.kind, line.text)
        for line in said
    ]
    return DemoFile(f"聊天记录_{monday:%Y-%m-%d}.csv", _csv(CHAT_HEADER, rows))


def _orders(monday: dt.date, orders: list[Order], today: dt.date) -> DemoFile:
    drawn = min(monday + dt.timedelta(days=7), today)
    content = order_files.order_list(orders, dt.datetime.combine(today, dt.time()))
    return DemoFile(f"ExportOrderList{drawn:%Y%m%d}0800.csv", content)


def _other_ways(past: History) -> tuple[set[Said], list[DemoFile]]:
    """Some talks of the last weekend as people copy them by hand: (lines taken out, their files)."""
    sunday = past.first_day + dt.timedelta(days=7 * WEEKS - 1)
    saturday = sunday - dt.timedelta(days=1)
    in_zip, in_windows = _plain_talks(past, sunday), _plain_talks(past, saturday)
    zipped = dict(list(in_zip.items())[:WEB_HISTORY_BUYERS])
    copied = dict(list(in_windows.items())[:WINDOW_COPIES])
    files = [DemoFile(f"千牛聊天记录_{sunday.year}-{sunday.month}-{sunday.day}.zip", web_history_zip(zipped))]
    files += [DemoFile(f"千牛窗口复制_{buyer}.txt", window_copy(said)) for buyer, said in copied.items()]
    return {line for said in (*zipped.values(), *copied.values()) for line in said}, files


def _plain_talks(past: History, day: dt.date) -> dict[str, list[Said]]:
    """The day's talks that need no column to be told: one agent who answered one named buyer."""
    talks: dict[str, list[Said]] = {}
    for line in past.book.said:
        if line.at.date() == day and "*" not in line.buyer and line.buyer != SHOP_NAME:
            talks.setdefault(line.buyer, []).append(line)
    return {
        buyer: said
        for buyer, said in talks.items()
        if len({line.agent for line in said}) == 1 and any(line.outgoing for line in said) and len(said) > 5
    }
