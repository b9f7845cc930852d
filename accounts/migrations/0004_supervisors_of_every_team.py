"""Supervisors without teams saw everybody; from now on the flag says so, and no teams mean nobody."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def say_so(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Set the flag where the rule until now let somebody see every team, in open invitations too."""
    for name in ("Membership", "Invitation"):
        rows = apps.get_model("accounts", name).objects.using(schema_editor.connection.alias)
        rows.filter(role="supervisor", teams=None).update(all_teams=True)


def take_back(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Nothing to do: supervisors of every team have no teams to take away, others keep theirs."""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_rights_and_audit_trail")]
    operations = [migrations.RunPython(say_so, take_back)]
