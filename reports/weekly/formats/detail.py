"""The detail of a report, one number a row: what CSV and the workbook's last sheet hold."""

from django.utils.translation import gettext as _

from reports.metrics.definitions import METRICS
from reports.pages import downloads
from reports.weekly.formats import lines, wording


def headings() -> list[str]:
    """The header of the detail: CSV and the workbook's last sheet."""
    return [
        _("Section"),
        _("About"),
        _("Figure"),
        _("Code"),
        _("Unit"),
        _("Value"),
        _("Before"),
        _("Numerator"),
        _("Denominator"),
    ]


def cells(line: lines.Line) -> list[downloads.Cell]:
    """One line of the detail, bare: yuan in place of fen."""
    numerator, denominator = fraction(line)
    return [
        wording.section(line.section),
        line.subject,
        wording.figure(line.code),
        line.code,
        wording.unit_name(line.unit),
        downloads.plain(line.now, line.unit),
        downloads.plain(line.before, line.unit),
        numerator,
        denominator,
    ]


def fraction(line: lines.Line) -> tuple[lines.Number, lines.Number]:
    """Numerator and denominator of a ratio, amounts in yuan."""
    if line.of is None or line.code not in METRICS:
        return line.of or (None, None)
    metric = METRICS[line.code]
    above, below = ("money" if "_fen" in part else "count" for part in (metric.numerator, metric.denominator))
    numerator, denominator = line.of
    return downloads.plain(numerator, above), downloads.plain(denominator, below)
