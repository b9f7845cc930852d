"""The span picker: `{% load spans %}{% span_picker span presets %}`."""

from django import template

from chats.spans import Preset, Span

register = template.Library()


@register.inclusion_tag("components/span_picker.html", takes_context=True)
def span_picker(context: template.Context, span: Span, presets: list[Preset]) -> dict[str, object]:
    """Named spans, one step back and forth, and two date fields; other parameters of the address stay."""
    kept = [
        (key, value) for key, value in context["request"].GET.items() if key not in ("from", "to", "page")
    ]
    named = next((preset.label for preset in presets if preset.span == span), "")
    return {"request": context["request"], "span": span, "presets": presets, "kept": kept, "named": named}
