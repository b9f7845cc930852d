"""Formatting templates changes their layout, and no space that a reader sees."""

from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest
from django.conf import settings as django_settings

SCRIPT = SourceFileLoader("format_templates", str(Path(django_settings.BASE_DIR, ".ci", "format_templates")))
formatter = module_from_spec(spec_from_loader(SCRIPT.name, SCRIPT))
SCRIPT.exec_module(formatter)


SEEN = {
    "between two tags": (
        "<p>{{ a }}{% icon %}</p>",
        "<p>\n  {{ a }}\n  {% icon %}\n</p>",
        "<p>\n  {{ a }}{% icon %}\n</p>",
    ),
    "beside Chinese words": (
        "<p>订单{% x %}</p>",
        "<p>\n  订单\n  {% x %}\n</p>",
        "<p>\n  订单{% x %}\n</p>",
    ),
    "lost before an element": ("<p>a <b>b</b></p>", "<p>a<b>b</b></p>", "<p>a <b>b</b></p>"),
    "around a condition": (
        "a{% if b %}c{% endif %}d",
        "a\n{% if b %}c{% endif %}\nd",
        "a{% if b %}c{% endif %}d",
    ),
    "between branches within a sentence": (
        "a {% if b %}c{% else %}d{% endif %}",
        "a {% if b %}\n  c\n{% else %}\n  d\n{% endif %}",
        "a {% if b %}c{% else %}d{% endif %}",
    ),
    "within an inline element": ("<i>{% x %}</i>", "<i>\n  {% x %}\n</i>", "<i>{% x %}</i>"),
    "within a button, whose text scripts read": (
        "<button>{% x %}</button>",
        "<button>\n  {% x %}\n</button>",
        "<button>{% x %}</button>",
    ),
    "at the end of a drawing": (
        "<svg><rect></rect>{% if a %}<g></g>{% endif %}</svg>",
        "<svg>\n  <rect></rect>\n  {% if a %}\n    <g></g>\n  {% endif %}\n</svg>",
        "<svg>\n  <rect></rect>{% if a %}\n    <g></g>{% endif %}</svg>",
    ),
    "behind a list to pick from": (
        "<select></select><i>a</i>",
        "<select></select>\n<i>a</i>",
        "<select></select><i>a</i>",
    ),
    "behind the token of a form": (
        "<form>{% csrf_token %}<button>a</button></form>",
        "<form>\n  {% csrf_token %}\n  <button>a</button>\n</form>",
        "<form>\n  {% csrf_token %}<button>a</button>\n</form>",
    ),
    "in a block of another page": (
        "{% extends 'x' %}\n{% block t %}a{% endblock %}",
        "{% extends 'x' %}\n{% block t %}\n  a\n{% endblock %}",
        "{% extends 'x' %}\n{% block t %}a{% endblock %}",
    ),
    "in a cell that may be empty": (
        '<td data-label="x">{{ a }}</td>',
        '<td data-label="x">\n  {{ a }}\n</td>',
        '<td data-label="x">{{ a }}</td>',
    ),
    "in words that are shown as written": (
        '<p class="script-words mb-0">{% if a %}<del>{{ b }}</del>{% endif %}</p>',
        '<p class="script-words mb-0">\n  {% if a %}\n    <del>{{ b }}</del>\n  {% endif %}\n</p>',
        '<p class="script-words mb-0">{% if a %}<del>{{ b }}</del>{% endif %}</p>',
    ),
    "in a box that is left out while empty": (
        '<div class="page-actions">{% block a %}{% endblock %}</div>',
        '<div class="page-actions">\n  {% block a %}{% endblock %}\n</div>',
        '<div class="page-actions">{% block a %}{% endblock %}</div>',
    ),
}
UNSEEN = {
    "between blocks": ("<ul><li>a</li><li>b</li></ul>", "<ul>\n  <li>a</li>\n  <li>b</li>\n</ul>"),
    "at the edges of a block": ("<p>{{ a }}</p>", "<p>\n  {{ a }}\n</p>"),
    "at the edges of a list to pick from": (
        "a <select>{% x %}</select> b",
        "a <select>\n  {% x %}\n</select> b",
    ),
    "around blocks of a condition": (
        "<div>{% if a %}<p>b</p>{% endif %}</div>",
        "<div>\n  {% if a %}\n    <p>b</p>\n  {% endif %}\n</div>",
    ),
    "between boxes within a box": (
        '<div role="status">{% if a %}<div>b</div><div>c</div>{% endif %}</div>',
        '<div role="status">{% if a %}\n  <div>b</div>\n  <div>c</div>\n{% endif %}</div>',
    ),
    "between branches at the edges of a block": (
        "<p>{% if a %}b{% else %}c{% endif %}</p>",
        "<p>\n  {% if a %}\n    b\n  {% else %}\n    c\n  {% endif %}\n</p>",
    ),
    "beside tags that write nothing": (
        '<div>{% translate "a" as b %}{% alert b %}</div>',
        '<div>\n  {% translate "a" as b %}\n  {% alert b %}\n</div>',
    ),
    "within a tag": ('<a class="x" href="y">z</a>', '<a\n  class="x"\n  href="y"\n>z</a>'),
}


@pytest.mark.parametrize(("before", "laid_out", "mended"), SEEN.values(), ids=SEEN)
def test_white_space_that_is_seen_stays(before: str, laid_out: str, mended: str) -> None:
    assert formatter.mend(before, laid_out) == mended


@pytest.mark.parametrize(("before", "laid_out"), UNSEEN.values(), ids=UNSEEN)
def test_white_space_that_is_not_seen_may_change(before: str, laid_out: str) -> None:
    assert formatter.mend(before, laid_out) == laid_out


def test_a_text_to_translate_stays_as_it_is() -> None:
    text = "{% blocktranslate %}a b{% endblocktranslate %}"
    laid_out = "{% blocktranslate %}\n  a\n  b\n{% endblocktranslate %}"

    assert formatter.mend(f"<p>{text}</p>", f"<p>{laid_out}</p>") == f"<p>{text}</p>"


def test_values_of_attributes_stay_as_they_are() -> None:
    assert formatter.mend('<input accept=".a,.b">', '<input accept=".a, .b">') == '<input accept=".a,.b">'


def test_a_long_line_is_broken_where_that_does_not_show() -> None:
    left, right = "b" * 80, "c" * 80
    line = f"  <p>{{% if a %}}{left}{{% endif %}}<i>{right}</i></p>"

    assert formatter.mend(line, line).splitlines() == [
        "  <p>",
        "  {% if a %}",
        f"  {left}{{% endif %}}<i>{right}</i>",
        "  </p>",
    ]


def test_a_layout_that_says_something_else_is_refused() -> None:
    with pytest.raises(ValueError, match="more than white space would change: a → b"):
        formatter.mend("<p>a</p>", "<p>b</p>")
