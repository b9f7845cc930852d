"""A version of the rules no longer carries what saving it did: reports, which asks for it, moved it before."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("chats", "0007_texts_of_people")]

    operations = [migrations.RemoveField(model_name="ruleset", name="effects")]
