"""Templates keep the content security policy: no inline style, no inline script, nothing from outside."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))
FORBIDDEN = {
    "a style attribute": re.compile(r"\sstyle\s*=", re.I),
    "a style element": re.compile(r"<style", re.I),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)", re.I),
    "an event attribute": re.compile(r"\son[a-z]{3,}=", re.I),
    "an outside address": re.compile(r"(?:src|href)=[\"']https?:", re.I),
}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
@pytest.mark.parametrize("what", FORBIDDEN)
def test_a_template_holds_no(template: Path, what: str) -> None:
    assert not FORBIDDEN[what].search(template.read_text(encoding="utf-8"))
