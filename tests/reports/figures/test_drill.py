"""From a figure to its rows: lists stay in their reader's scope, and every declared figure has one."""

import pytest
from django.test import Client

from accounts.models import User
from reports.figures import rows_behind
from reports.metrics.definitions import METRICS
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


def _reader(told: Told, name: str) -> Client:
    client = Client()
    client.force_login(getattr(told, name))
    return client


def test_a_list_does_not_leave_the_readers_scope(busy: Told) -> None:
    manager, supervisor = _reader(busy, "manager"), _reader(busy, "supervisor")
    everything = busy.url(f"receptions/?{WEEK}&figure=receptions")

    assert _follow(manager, everything) == ("receptions", "7")
    assert _follow(supervisor, everything) == ("receptions", "3")
    other = User.objects.get(username="xiaoqi").agents.get()
    # An agent whom the reader may not see is no choice of the filter, so it narrows nothing.
    assert _follow(supervisor, f"{everything}&agent={other.pk}") == ("receptions", "3")
    assert {row.agent.name for row in supervisor.get(everything).context["rows"]} == {"xiaomei"}

    odd = f"receptions/?{WEEK}&state=x&agent=y&hour=z&wait_from=-&once=maybe"
    page = manager.get(busy.url(odd + "&agents=x&figure=password&filtered=q"))
    assert page.context["drilled"] is None
    assert page.context["table"].paginator.count == 7


def test_every_figure_with_rows_names_a_declared_figure_and_a_page() -> None:
    assert rows_behind.ROWS_OF_FIGURE.keys() <= METRICS.keys()
    assert {rows.page for rows in rows_behind.ROWS_OF_FIGURE.values()} == {
        "reports:receptions",
        "reports:orders",
    }
