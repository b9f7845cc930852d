"""The project's own small set of line icons, drawn inline so that they follow text colour and theme."""

from functools import cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# Path data on a 24 × 24 grid, drawn with a 1.75 stroke.
PATHS = {
    "home": "M4 11.5 12 4l8 7.5M6 10v9.5h12V10M10 19.5v-5h4v5",
    "upload": "M12 16V4.5m-4.5 4L12 4l4.5 4.5M4 15.5v4h16v-4",
    "download": "M12 4v11.5m-4.5-4L12 16l4.5-4.5M4 15.5v4h16v-4",
    "orders": "M6 3.5h12v17l-3-2-3 2-3-2-3 2zM9 8.5h6M9 12.5h6",
    "leaderboard": "M5 20V11h4v9M10 20V4.5h4V20M15 20v-6h4v6M3.5 20h17",
    "funnel": "M4 5h16l-6 7.5V18l-4 2v-7.5z",
    "metrics": "M4 17a8 8 0 1 1 16 0M12 17l4-5M4 20h16",
    "form": "M8 5H6v15h12V5h-2M9 3.5h6v3H9zM9 11h6M9 15h4",
    "report": "M6 3.5h8l4 4v13H6zM14 3.5v4h4M9 17v-3M12 17v-6M15 17v-4",
    "books": "M5 4.5h5a2 2 0 0 1 2 2v13a2 2 0 0 0-2-1.5H5zM19 4.5h-5a2 2 0 0 0-2 2v13a2 2 0 0 1 2-1.5h5z",
    "team": "M9 11a3.25 3.25 0 1 0 0-6.5 3.25 3.25 0 0 0 0 6.5M3 19.5c0-3.5 2.5-5.5 6-5.5s6 2 6 5.5"
    "M16 5a3 3 0 0 1 0 5.8M17.5 14.4c2.2.7 3.5 2.5 3.5 5.1",
    "user": "M12 11.5a3.75 3.75 0 1 0 0-7.5 3.75 3.75 0 0 0 0 7.5M4.5 20c0-4 3-6 7.5-6s7.5 2 7.5 6",
    "shop": "M4 9.5 5.5 4.5h13L20 9.5M5 12v7.5h14V12M4 9.5a2.7 2.7 0 0 0 5.3 0"
    " 2.7 2.7 0 0 0 5.4 0 2.7 2.7 0 0 0 5.3 0M10 19.5v-4h4v4",
    "settings": "M4 7h9M17 7h3M4 17h3M11 17h9M15 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5"
    "M9 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "more": "M5.5 12h.01M12 12h.01M18.5 12h.01",
    "close": "M6 6l12 12M18 6 6 18",
    "down": "M6.5 9.5 12 15l5.5-5.5",
    "left": "M14.5 6 8.5 12l6 6",
    "right": "M9.5 6l6 6-6 6",
    "updown": "M8 10l4-4 4 4M8 14l4 4 4-4",
    "check": "M5 12.5l4.5 4.5L19 7.5",
    "tick": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M8 12.3l2.8 2.7L16 9.5",
    "circle": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18",
    "alert": "M12 4 2.8 19.5h18.4zM12 10v4.5M12 17h.01",
    "info": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 11v5.5M12 7.7h.01",
    "help": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M9.5 9.6a2.6 2.6 0 1 1 3.9 2.3c-.9.5-1.4 1-1.4 2"
    "M12 16.8h.01",
    "stop": "M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3zM9 9l6 6M15 9l-6 6",
    "sun": "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4"
    "M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
    "moon": "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5",
    "auto": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 3v18M12 7.5l6.5-.5M12 12h9M12 16.5l6.5.5",
    "globe": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M3 12h18"
    "M12 3c3 3 3.6 6 3.6 9s-.6 6-3.6 9c-3-3-3.6-6-3.6-9s.6-6 3.6-9",
    "file": "M6 3.5h8l4 4v13H6zM14 3.5v4h4",
    "table": "M4 5h16v14H4zM4 10h16M10 10v9",
    "chat": "M4 5h16v11h-9l-4.5 4v-4H4z",
    "bell": "M6 17V11a6 6 0 0 1 12 0v6l1.5 1.5h-15zM10 20.5h4",
    "mute": "M4 9.5h3.5L12 5.5v13L7.5 14.5H4zM16 9.5l5 5M21 9.5l-5 5",
    "unlink": "M9.5 14.5l-2 2a3 3 0 0 1-4.2-4.2l2.5-2.5M14.5 9.5l2-2a3 3 0 0 1 4.2 4.2l-2.5 2.5M8 5V3M5 8H3"
    "M16 19v2M19 16h2",
    "ban": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M5.8 5.8l12.4 12.4",
    "clock": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5.3l3.5 2",
    "refresh": "M19.5 12a7.5 7.5 0 1 1-2.2-5.3L20 9.4M20 4.5v4.9h-4.9",
    "calendar": "M4 6h16v14H4zM4 10.5h16M8.5 3.5V7M15.5 3.5V7",
    "search": "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13M15.5 15.5 20.5 20.5",
    "plus": "M12 5v14M5 12h14",
    "up-arrow": "M12 19V5.5M6 11l6-6 6 6",
    "down-arrow": "M12 5v13.5M6 13l6 6 6-6",
    "flat": "M5 12h14",
    "sign-out": "M10 4H5v16h5M15 8l4 4-4 4M19 12H9.5",
    "star": "M12 4l2.4 5 5.5.7-4 3.8 1 5.5L12 16.4 7.1 19l1-5.5-4-3.8 5.5-.7z",
    "copy": "M9 9h10.5v10.5H9zM15 9V4.5H4.5V15H9",
    "print": "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
}


@register.simple_tag
@cache
def icon(name: str, css: str = "") -> SafeString:
    """An icon, hidden from screen readers: the text beside it (or an aria-label) names the thing."""
    return format_html(
        '<svg class="icon {}" viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" '
        'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" '
        'focusable="false"><path d="{}"/></svg>',
        css,
        mark_safe(PATHS[name]),  # noqa: S308 (our own constants)
    )
