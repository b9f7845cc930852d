"""Why sales moved, in the reader's words: a sentence, and one line a cause (reports.metrics.what_changed)."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.ui import formats
from reports.figures import labels
from reports.metrics import what_changed as changed
from reports.metrics.definitions import METRICS
from reports.metrics.metric import Metric
from reports.pages.waterfall import Step, waterfall

PAID = "paid_fen"
Urls = tuple[str, str]  # the orders lists of the span before and of this one
REST_LABELS = {
    changed.NO_VISITORS: gettext_lazy("Paid on days without visitors"),
    changed.NO_BUYER: gettext_lazy("Unknown buyers, credited by a ruling"),
}
REASONS = {
    changed.NEITHER: gettext_lazy(
        "Visitors are known of neither span, so nobody can tell what the change came from."
        " Import the traffic of both."
    ),
    changed.BEFORE: gettext_lazy(
        "Visitors of the compared span are not known, so nobody can tell what the change came from."
        " Import its traffic."
    ),
    changed.NOW: gettext_lazy(
        "Visitors of this span are not known, so nobody can tell what the change came from."
        " Import its traffic."
    ),
}


@dataclass(frozen=True)
class Cause:
    """One line: what moved, from where to where, how much money that made, its bar, and the orders lists of
    both sides where their amounts are money that orders give."""

    code: str
    label: str
    metric: Metric | None
    before: str
    now: str
    fen: int
    amount: str
    bar: Step
    urls: Urls


@dataclass(frozen=True)
class ChangeStory:
    """The section of the page. `causes` add up to the difference; `missing` says why they are not told."""

    before: str
    now: str
    difference: str
    sentence: str
    missing: str
    causes: list[Cause]
    ends: tuple[Step, Step]
    urls: Urls

    @property
    def has_money(self) -> bool:
        return bool(self.causes)


def story(found: changed.WhatChanged, urls: Mapping[str, Urls]) -> ChangeStory:
    """The words and shapes of a decomposition; `urls` are the orders lists by cause, and by PAID."""
    first, *bars, last = waterfall(found.before_fen, [line.fen for line in found.lines])
    return ChangeStory(
        formats.money(found.before_fen),
        formats.money(found.now_fen),
        formats.signed_money(found.difference_fen),
        _sentence(found),
        str(REASONS[found.reason]) if found.reason else "",
        [
            _cause(line, bar, urls.get(line.code, ("", "")))
            for line, bar in zip(found.lines, bars, strict=True)
        ],
        (first, last),
        urls[PAID],
    )


def name(code: str) -> str:
    """What a cause is called."""
    return str(REST_LABELS[code]) if code in REST_LABELS else labels.name(METRICS[code])


def _cause(line: changed.Line, bar: Step, urls: Urls) -> Cause:
    metric = METRICS.get(line.code)
    write = formats.FORMATS[metric.unit if metric else "money"]
    before, now, amount = write(line.before), write(line.now), formats.signed_money(line.fen)
    return Cause(line.code, name(line.code), metric, before, now, line.fen, amount, bar, urls)


def _sentence(found: changed.WhatChanged) -> str:
    told = {
        "before": formats.money(found.before_fen),
        "now": formats.money(found.now_fen),
        "size": formats.money(abs(found.difference_fen)),
    }
    if not found.difference_fen:
        return _("Buyers paid %(now)s, as much as in the compared span.") % told
    if found.difference_fen > 0:
        text = _("Buyers paid %(now)s, %(size)s more than in the compared span (%(before)s).") % told
    else:
        text = _("Buyers paid %(now)s, %(size)s less than in the compared span (%(before)s).") % told
    return text + _because(found)


def _because(found: changed.WhatChanged) -> str:
    """The largest cause, and the largest that went the other way."""
    if found.reason or found.largest is None:
        return ""
    with_it = {"cause": name(found.largest.code), "amount": formats.signed_money(found.largest.fen)}
    text = " " + _("Most of it came from: %(cause)s (%(amount)s).") % with_it
    against = [line for line in found.lines if line.fen * found.difference_fen < 0]
    if against:
        most = max(against, key=lambda line: abs(line.fen))
        other = {"cause": name(most.code), "amount": formats.signed_money(most.fen)}
        text += " " + _("Against it worked most: %(cause)s (%(amount)s).") % other
    return text
