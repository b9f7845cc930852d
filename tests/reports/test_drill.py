"""One click from a figure to its rows: for every figure and reader, the list gives the same figure."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from accounts.models import Team, User
from reports import board, drill
from reports.metrics.definitions import GROUPS, METRICS
from tests.reports.told import WEEK, Told, tell

# What the week lacks: a buyer who asks two agents, of whom each chased, assisted, answered slowly or not.
MORE = (
    "05-12 15:00 rob > xiaomei: 在吗",
    "15:05 xiaomei > rob: 在的",
    "15:06 rob > xiaomei: 这个怎么样",
    "15:30 rob > xiaoqi: 你好",
    "15:30:09 xiaoqi > rob: 您好",
    "16:00 rob orders B1 ¥45",
    "16:20 xiaoqi > rob: 亲，可以付款了",
    "16:30 B1 paid",
    "05-13 10:00 sue > xiaolan: 有优惠吗",
    "10:00:40 xiaolan > sue: 有的",
    "10:05 sue orders B2 ¥75",
    "11:00 xiaolan > sue: 还没付款哦",
    "05-13 12:00 xiaomei > ned: 新品上架",
)
LINK = re.compile(r'href="([^"]*[?&;]figure=[^"]*)"[^>]*>([^<]*)<')


@pytest.fixture
def busy(db: None, tmp_path) -> Told:
    return tell(tmp_path / "files", *MORE)


def _follow(client: Client, address: str) -> tuple[str, str]:
    """Code and figure of the list to which an address leads."""
    page = client.get(address)
    assert page.status_code == 200, address
    drilled = page.context["drilled"]
    assert drilled is not None, address
    return drilled.metric.code, drilled.written


def _code(link: str) -> str:
    return parse_qs(urlsplit(link).query)["figure"][0]


def _links(client: Client, address: str) -> list[tuple[str, str]]:
    """(address, written figure) of every figure of a page that leads to rows."""
    page = client.get(address)
    assert page.status_code == 200
    return [(unescape(link), unescape(text)) for link, text in LINK.findall(page.content.decode())]


def _reader(told: Told, name: str) -> Client:
    client = Client()
    client.force_login(getattr(told, name))
    return client


PICKABLE = [m for group in ("service", "inquiries", "sales", "chasing") for m in GROUPS[group][2]]


# Nobody's rate, the most of one day, and what the week is too small for.
WITHOUT_ROWS = {"natural_payment_rate", "peak_concurrency", "incremental_recovered"}


def test_every_figure_of_the_leaderboard_is_that_of_its_rows(busy: Told) -> None:
    codes = ",".join(metric.code for metric in PICKABLE)
    for reader, none_yet in (("manager", set()), ("head", set()), ("supervisor", {"chase_success_rate"})):
        client = _reader(busy, reader)
        links = _links(client, busy.url(f"leaderboard/?{WEEK}&columns={codes}"))
        met = {_code(link) for link, _text in links}

        assert met >= {metric.code for metric in PICKABLE} - WITHOUT_ROWS - none_yet
        for link, text in links:
            assert _follow(client, link) == (_code(link), text), (reader, link)


def test_a_teams_row_is_that_of_the_teams_rows(busy: Told) -> None:
    client = _reader(busy, "manager")
    team = Team.objects.get(name="售前二组")
    links = _links(client, busy.url(f"leaderboard/?{WEEK}&team={team.pk}"))
    totals = [(link, text) for link, text in links if f"team={team.pk}" in link]

    assert len(totals) > 8
    for link, text in totals:
        assert _follow(client, link)[1] == text, link


def test_every_figure_of_an_agents_pages_is_that_of_its_rows(busy: Told) -> None:
    for reader in ("xiaomei", "xiaoqi", "xiaolan"):
        client, agent = _reader(busy, reader), getattr(busy, reader).agents.get()
        for view in board.VIEWS:
            for page in (f"leaderboard/?{WEEK}&view={view}", f"agents/{agent.pk}/?{WEEK}&view={view}"):
                for link, text in _links(client, busy.url(page)):
                    # Days of a chart and hours lead to a part of the rows; the next test counts these.
                    if "weekday=" in link or "wait_from=" in link or re.fullmatch(r"\d\d-\d\d", text):
                        continue
                    assert _follow(client, link) == (_code(link), text), (reader, link)


def test_parts_of_an_agents_page_count_their_rows(busy: Told) -> None:
    client = _reader(busy, "manager")
    for name in ("xiaomei", "xiaoqi"):
        page = client.get(busy.url(f"agents/{getattr(busy, name).agents.get().pk}/?{WEEK}")).context
        for chart in page["charts"]:
            days = zip(chart.rows, chart.series[0].values, strict=True)
            for (_label, link, _open, figures), value in days:
                assert not value or _follow(client, link) == (chart.code, figures[0]), link
        cells = [cell for _weekday, cells in page["hours"].rows for cell in cells if cell.count]
        assert sum(cell.count for cell in cells) == page["hours"].total == 3
        bars = page["waits"].chart
        counted = [(cell.url, cell.count) for cell in cells]
        counted += zip(bars.links, bars.series[0].values, strict=True)
        counted += [(link, count) for _label, count, link in page["orders"]]
        for link, count in counted:
            assert client.get(link).context["table"].paginator.count == count, link


def test_a_list_does_not_leave_the_readers_scope(busy: Told) -> None:
    manager, supervisor = _reader(busy, "manager"), _reader(busy, "supervisor")
    everything = busy.url(f"receptions/?{WEEK}&figure=receptions")

    assert _follow(manager, everything) == ("receptions", "7")
    assert _follow(supervisor, everything) == ("receptions", "3")
    other = User.objects.get(username="xiaoqi").agents.get()
    # An agent whom the reader may not see is no choice of the filter, so it narrows nothing.
    assert _follow(supervisor, f"{everything}&agent={other.pk}") == ("receptions", "3")
    assert {row.agent.name for row in supervisor.get(everything).context["rows"]} == {"xiaomei"}

    odd = f"receptions/?{WEEK}&state=x&agent=y&hour=z&wait_from=-&once=maybe&figure=password&filtered=q"
    page = manager.get(busy.url(odd))
    assert page.context["drilled"] is None
    assert page.context["table"].paginator.count == 7


def test_every_figure_with_rows_names_a_declared_figure_and_a_page() -> None:
    assert drill.BEHIND.keys() <= METRICS.keys()
    assert {rows.page for rows in drill.BEHIND.values()} == {"reports:receptions", "reports:orders"}
