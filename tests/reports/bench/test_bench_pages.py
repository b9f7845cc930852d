"""`bench --pages` measures every page that it can name, and leaves nothing behind."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import Shop, User
from chats.models import Message
from reports.bench import pages

MOST_QUERIES = 60
# A list that happens to be empty needs no names for its rows.
FEW_MORE = 4


@pytest.fixture
def once(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "ROUNDS", 1)


def _measured(messages: int) -> dict:
    out = StringIO()
    call_command("bench", "--pages", "--messages", str(messages), "--json", stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())


def test_every_page_answers_is_measured_and_takes_no_more_queries_for_three_times_the_rows(
    once: None,
) -> None:
    found, larger = _measured(2000), _measured(6000)
    measured = {page["name"]: page for page in found["pages"]}

    assert {
        "shop_home",
        "reports:leaderboard",
        "reports:order",
        "reports:books",
        "chats:imports",
    } <= measured.keys()
    assert [one for one in found["skipped"] if "BROKEN" in one["why"]] == []
    # Of a shop that has one thing of each kind nothing is left out but what is only sent to.
    why = {one["why"] for one in found["skipped"]}
    assert not [one for one in why if one.startswith("needs")]
    assert measured["reports:leaderboard ?view=service"]["limit_seconds"] == 0.1
    assert measured["reports:books_file"]["limit_seconds"] is None
    assert all(page["queries"] > 0 for page in measured.values() if page["name"] != "chats:imports_template")
    for page in larger["pages"]:
        if page["limit_seconds"] and page["name"] in measured:
            assert page["queries"] <= min(measured[page["name"]]["queries"] + FEW_MORE, MOST_QUERIES), page
    assert not Shop.objects.exists()
    assert not User.objects.exists()
    assert not Message.objects.exists()


def test_the_table_names_slow_pages_first() -> None:
    lines = [
        pages.PageLine("fast", "/f", 0.01, 0.01, 3, 5, 0.3, 1.0),
        pages.PageLine("slow", "/s", 0.31, 0.2, 9, 5, 0.3, 31.0),
        pages.PageLine("file", "/x", 2.0, 1.0, 9, 5, None, 200.0),
    ]
    told = pages.as_table(
        {
            **{"database": "sqlite", "messages": 10, "agents": 50, "days": 90},
            **{"baseline": "SQL", "baseline_seconds": 0.01, "skipped": [{"name": "other", "why": "needs x"}]},
            "pages": [pages.asdict(line) | {"slow": line.slow} for line in lines],
        }
    ).splitlines()

    assert [line.split()[0] for line in told[3:]] == ["file", "slow", "fast", "other"]
    assert [line for line in told if line.endswith("SLOW")] == [told[4]]
