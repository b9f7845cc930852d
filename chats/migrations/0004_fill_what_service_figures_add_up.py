"""Receptions that were stored before they held every service sum are computed anew."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.apps.registry import Apps
from django.db import migrations


def mark_everything(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    states = apps.get_model("chats", "ShopState").objects.filter(first_day__isnull=False)
    marks = apps.get_model("chats", "DirtyDay").objects
    marks.bulk_create(
        [marks.model(shop_id=state.shop_id, day=state.first_day, source="everything") for state in states if state.first_day]
    )


class Migration(migrations.Migration):
    dependencies = [("chats", "0003_what_service_figures_add_up")]

    operations = [migrations.RunPython(mark_everything, migrations.RunPython.noop)]
