"""Components and figure formats that every page uses: `{% load ui %}`."""

from html import escape
from typing import Any

from django import template
from django.core.paginator import Page
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.templatetags.icons import icon
from accounts.ui import formats

register = template.Library()

for _name, _format in formats.FORMATS.items():
    register.filter(_name, _format)

# Class of an order (D5.5) -> label, icon. The icon's shape tells them apart without colour.
CLASSES = {
    "consulted": (_("Consulted"), "chat"),
    "chased": (_("Chased"), "bell"),
    "silent": (_("Silent"), "mute"),
    "unlinked": (_("Unlinked"), "unlink"),
    "excluded": (_("Excluded"), "ban"),
}
ALERT_ICONS = {"success": "tick", "warning": "alert", "danger": "stop", "error": "stop", "info": "info"}
ARROWS = {"up": "up-arrow", "down": "down-arrow", "flat": "flat"}
TABLE_WINDOW = 2


@register.inclusion_tag("components/stat.html", takes_context=True)
def stat(
    context: template.Context,
    label: str,
    value: str,
    *,
    change: formats.Change | None = None,
    note: str = "",
    hint: str = "",
    rule: str = "",
    href: str = "",
) -> dict[str, object]:
    """A stat tile: one formatted figure with its change, a note (such as n) and what it means.

    `hint` opens beside the label and leads to `rule` (a number of the definitions, "D6.3").
    """
    return {
        "label": label,
        "value": value,
        "change": change,
        "note": note,
        "href": href,
        **_hint(context, label, hint, rule),
    }


@register.simple_tag(name="change")
def change_mark(moved: formats.Change | None, css: str = "") -> SafeString:
    """How a figure moved, told by arrow, sign and colour; nothing where there is nothing to compare with.

    Made here and not by a template: tables draw hundreds.
    """
    if moved is None:
        return SafeString()
    css = f"{css} change change-{moved.verdict}".lstrip()
    # Our own words but for the text, which is escaped.
    return mark_safe(f'<span class="{css}">{icon(ARROWS[moved.direction])}{escape(moved.text)}</span>')  # noqa: S308


@register.inclusion_tag("components/hint.html", takes_context=True)
def hint(context: template.Context, label: str, text: str, rule: str = "") -> dict[str, str]:
    """A small question mark that says what the thing called `label` means and leads to its rule."""
    return _hint(context, label, text, rule)


def _hint(context: template.Context, label: str, text: str, rule: str) -> dict[str, str]:
    shop = context.get("shop")
    return {
        "hint": text,
        "question": gettext("What does “%(name)s” mean?") % {"name": label},
        "rule_url": rule_address(shop.pk, rule) if shop and rule else "",
    }


def rule_address(shop_id: int, rule: str) -> str:
    """Where the text of a rule (D4.2) stands on the page that says what figures mean."""
    return f"{reverse('reports:metrics', args=[shop_id])}#{rule.lower().replace('.', '-')}"


@register.inclusion_tag("components/class_badge.html")
def class_badge(name: str) -> dict[str, object]:
    """The class of an order (D5.5), told by word, icon and colour."""
    label, symbol = CLASSES[name]
    return {"name": name, "label": label, "symbol": symbol}


@register.inclusion_tag("components/alert.html")
def alert(text: str, level: str = "info", title: str = "") -> dict[str, str]:
    """A sentence that must be seen; `level` is success, info, warning or danger."""
    level = level if level in ALERT_ICONS else "info"
    kind = "danger" if level == "error" else level
    return {"text": text, "title": title, "kind": kind, "symbol": ALERT_ICONS[level]}


@register.inclusion_tag("components/progress.html")
def progress(done: int, total: int, label: str) -> dict[str, object]:
    """How far a job is; without a total the bar shows that it runs, not how far."""
    return {"done": min(done, total), "total": total, "label": label}


@register.simple_tag(takes_context=True)
def query_with(context: template.Context, **changes: object) -> str:
    """The page's query string with some parameters replaced, or removed where the value is None."""
    return _replaced(context["request"], changes)


@register.filter
def pairs(query: QueryDict) -> list[tuple[str, str | list[object]]]:
    """Names and values of an address. A template that asks for `.items` gets what `?items=` says."""
    return list(query.items())


@register.simple_tag(takes_context=True)
def page_link(context: template.Context, parameter: str, number: int) -> str:
    """The query string of another page of a list whose page parameter is `parameter`."""
    return _replaced(context["request"], {parameter: number})


def _replaced(request: HttpRequest, changes: dict[str, object]) -> str:
    query: QueryDict = request.GET.copy()
    for key, value in changes.items():
        if value is None:
            query.pop(key, None)
        else:
            query[key] = str(value)
    return "?" + query.urlencode()


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page[Any], parameter: str = "page") -> dict[str, object]:
    """Links to the pages of a list; nothing where it has one page only."""
    return {
        "request": context["request"],
        "page": page,
        "parameter": parameter,
        "numbers": page.paginator.get_elided_page_range(page.number, on_each_side=TABLE_WINDOW, on_ends=1),
    }
