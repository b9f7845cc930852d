"""What saving rules did moves from the version, where only reports asked for it, to a table of reports."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def move(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A row for each version that was saved with effects."""
    alias = schema_editor.connection.alias
    rule_sets = apps.get_model("chats", "RuleSet").objects.using(alias).exclude(effects=[])
    kept = apps.get_model("reports", "RuleEffect").objects.using(alias)
    kept.bulk_create([kept.model(rule_set=version, effects=version.effects) for version in rule_sets])


def move_back(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The effects of each row into its version again."""
    alias = schema_editor.connection.alias
    rule_sets = apps.get_model("chats", "RuleSet").objects.using(alias)
    for kept in apps.get_model("reports", "RuleEffect").objects.using(alias).all():
        rule_sets.filter(pk=kept.rule_set_id).update(effects=kept.effects)


class Migration(migrations.Migration):
    dependencies = [
        ("chats", "0007_texts_of_people"),
        ("reports", "0004_keep_every_reading"),
    ]
    run_before = [("chats", "0008_effects_of_rules_live_in_reports")]  # which removes what is moved here

    operations = [
        migrations.CreateModel(
            name="RuleEffect",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("effects", models.JSONField(default=list)),
                (
                    "rule_set",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="chats.ruleset"
                    ),
                ),
            ],
        ),
        migrations.RunPython(move, move_back),
    ]
