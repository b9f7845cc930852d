"""What saving rules did survives the move from the version to a table of reports, and the way back."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

BEFORE = [("chats", "0007_texts_of_people"), ("reports", "0004_keep_every_reading")]
AFTER = [("chats", "0008_effects_of_rules_live_in_reports"), ("reports", "0005_effects_of_rules")]
FIRST = {
    "at": "2026-05-09T02:00:00+00:00",
    "by": "wu",
    "changes": {},
    "before": {"shop": {"paid_fen": 56900}},
}
SECOND = {"at": "2026-05-10T02:00:00+00:00", "by": "吴", "changes": {}, "before": None}


def _migrated(to: list[tuple[str, str]]) -> Apps:
    MigrationExecutor(connection).migrate(to)
    return MigrationExecutor(connection).loader.project_state(to).apps


@pytest.fixture
def old(transactional_db: None) -> Iterator[Apps]:
    """The models before the move; afterwards the database is as it was."""
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    yield _migrated(BEFORE)
    _migrated(newest)


def _versions(apps: Apps) -> tuple[int, int]:
    """A version that was saved twice, and one that never was."""
    shop = apps.get_model("accounts", "Shop").objects.create(name="测试旗舰店")
    rule_sets = apps.get_model("chats", "RuleSet").objects
    saved = rule_sets.create(shop=shop, number=1, effects=[FIRST, SECOND])
    return saved.pk, rule_sets.create(shop=shop, number=2, valid_from=dt.date(2026, 5, 1)).pk


def test_effects_move_to_reports_and_back(old: Apps) -> None:
    saved, never = _versions(old)

    new = _migrated(AFTER)
    kept = new.get_model("reports", "RuleEffect").objects
    assert list(kept.values_list("rule_set", "effects")) == [(saved, [FIRST, SECOND])]
    assert "effects" not in {field.name for field in new.get_model("chats", "RuleSet")._meta.get_fields()}

    kept.create(rule_set_id=never, effects=[SECOND])  # saved after the move
    rule_sets = _migrated(BEFORE).get_model("chats", "RuleSet").objects
    assert dict(rule_sets.values_list("pk", "effects")) == {saved: [FIRST, SECOND], never: [SECOND]}


def test_the_table_is_there_before_the_column_goes() -> None:
    plan = MigrationLoader(None).graph.forwards_plan(AFTER[0])
    assert plan.index(AFTER[1]) < plan.index(AFTER[0])
