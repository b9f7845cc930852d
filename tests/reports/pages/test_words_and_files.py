"""From a row to the words that were said in one click; and files that add up to the figures of pages."""

import csv
import re
from html import unescape

import pytest
from django.test import Client

from chats.models import Reception
from tests.reports.crawl import read_page
from tests.reports.full_shop import full_shop
from tests.reports.told import WEEK, Told

TALK = re.compile(r'href="(/s/\d+/chats/\d+/[^"]*)"')
SAID = 'class="said '


@pytest.fixture
def shop(db: None, tmp_path) -> Told:
    return full_shop(tmp_path / "files")


def _client(shop: Told, reader: str) -> Client:
    client = Client()
    client.force_login(getattr(shop, reader))
    return client


@pytest.mark.parametrize("reader", ["manager", "supervisor", "xiaomei"])
def test_each_reception_opens_the_words_of_its_moment(shop: Told, reader: str) -> None:
    client = _client(shop, reader)
    for query in ("", "&filtered=monologue"):
        page = client.get(shop.url(f"receptions/?{WEEK}{query}"))
        links = [unescape(link) for link in TALK.findall(page.content.decode())]
        rows: list[Reception] = [row.record for row in page.context["table"].page]

        assert len(links) == len(rows) >= 1 or (reader != "manager" and not rows)  # masked buyers' too
        for link, row in zip(links, rows, strict=True):
            assert f"at={int(row.first_at.timestamp())}" in link
            talk = client.get(link)
            assert talk.status_code == 200, link
            assert SAID in talk.content.decode(), link


@pytest.mark.parametrize("reader", ["manager", "supervisor", "xiaomei"])
def test_each_order_of_a_known_buyer_and_each_lost_sale_opens_the_talk(shop: Told, reader: str) -> None:
    client = _client(shop, reader)
    for path in (f"orders/?{WEEK}", f"lost-sales/causes/rows/?{WEEK}", "chasing/"):
        page = client.get(shop.url(path)).content.decode()
        links = {unescape(link) for link in TALK.findall(page)}
        assert links or path == "chasing/"
        for link in links:
            assert client.get(link).status_code == 200, link
    found = client.get(shop.url(f"orders/?{WEEK}&kind=consulted"))
    links = [unescape(link) for link in TALK.findall(found.content.decode())]
    assert len(links) == found.context["table"].paginator.count > 2
    for link in links:
        assert SAID in client.get(link).content.decode(), link


def _table(client: Client, address: str) -> tuple[list[str], list[list[str]]]:
    text = b"".join(client.get(address).streaming_content).decode("utf-8-sig")
    head, *rows = csv.reader(text.splitlines())
    return head, rows


def _sum(head: list[str], rows: list[list[str]], column: str) -> float:
    place = next(number for number, name in enumerate(head) if name.split(" (")[0] == column)
    return round(sum(float(row[place] or 0) for row in rows), 2)


def _number(written: str) -> float:
    return float(re.sub(r"[^\d.]", "", written))


@pytest.mark.parametrize("reader", ["manager", "supervisor", "xiaomei"])
def test_the_columns_of_the_receptions_file_add_up_to_their_figures(shop: Told, reader: str) -> None:
    client = _client(shop, reader)
    columns = {"rounds": "Rounds", "buyer_messages": "Buyer messages", "human_messages": "Agent messages"}
    columns |= {"unanswered_rounds": "Unanswered", "slow_response_rounds": "Slow"}
    for figure, column in columns.items():
        query = f"{WEEK}&figure={figure}"
        page = read_page(client.get(shop.url(f"receptions/?{query}")).content.decode(), "")
        head, rows = _table(client, shop.url(f"receptions/file.csv?{query}"))
        assert _sum(head, rows, column) == _number(page.figure), figure
        assert str(len(rows)) in page.sums


def test_the_rows_of_the_boards_file_add_up_to_the_figures_of_the_page(shop: Told) -> None:
    client = _client(shop, "manager")
    head, rows = _table(
        client, shop.url(f"leaderboard/file.csv?{WEEK}&columns=sales_fen,paid_orders,receptions")
    )
    agents = [row for row in rows if row[0] in ("xiaomei", "xiaoqi", "xiaolan")]
    for code, column in {
        "sales_fen": "Sales",
        "paid_orders": "Paid orders",
        "receptions": "Receptions",
    }.items():
        page = "orders" if code != "receptions" else "receptions"
        more = "&clock=paid&part=credited" if page == "orders" else ""
        listed = read_page(client.get(shop.url(f"{page}/?{WEEK}{more}&figure={code}")).content.decode(), "")
        assert _sum(head, agents, column) == _number(listed.figure), code


def test_the_days_of_the_books_file_add_up_to_its_last_row_and_to_the_orders(shop: Told) -> None:
    client = _client(shop, "manager")
    head, (*days, whole) = _table(client, shop.url(f"books/file.csv?{WEEK}"))
    listed = read_page(client.get(shop.url(f"orders/?{WEEK}&clock=paid")).content.decode(), "")
    paid = next(place for place, name in enumerate(head) if name.startswith("Paid in the shop"))

    assert len(days) == 7
    assert round(sum(float(day[paid]) for day in days), 2) == float(whole[paid])
    assert f"¥{float(whole[paid]):,.2f}" in listed.sums


def test_the_agents_of_the_chase_results_file_add_up_to_the_orders_chased(shop: Told) -> None:
    client = _client(shop, "manager")
    head, (*agents, total) = _table(client, shop.url(f"chasing/results/file.csv?{WEEK}"))
    query = f"{WEEK}&clock=created&part=chased&figure=chase_orders"
    listed = read_page(client.get(shop.url(f"orders/?{query}")).content.decode(), "")

    assert (
        _sum(head, agents, "Chased orders") == _sum(head, [total], "Chased orders") == _number(listed.figure)
    )
    notes = read_page(client.get(shop.url(f"chasing/results/?{WEEK}&noted=all")).content.decode(), "")
    assert [f"{_sum(head, agents, 'Noted by hand'):.0f}"] == notes.sums_of["notes"]
