"""Cells of a report's tables: `{% load weekly %}`."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from accounts.templatetags.ui import change_mark
from reports.weekly.tables import Cell

register = template.Library()


@register.simple_tag
def report_cell(cell: Cell) -> SafeString:
    """One cell of a report's table; made here and not by a template, for a month has thousands."""
    css = ' class="num"' if cell.is_number else ""
    moved = cell.change
    change = f'<div class="cell-change">{change_mark(moved)}</div>' if moved else ""
    note = f'<div class="cell-note soft">{escape(cell.note)}</div>' if cell.note else ""
    return mark_safe(f"<td{css}>{escape(cell.written)}{change}{note}</td>")  # noqa: S308 (escaped here)
