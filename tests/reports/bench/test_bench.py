"""The benchmark runs, compares equal figures only, and leaves nothing behind."""

import json
from io import StringIO

import pandas as pd
import pytest
from django.core.management import call_command

from accounts.models import Shop
from chats.models import Message
from reports.bench import measure
from reports.metrics.columns import AGENT_DAY_SUMS

pytest.importorskip("duckdb", reason="the baseline of the benchmark is a development dependency")


@pytest.mark.django_db
def test_a_small_benchmark_prints_every_ratio_and_removes_its_shop() -> None:
    out = StringIO()
    call_command("bench", "--messages", "3000", "--json", stdout=out, stderr=StringIO())
    found = json.loads(out.getvalue())
    assert {line["name"]: line["ratio"] is not None for line in found["lines"]} == {
        "import of messages": True,
        "import, all known": True,
        "import of orders": False,
        "attribution + facts": True,
        "refresh, one new day": True,
        "leaderboard query, median": False,
    }
    assert found["peak_megabytes"] > 0
    assert not Shop.objects.exists()
    assert not Message.objects.exists()


def test_figures_that_differ_are_not_timed() -> None:
    facts = pd.DataFrame({"day": [1], "agent": [1], **{key: [1] for key in AGENT_DAY_SUMS}})
    measure.require_equal(facts, facts.copy())
    with pytest.raises(measure.FiguresDiffer):
        measure.require_equal(facts, facts.assign(wait_seconds=2))
    with pytest.raises(measure.FiguresDiffer):
        measure.require_equal(facts, facts.iloc[:0])
