"""A figure that is declared appears by itself wherever figures are shown: nothing else names it."""

import csv
import io

import pytest
from django.http import HttpResponse

from chats.spans import ONE_DAY, Span
from reports.figures import rows_behind
from reports.metrics.compute import percentile
from reports.metrics.definitions import GROUPS, METRICS
from reports.metrics.metric import HIGH, RECEPTION_DAY, RECEPTIONS, Metric
from reports.metrics.scorecard import Line
from reports.scorecards import words
from reports.scorecards.points import save_version
from reports.weekly import revisions
from reports.weekly.formats import registry
from reports.weekly.revisions import Document
from tests.reports.told import WEEK, Told, tell
from tests.story import MONDAY

# Beside lily and kim, who wrote to xiaomei once each, a buyer who wrote three times.
MAY = (
    "05-12 11:00 may > xiaomei: 在吗",
    "11:01 may > xiaomei: 有红色吗",
    "11:02 may > xiaomei: 急",
    "11:02:10 xiaomei > may: 有的",
)
OF_ROWS = Metric(
    code="buyer_messages_p90",
    zh="买家消息90分位",
    en="Buyer messages, 90th percentile",
    unit="count",
    rule="D4.7",
    clock=RECEPTION_DAY,
    zh_help="九成接待的买家消息不超过这个数。",
    en_help="Nine of ten receptions hold at most so many messages of the buyer.",
    better=HIGH,
    source=RECEPTIONS,
    column="buyer_messages",
    how=percentile(90),
)
OF_SUMS = Metric(
    code="chars_per_message",
    zh="每条消息字数",
    en="Characters a message",
    unit="decimal",
    rule="D4.6",
    clock=RECEPTION_DAY,
    zh_help="客服字数除以人工消息数。",
    en_help="Characters in human messages for each of them.",
    numerator="agent_chars",
    denominator="human_messages",
    better=HIGH,
)


def _declare(patch: pytest.MonkeyPatch, metric: Metric) -> None:
    """As if the figure stood at the end of the declared service figures."""
    zh, en, declared = GROUPS["service"]
    patch.setitem(METRICS, metric.code, metric)
    patch.setitem(GROUPS, "service", (zh, en, (*declared, metric)))


@pytest.fixture
def shop(db: None, tmp_path, monkeypatch: pytest.MonkeyPatch) -> Told:
    _declare(monkeypatch, OF_ROWS)
    _declare(monkeypatch, OF_SUMS)
    return tell(tmp_path / "files", *MAY)


def _cells(answer: HttpResponse) -> list[list[str]]:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def _of_xiaomei(cells: list[list[str]], heading: str) -> str:
    head = next(row for row in cells if heading in row)
    return next(row for row in cells if row[:1] == ["xiaomei"])[head.index(heading)]


def _mei(shop: Told) -> int:
    return shop.xiaomei.agents.get().pk


# xiaomei's buyers wrote 1, 1 and 3 messages: the 90th percentile is the third. xiaomei's three messages
# are 有的亲, 有的，今天发货 and 有的: 3 + 7 + 2 characters.
@pytest.mark.parametrize(("metric", "value"), [(OF_ROWS, 3), (OF_SUMS, 4.0)])
def test_the_leaderboard_offers_it_and_shows_it_with_its_file(
    read, shop: Told, metric: Metric, value: float
) -> None:
    board = read(shop.manager, shop.url(f"leaderboard/?{WEEK}&columns={metric.code}"))
    assert f'value="{metric.code}"' in board.content.decode()
    figures = {row.name: row.figures[metric.code] for row in board.context["board"].everyone}
    assert figures["xiaomei"] == value
    service = read(shop.manager, shop.url(f"leaderboard/?{WEEK}&view=service"))
    assert metric.en in service.content.decode()

    file = read(shop.manager, shop.url(f"leaderboard/file.csv?{WEEK}&columns={metric.code}"))
    assert float(_of_xiaomei(_cells(file), metric.en)) == value


def test_the_agents_page_and_its_file_show_a_figure_of_receptions(read, shop: Told) -> None:
    page = read(shop.manager, shop.url(f"agents/{_mei(shop)}/?{WEEK}"))
    told = next(one for one in page.context["row_figures"] if one["name"] == OF_ROWS.en)
    assert (told["figure"], told["note"]) == ("3", "of 3 receptions")
    assert OF_ROWS.en in page.content.decode()

    cells = _cells(read(shop.manager, shop.url(f"agents/{_mei(shop)}/file.csv?{WEEK}")))
    assert next(row for row in cells if row[:1] == [OF_ROWS.en])[1:3] == ["3", "—"]


def test_the_agents_page_and_its_file_show_a_figure_of_sums(read, shop: Told) -> None:
    page = read(shop.manager, shop.url(f"agents/{_mei(shop)}/?{WEEK}&view=service"))
    chart = next(one for one in page.context["charts"] if one.code == OF_SUMS.code)
    # Monday 3 characters in one message, Tuesday 9 in two.
    assert chart.series[0].values[:3] == [3.0, 4.5, None]


@pytest.mark.parametrize(("metric", "written"), [(OF_ROWS, "3"), (OF_SUMS, "4.00")])
def test_its_list_gives_it_again(read, shop: Told, metric: Metric, written: str) -> None:
    span = Span(MONDAY, MONDAY + 6 * ONE_DAY)
    listed = read(shop.manager, rows_behind.address(shop.shop, metric.code, span, agent=_mei(shop)))

    assert (listed.context["drilled"].metric, listed.context["drilled"].written) == (metric, written)
    assert listed.context["table"].paginator.count == 3


def test_the_weekly_report_holds_a_figure_of_receptions_in_every_format(shop: Told) -> None:
    document = Document.of(revisions.make(shop.shop, MONDAY).report)
    row = next(row for row in document.content["agents"]["rows"] if row["name"] == "xiaomei")

    assert row["figures"][OF_ROWS.code] == {"now": 3, "before": None}
    assert document.content["shop"]["figures"][OF_ROWS.code]["now"] == 3
    assert document.content["agents"]["total"]["figures"][OF_ROWS.code]["now"] == 3
    assert OF_ROWS.code in {one["code"] for one in document.content["definitions"]}
    for kind in ("csv", "json"):
        assert OF_ROWS.code in registry.FORMATS[kind].write(document).decode("utf-8-sig")


@pytest.mark.parametrize(("metric", "value", "count"), [(OF_ROWS, 3, 3), (OF_SUMS, 4.0, 3)])
def test_a_scorecard_can_hold_it(read, shop: Told, metric: Metric, value: float, count: int) -> None:
    assert metric.code in dict(words.choices())
    save_version(shop.shop, None, "card", [Line(metric.code, 10, 1, value)], None, None)
    page = read(shop.manager, shop.url(f"scorecards/?{WEEK}"))

    assert metric.en in page.content.decode()
    cells = _cells(read(shop.manager, shop.url(f"scorecards/file.csv?{WEEK}")))
    own = next(row for row in cells if row[:1] == ["xiaomei"])
    assert (float(own[2]), own[3], float(own[6]), int(own[7])) == (100, metric.en, value, count)


@pytest.mark.parametrize("metric", [OF_ROWS, OF_SUMS])
def test_the_glossary_explains_it(read, shop: Told, metric: Metric) -> None:
    assert metric.en_help in read(shop.manager, shop.url("figures/")).content.decode()
