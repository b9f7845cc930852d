"""Every sentence is translated, and what is compiled is what is written."""

from pathlib import Path

import polib
import pytest
from django.conf import settings as django_settings

CATALOGUES = sorted(Path(django_settings.BASE_DIR, "locale").glob("*/LC_MESSAGES/*.po"))


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.parent.parent.name)
def test_nothing_is_left_untranslated_or_doubtful(file: Path) -> None:
    catalogue = polib.pofile(str(file))

    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    assert not catalogue.metadata_is_fuzzy


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.parent.parent.name)
def test_the_compiled_catalogue_says_the_same(file: Path) -> None:
    def meaning(entries: list) -> dict:
        return {
            (entry.msgctxt, entry.msgid, entry.msgid_plural): (entry.msgstr, entry.msgstr_plural)
            for entry in entries
            if not entry.obsolete
        }

    compiled = polib.mofile(str(file.with_suffix(".mo")))

    assert meaning(compiled) == meaning(polib.pofile(str(file)))
