"""Rows of a report's tables: `{% load weekly %}`."""

from collections.abc import Iterable, Sequence
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from accounts.templatetags.ui import change_mark, rule_address
from reports.weekly.formats.tables import Cell

register = template.Library()


@register.simple_tag(takes_context=True)
def report_rows(context: template.Context, rows: Iterable[Sequence[Cell]]) -> SafeString:
    """The rows of a report's table; made here and not by a template, for a month has thousands of cells."""
    shop = context.get("shop")
    shop_id = shop.pk if shop else None
    drawn = ("<tr>" + "".join(_drawn(cell, shop_id) for cell in row) + "</tr>" for row in rows)
    return mark_safe("".join(drawn))  # noqa: S308 (_drawn escapes)


def _drawn(cell: Cell, shop_id: int | None) -> str:
    css = ' class="num"' if cell.is_number else ""
    moved = cell.change
    change = f'<div class="cell-change">{change_mark(moved)}</div>' if moved else ""
    note = f'<div class="cell-note soft">{escape(cell.note)}</div>' if cell.note else ""
    text = escape(cell.written)
    if cell.rule and shop_id is not None:
        text = f'<a href="{escape(rule_address(shop_id, cell.rule))}">{text}</a>'
    return f"<td{css}>{text}{change}{note}</td>"
