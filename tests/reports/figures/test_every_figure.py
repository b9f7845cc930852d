"""Every figure of every page against the list that it leads to, for each role: a crawl that knows no page.

The crawl asks for every address of reports that the reader may open, and for the objects that these link to.
Each anchor that says a number, an amount, a share or a duration is a figure; the list behind it says what its
rows add up to (`data-figure` where the address names a figure, else `data-sums`), and that must be the same.
No page is an exception; the numbers of a list's own pages are no figures.
"""

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from accounts.models import Team, User
from chats.models import Order
from reports.figures import rows_behind
from reports.funnel import buyers_views
from reports.leaderboard.board import VIEWS
from reports.lost_sales.causes import views as lost_sale_causes
from reports.models import AgentDay
from reports.orders import views as orders
from reports.receptions import views as receptions
from tests.docs.test_rules_cited import CITATION
from tests.reports.crawl import Page, read_page
from tests.reports.full_shop import full_shop
from tests.reports.told import WEEK, Told
from tests.safety.addresses import ALLOWED, EVERY, SENT, parameters

# Reader → what ALLOWED calls her, and how many figures she meets at least on which page.
READERS: dict[str, tuple[str, dict[str, int]]] = {
    "manager": (
        "manager",
        {
            "shop_home": 15,
            "reports:leaderboard": 400,
            "reports:agent": 40,
            "reports:chasing_results": 25,
            "reports:funnel": 50,
            "reports:books": 45,
            "reports:books_unlinked": 8,
            "reports:health": 8,
            "reports:lost_sale_desk": 15,
            "reports:lost_sale_forms": 3,
            "reports:lost_sale_causes": 40,
            "reports:scorecards": 15,
            "reports:action": 15,
        },
    ),
    "supervisor": (
        "supervisor",
        {
            "shop_home": 12,
            "reports:leaderboard": 150,
            "reports:agent": 40,
            "reports:chasing_results": 10,
            "reports:lost_sale_desk": 8,
            "reports:lost_sale_causes": 20,
            "reports:scorecards": 5,
            "reports:action": 6,
        },
    ),
    "xiaomei": (
        "agent",
        {
            "shop_home": 12,
            "reports:leaderboard": 70,
            "reports:agent": 40,
            "reports:chasing_results": 10,
            "reports:lost_sale_mine": 10,
            "reports:scorecards": 5,
        },
    ),
}
# What no crawl of this shop opens: pages of things that it lacks, pieces of pages, and forms without figures.
UNMET = {
    "reports:case",
    "reports:script",
    "reports:script_change",
    "reports:rules_preview",
    "reports:lost_sale_talk",
    "reports:order_exclude",
    "reports:privacy_buyer",
    "reports:privacy_export",
}
AGENTS_ONLY = {"reports:lost_sales", "reports:lost_sale_mine"}  # these send leaders to theirs
TURNS = re.compile(r"(sort|page)$")
IN_BOOKS = {"silent_fen", "unlinked_fen", "excluded_fen"}  # the books link to them without their names
OF_ONE_PAGE = 2  # how many addresses of the same page the crawl follows


@pytest.fixture
def shop(db: None, tmp_path, monkeypatch: pytest.MonkeyPatch) -> Told:
    """The full shop; lists show one row a page, so that what they say is not of the rows in sight."""
    for view in (orders, receptions, buyers_views, lost_sale_causes):
        monkeypatch.setattr(view, "PER_PAGE", 1)
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *_, **__: None)  # nobody asks
    return full_shop(tmp_path / "files")


def _client(shop: Told, reader: str) -> Client:
    client = Client()
    client.force_login(getattr(shop, reader))
    return client


def _name(address: str) -> str:
    """What the page at an address is called; "" for files, and for what is no page of reports."""
    try:
        found = resolve(urlsplit(address).path)
    except Resolver404:
        return ""
    is_page = found.view_name.startswith("reports:") or found.view_name == "shop_home"
    return found.view_name if is_page and "kind" not in found.kwargs else ""


def _kind(address: str) -> tuple[str, ...]:
    """Addresses of one kind differ by days, ids, order and place only."""
    query = [(key, value) for key, value in parse_qsl(urlsplit(address).query) if not TURNS.search(key)]
    return (_name(address), *sorted(f"{key}={value}" if value.isalpha() else key for key, value in query))


def _beginnings(shop: Told) -> Iterator[str]:
    """Every page of reports that needs no object, and the other faces of the board."""
    for name in EVERY:
        if (name.startswith("reports:") or name == "shop_home") and parameters(name) == ["shop_id"]:
            yield f"{reverse(name, args=[shop.shop.pk])}?{WEEK}"
    board = shop.url(f"leaderboard/?{WEEK}")
    yield from (f"{board}&view={view}" for view in VIEWS)
    yield f"{board}&team={Team.objects.get(name='售前二组').pk}"
    yield shop.url(f"chasing/results/?{WEEK}&team={Team.objects.get(name='售前二组').pk}")


def _get(client: Client, address: str) -> Page | None:
    """The page at an address; None where the reader finds none, is led elsewhere, or it is no page."""
    answer = client.get(address)
    is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    return read_page(answer.content.decode(), address) if is_page else None


def _crawl(client: Client, shop: Told) -> dict[str, Page]:
    """Every page from the beginnings on, by address."""
    asked = {address: _get(client, address) for address in _beginnings(shop)}
    found = {address: page for address, page in asked.items() if page}
    met, followed = {_kind(address) for address in asked}, Counter[str]()
    waiting = [link for page in found.values() for link in page.others]
    while waiting:
        address = waiting.pop(0)
        name, kind = _name(address), _kind(address)
        if not name or kind in met or followed[name] == OF_ONE_PAGE:
            continue
        met.add(kind)
        followed[name] += 1
        if page := _get(client, address):
            found[address] = page
            waiting += page.others
    return found


def _wrong(client: Client, pages: dict[str, Page]) -> list[tuple[str, str, str, object]]:
    """(page, figure, link, what its list says) of every figure that is not that of its list."""
    lists: dict[str, Page | None] = {}
    wrong = []
    for address, page in pages.items():
        for link, figure in page.links:
            bare = link.partition("#")[0]
            if bare not in lists:
                lists[bare] = _get(client, bare)
            says = lists[bare] and lists[bare].says(link)
            if not says or figure not in says:
                wrong.append((address, figure, link, says))
    return wrong


def _codes(pages: dict[str, Page]) -> set[str]:
    """The declared figures that the pages link to."""
    links = [link for page in pages.values() for link, _figure in page.links]
    return {code for link in links for key, code in parse_qsl(urlsplit(link).query) if key == "figure"}


@pytest.mark.parametrize("reader", READERS)
def test_every_figure_of_every_page_is_that_of_its_list(shop: Told, reader: str) -> None:
    role, least = READERS[reader]
    client = _client(shop, reader)
    pages = _crawl(client, shop)

    assert _wrong(client, pages) == []
    figures = Counter[str]()
    for address, page in pages.items():
        figures[_name(address)] += len(page.links)
    assert {name: figures[name] for name, few in least.items() if figures[name] < few} == {}
    if reader == "manager":
        assert set(rows_behind.codes()) - _codes(pages) == IN_BOOKS
    hers = {name for name, readers in ALLOWED.items() if role in readers and name.startswith("reports:")}
    hers -= {name for name in hers if "kind" in parameters(name)} | SENT.keys() | UNMET
    assert hers - {_name(address) for address in pages} == (set() if role == "agent" else AGENTS_ONLY)


def test_a_figure_that_is_not_that_of_its_list_is_found(shop: Told) -> None:
    """What the crawl would miss, it would miss silently."""
    client, board = _client(shop, "xiaoqi"), shop.url(f"leaderboard/?{WEEK}")
    AgentDay.objects.filter(agent__name="xiaoqi", day="2026-05-13").update(sales_fen=7)
    page = read_page(client.get(board).content.decode(), board)

    found = _wrong(client, {board: page})
    wrong = {re.search(r"figure=(\w+)", link)[1] for _page, _figure, link, _says in found}
    assert wrong == {"sales_fen", "order_value"}
    assert len(page.links) >= 8


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_no_page_shows_the_number_of_a_rule(shop: Told, language: str) -> None:
    User.objects.filter(pk=shop.manager.pk).update(language=language)
    numbers = set(Order.objects.values_list("order_no", flat=True))  # some look like a rule
    pages = _crawl(_client(shop, "manager"), shop)

    assert len(pages) > 50
    told = [(at, words) for at, page in pages.items() for words in page.words]
    assert [(at, words) for at, words in told if set(CITATION.findall(words)) - numbers] == []
