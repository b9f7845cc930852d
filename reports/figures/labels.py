"""Names, help and formulas of declared figures in the reader's language."""

from django.utils.translation import get_language

from accounts.ui import formats
from reports.metrics import words
from reports.metrics.compute import value
from reports.metrics.definitions import GROUPS
from reports.metrics.metric import SUMS, Metric, terms

EXAMPLE = {name: example for name, (_zh, _en, example) in words.SUMS.items()}
BETTER = {"high": "up", "low": "down", "": ""}  # as formats.change says it


def in_chinese() -> bool:
    """Whether the reader reads Chinese; the catalogue of figures knows two languages."""
    return (get_language() or "zh").startswith("zh")


def chosen(zh: str, en: str) -> str:
    """The one of the two that the reader reads."""
    return zh if in_chinese() else en


def name(metric: Metric) -> str:
    """询单转化率 or Inquiry conversion."""
    return chosen(metric.zh, metric.en)


def explanation(metric: Metric) -> str:
    """What the figure means, in a sentence."""
    return chosen(metric.zh_help, metric.en_help)


def booking_day(metric: Metric) -> str:
    """The day on which the figure is booked (D1.4)."""
    return chosen(*words.CLOCKS[metric.clock])


def hint(metric: Metric) -> str:
    """The tooltip of a column: meaning and clock."""
    booked = chosen(f"记在{booking_day(metric)}。", f"Booked on the {booking_day(metric)}.")
    return f"{explanation(metric)} {booked}"


def figure_text(metric: Metric, figure: float | None) -> str:
    """A figure as people read it."""
    return formats.FORMATS[metric.unit](figure)


def change(metric: Metric, now: float | None, before: float | None) -> formats.Change | None:
    """How a figure moved against the span before."""
    return formats.change(now, before, metric.unit, BETTER[metric.better])


def _in_words(expression: str) -> str:
    parts: list[str] = []
    for sign, sum_name in terms(expression):
        zh, en, _example = words.SUMS[sum_name]
        parts.append(("− " if sign < 0 else "+ " if parts else "") + chosen(zh, en))
    return " ".join(parts)


def formula(metric: Metric) -> str:
    """Numerator and denominator in words."""
    if metric.source != SUMS:
        return chosen(*words.SOURCES[metric.source])
    numerator = _in_words(metric.numerator)
    if not metric.denominator:
        return numerator
    return f"{_bracketed(numerator)} ÷ {_bracketed(_in_words(metric.denominator))}"


def _bracketed(text: str) -> str:
    return f"({text})" if " + " in text or " − " in text else text


def _example_part(expression: str) -> str:
    parts: list[str] = []
    for sign, sum_name in terms(expression):
        figure = (formats.money if sum_name.endswith("_fen") else formats.count)(EXAMPLE[sum_name])
        parts.append(("− " if sign < 0 else "+ " if parts else "") + figure)
    return " ".join(parts)


def example(metric: Metric) -> str:
    """The formula worked with the sums of one example day; empty for figures that no sum gives."""
    if metric.source != SUMS:
        return ""
    result = figure_text(metric, value(metric, EXAMPLE))
    left = _example_part(metric.numerator)
    if metric.denominator:
        return f"{_bracketed(left)} ÷ {_bracketed(_example_part(metric.denominator))} = {result}"
    return f"{left} = {result}" if len(terms(metric.numerator)) > 1 else result


def group_name(group: str) -> str:
    """The heading of a group of figures."""
    zh, en, _metrics = GROUPS[group]
    return chosen(zh, en)
