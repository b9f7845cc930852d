"""A report as PDF, by WeasyPrint from the page's own template and styles, with page numbers."""

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reports.weekly.formats import page
from reports.weekly.revisions import Document

STYLES = (
    "css/tokens.css",
    "css/layout.css",
    "css/components.css",
    "css/tables.css",
    "css/pages.css",
    "css/weekly.css",
    "css/print.css",
    "css/weekly_print.css",
    "css/weekly_pdf.css",
)


# WeasyPrint gives inline drawings no styles of the page, so their classes become attributes.
TEAL, BLUE, GREY, AMBER, GREEN, RED = (
    "#0b6b6b",
    "#2f6fb0",
    "#b9c3c9",
    "#9a6200",
    "#1f7a46",
    "#b3362a",
)
FILLS = {
    **{"bar-ground": "#eef1f2", "bar-plain": TEAL, "bar-silent": BLUE, "bar-more": GREEN, "bar-less": RED},
    **{"bar-owner-A": TEAL, "bar-owner-S": BLUE, "bar-owner-B": AMBER, "bar-owner-N": GREY},
    **{"bar-owner-O": GREY, "part-0": TEAL, "part-1": BLUE, "part-2": AMBER, "part-3": GREY},
}
DRAWN = re.compile(r'class="((?:bar|part)-[\w-]+)"')


def missing() -> str:
    """What this machine lacks for PDF files, in a sentence with what to install; empty if nothing."""
    if not _has_pango():
        return _(
            "PDF files need Pango, which is not installed here. On Debian: apt-get install libpango-1.0-0"
            " libpangoft2-1.0-0 libharfbuzz-subset0. The workbook and the page have the same figures."
        )
    if not _has_chinese_type():
        return _(
            "PDF files need a Chinese typeface, and none is installed here. On Debian: apt-get install"
            " fontconfig fonts-noto-cjk. The workbook and the page have the same figures."
        )
    return ""


@cache
def _has_pango() -> bool:
    try:
        import weasyprint  # noqa: F401  (it loads Pango, which the machine may lack)
    except OSError:
        return False
    return True


@cache
def _has_chinese_type() -> bool:
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    found = subprocess.run([lister, ":lang=zh"], capture_output=True, text=True, check=False)  # noqa: S603
    return bool(found.stdout.strip())


def pdf_bytes(document: Document) -> bytes:
    """The report on A4 pages. Call only where nothing is `missing`."""
    import weasyprint

    context = {**page.body(document), "language": get_language()}
    html = DRAWN.sub(_coloured, render_to_string("reports/weekly/pdf.html", context))
    styles = [weasyprint.CSS(filename=path) for path in map(_static, STYLES)]
    told = weasyprint.HTML(string=html, base_url=None, url_fetcher=_no_fetching)
    written: bytes = told.write_pdf(stylesheets=styles, pdf_identifier=document.name.encode())
    return written


def _coloured(found: re.Match[str]) -> str:
    name = found[1]
    if name == "bar-interval":
        return 'stroke="#16212a" stroke-width="1"'
    return f'fill="{FILLS[name]}"'


def _static(name: str) -> Path:
    found = finders.find(name)
    if found is None:
        raise FileNotFoundError(name)
    return Path(found)


def _no_fetching(url: str, *_more: object, **_named: object) -> dict[str, object]:
    """Refuse: a report loads nothing from anywhere, whatever its texts say."""
    raise ValueError(f"A report may not load {url}.")
