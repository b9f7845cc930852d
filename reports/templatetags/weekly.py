"""Rows of a report's tables: `{% load weekly %}`."""

from collections.abc import Iterable, Sequence
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from accounts.templatetags.ui import change_mark
from reports.weekly.tables import Cell

register = template.Library()


@register.simple_tag
def report_rows(rows: Iterable[Sequence[Cell]]) -> SafeString:
    """The rows of a report's table; made here and not by a template, for a month has thousands of cells."""
    drawn = ("<tr>" + "".join(map(_drawn, row)) + "</tr>" for row in rows)
    return mark_safe("".join(drawn))  # noqa: S308 (_drawn escapes)


def _drawn(cell: Cell) -> str:
    css = ' class="num"' if cell.is_number else ""
    moved = cell.change
    change = f'<div class="cell-change">{change_mark(moved)}</div>' if moved else ""
    note = f'<div class="cell-note soft">{escape(cell.note)}</div>' if cell.note else ""
    return f"<td{css}>{escape(cell.written)}{change}{note}</td>"
