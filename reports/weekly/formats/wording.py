"""What the codes of a report's content mean in the reader's language."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.ui import formats
from reports.actions.page import points
from reports.figures import labels
from reports.metrics import words
from reports.metrics.definitions import METRICS
from reports.metrics.effect import TOO_EARLY
from reports.models import LostSaleReason
from reports.weekly.content.schema import OWN_FIGURES

SECTIONS: dict[str, Promise] = {
    "summary": gettext_lazy("Summary"),
    "shop": gettext_lazy("Key figures"),
    "changed": gettext_lazy("What changed"),
    "books": gettext_lazy("Books"),
    "funnel": gettext_lazy("Shop funnel"),
    "agents": gettext_lazy("Agents"),
    "scorecards": gettext_lazy("Scorecards"),
    "chasing": gettext_lazy("Payment chasing"),
    "causes": gettext_lazy("Why sales were lost"),
    "actions": gettext_lazy("Running actions"),
    "forms": gettext_lazy("Forms"),
    "rulings": gettext_lazy("Rulings"),
    "warnings": gettext_lazy("What to know about the data"),
    "definitions": gettext_lazy("Definitions used"),
    "meta": gettext_lazy("About the report"),
}
FIGURES: dict[str, Promise] = {
    "lost_rows": gettext_lazy("Lost sales with a reason"),
    "lost_amount_fen": gettext_lazy("Amount of these, where known"),
    "controllable_rate": gettext_lazy("Causes that agents can change"),
    "forms_due": gettext_lazy("Forms due"),
    "forms_on_time_rate": gettext_lazy("Forms submitted on time"),
    "lost_coverage_rate": gettext_lazy("Lost and open inquiries with a reason"),
    "review_agreement_rate": gettext_lazy("Reviewed reasons that were accepted"),
    "no_visitors_fen": gettext_lazy("Paid on days without visitor figures"),
    "no_buyer_fen": gettext_lazy("Paid by unknown buyers, given to agents by rulings"),
    "rows": gettext_lazy("Rows"),
    "amount_fen": gettext_lazy("Amount"),
    "row_rate": gettext_lazy("Share of rows"),
    "amount_rate": gettext_lazy("Share of the amount"),
    "running_rate": gettext_lazy("Running share"),
    "natural_rate": gettext_lazy("Natural payment rate"),
    "due": gettext_lazy("Forms due"),
    "handed_in": gettext_lazy("Submitted"),
    "late": gettext_lazy("Submitted late"),
    "missing": gettext_lazy("Missing"),
    "points": gettext_lazy("Points"),
    "action_reason_rate": gettext_lazy("Effect on the cause's share"),
    "action_conversion_rate": gettext_lazy("Effect on the conversion"),
    "fen": gettext_lazy("Contribution"),
}
SENTENCES: dict[str, Promise] = {
    "no_data": gettext_lazy("There are no data of these days."),
    "paid": gettext_lazy("%(now_fen)s was paid in the shop%(compared)s."),
    "paid_first": gettext_lazy("%(now_fen)s was paid in the shop; there is nothing before to compare with."),
    "contribution": gettext_lazy(
        "The largest part of the change of %(difference)s, %(change)s, comes from this figure: %(figure)s,"
        " %(before)s → %(now)s."
    ),
    "service": gettext_lazy(
        "Agents earned %(agents_fen)s, %(share_rate)s of what known buyers paid%(compared)s."
    ),
    "conversion": gettext_lazy(
        "%(now_rate)s of %(mature_count)s mature inquiries bought%(compared)s; with so many inquiries the"
        " true rate lies between %(low_rate)s and %(high_rate)s."
    ),
    "conversion_open": gettext_lazy(
        "%(now_rate)s of %(asked_count)s inquiries have bought so far; %(open_count)s are still open, and"
        " the conversion is final on %(final_day)s."
    ),
    "chasing": gettext_lazy(
        "%(chased_count)s unpaid orders were chased, and %(recovered_count)s of them paid in time:"
        " %(recovered_fen)s."
    ),
    "cause": gettext_lazy(
        "The most frequent reason for a lost sale is “%(reason)s”: %(lost_count)s rows, %(share_rate)s of"
        " all%(compared)s."
    ),
    "look_books": gettext_lazy(
        "The books do not balance. Compute the days again before you pay by these figures."
    ),
    "look_conversion": gettext_lazy(
        "%(name)s's conversion fell from %(before_rate)s to %(now_rate)s, the largest fall of all: read a few"
        " of these talks together."
    ),
    "look_reply": gettext_lazy("%(name)s answered only %(now_rate)s of the buyers who wrote."),
    "look_cause": gettext_lazy(
        "“%(reason)s” as a reason for lost sales rose most: %(share_rate)s of all%(compared)s."
    ),
    "look_forms": gettext_lazy(
        "Only %(with_count)s of %(all_count)s lost and open inquiries have a reason (%(now_rate)s): the"
        " causes speak for these alone."
    ),
}
WARNINGS: dict[str, Promise] = {
    "no_data": gettext_lazy("There are no data of these days. Import their chats and orders."),
    "books_off": gettext_lazy("The books of these days do not balance."),
    "missing_chats": gettext_lazy("Without any chat: %(days)s."),
    "missing_orders": gettext_lazy("Without any order: %(days)s."),
    "provisional": gettext_lazy(
        "Provisional: %(open_count)s inquiries may still turn into orders. All is final on %(final_day)s, and"
        " the report is then revised by itself."
    ),
    "unlinked": gettext_lazy(
        "%(unlinked_fen)s (%(share_rate)s of all paid amounts) was paid by buyers whose nick is missing or"
        " masked; no agent can be credited with it."
    ),
    "rules_pending": gettext_lazy(
        "Rules changed since all days were computed; some of these figures may follow the earlier ones."
    ),
    "no_traffic": gettext_lazy("Without visitor figures, and so not in the funnel: %(days)s."),
    "young": gettext_lazy(
        "The data begin on %(first_day)s: before %(known_day)s it cannot be known who had bought shortly"
        " before and only asks for the parcel, so there are too many inquiries."
    ),
    "before_incomplete": gettext_lazy(
        "The data begin on %(first_day)s, so the days before are incomplete or missing for comparison."
    ),
}
SUM_OF_AGENTS = gettext_lazy("Sum of the agents")
MEDIAN = gettext_lazy("Median of the ranked agents")
UNIT_OF_SUFFIX = {"fen": "money", "rate": "rate", "count": "count", "seconds": "duration"}


def section(code: str) -> str:
    """The heading of a section."""
    return str(SECTIONS[code])


def figure(code: str) -> str:
    """The name of a figure, also of a daily sum and of one that only reports have."""
    if code in METRICS:
        return labels.name(METRICS[code])
    if code in FIGURES:
        return str(FIGURES[code])
    if code in words.SUMS:
        return labels.chosen(*words.SUMS[code][:2])
    return code


def is_figure(code: str) -> bool:
    """Whether a part of a difference's path is the code of a figure."""
    return code in METRICS or code in FIGURES or code in words.SUMS


PATH_PARTS: dict[str, Promise] = {
    "before": gettext_lazy("before"),
    "of": gettext_lazy("made of"),
    "of_before": gettext_lazy("before, made of"),
    "balances": gettext_lazy("balances"),
    "rules_digest": gettext_lazy("The rules of these days changed"),
    "final": gettext_lazy("All inquiries mature"),
    # xgettext:no-python-format
    "interval": gettext_lazy("95 % interval"),
    "median": gettext_lazy("Median of the ranked agents"),
    "total": gettext_lazy("Sum of the agents"),
    "natural": gettext_lazy("Natural payment rate"),
    "ranked": gettext_lazy("enough inquiries for a place"),
    "mature": gettext_lazy("mature inquiries"),
    "lines": gettext_lazy("contributions"),
}


def part_of_path(part: str) -> str:
    """One step of a difference's path as people read it; names and days stay as they are."""
    return str(PATH_PARTS.get(part, part))


def unit(code: str) -> str:
    """The unit of a figure: money, rate, count, decimal or duration."""
    if code in METRICS:
        return METRICS[code].unit
    if code in OWN_FIGURES:
        return OWN_FIGURES[code][0]
    return "decimal" if code == "points" else UNIT_OF_SUFFIX.get(code.rsplit("_", 1)[-1], "count")


def unit_name(unit_code: str) -> str:
    """A unit in words."""
    return {
        "money": _("yuan"),
        "rate": _("share"),
        "count": _("count"),
        "decimal": _("number"),
        "duration": _("seconds"),
    }[unit_code]


def waited(seconds: int) -> str:
    """How long after its creation an order was still unpaid: 10 min, 2 h."""
    if seconds < 3600:
        return _("%(minutes)s min") % {"minutes": seconds // 60}
    return _("%(hours)s h") % {"hours": seconds // 3600}


def rule(code: str) -> str:
    """The number of the definition behind a figure; empty where there is none."""
    return METRICS[code].rule if code in METRICS else OWN_FIGURES.get(code, ("", ""))[1]


def figure_text(code: str, value: float | None) -> str:
    """A figure as people read it."""
    return formats.FORMATS[unit(code)](value)


def reason(row: Mapping[str, Any]) -> str:
    """The name of a lost-sale reason as it was called when the report was built."""
    return labels.chosen(row["zh"], row["en"])


def owner(code: str) -> str:
    """Whose a cause is: agent, shop, buyer or no real loss."""
    return str(dict(LostSaleReason.Owner.choices).get(code, ""))


def effect(found: Mapping[str, Any]) -> str:
    """One effect of an action: by how much a share differs, and whether that is more than chance (D9.7)."""
    if found["difference"] is None:
        return _("no data yet")
    if found["verdict"] == TOO_EARLY:
        return _("%(difference)s: too early to say") % {"difference": points(found["difference"])}
    return _("%(difference)s (%(low)s … %(high)s)") % {
        name: points(found[name]) for name in ("difference", "low", "high")
    }


def earlier(meta: Mapping[str, Any]) -> str:
    """What the figures are compared with."""
    if meta["kind"] == "week":
        return _("the week before")
    return ngettext("the day before", "the %(days)s days before", len(meta["days"])) % {
        "days": len(meta["days"])
    }


def title(meta: Mapping[str, Any]) -> str:
    """Weekly report 2026-W20, or monthly."""
    form = _("Weekly report %(label)s") if meta["kind"] == "week" else _("Monthly report %(label)s")
    return form % {"label": meta["label"]}


def sentence(one: Mapping[str, Any], meta: Mapping[str, Any]) -> str:
    """One sentence of the summary."""
    params = one["params"]
    told = {name: _param(name, value) for name, value in params.items()}
    told["compared"] = _compared(params, meta)
    if "zh" in params:
        told["reason"] = reason(params)
    if one["code"] == "contribution":
        told |= _contribution(params)
    return str(SENTENCES[one["code"]]) % told


def _compared(params: Mapping[str, Any], meta: Mapping[str, Any]) -> str:
    """In brackets how a figure moved; nothing where there is nothing to compare with."""
    change = None
    if "now_fen" in params:
        change = formats.change(params["now_fen"], params.get("before_fen"), "money")
    elif params.get("change_rate") is not None:
        change = formats.change(params["change_rate"], 0.0, "rate")
    elif "before_rate" in params:
        change = formats.change(
            params.get("now_rate", params.get("share_rate")), params["before_rate"], "rate"
        )
    if change is None:
        return ""
    return _(" (%(change)s on %(earlier)s)") % {"change": change.text, "earlier": earlier(meta)}


def _contribution(params: Mapping[str, Any]) -> dict[str, str]:
    code = params["figure"]
    return {
        "figure": figure(code),
        "difference": formats.signed_money(params["difference_fen"]),
        "change": formats.signed_money(params["change_fen"]),
        "before": figure_text(code, params["before"]),
        "now": figure_text(code, params["now"]),
    }


def _param(name: str, value: Any) -> str:
    if name == "days":
        return "、".join(_day(day) for day in value) if labels.in_chinese() else ", ".join(map(_day, value))
    if name.endswith("_day"):
        return str(value)
    kind = UNIT_OF_SUFFIX.get(name.rsplit("_", 1)[-1])
    return formats.FORMATS[kind](value) if kind else str(value)


def _day(written_day: str) -> str:
    day = dt.date.fromisoformat(written_day)
    return f"{day.month}-{day.day:02}"


def summary(content: Mapping[str, Any]) -> list[str]:
    """What happened, sentence by sentence."""
    told = (one for one in content["summary"] if not is_look(one))
    return [sentence(one, content["meta"]) for one in told]


def looks(content: Mapping[str, Any]) -> list[str]:
    """What to look at."""
    told = (one for one in content["summary"] if is_look(one))
    return [sentence(one, content["meta"]) for one in told]


def is_look(one: Mapping[str, Any]) -> bool:
    """Whether a sentence says what to look at."""
    code: str = one["code"]
    return code.startswith("look_")


def warning(one: Mapping[str, Any]) -> str:
    """One warning about the data."""
    return str(WARNINGS[one["code"]]) % {name: _param(name, value) for name, value in one["params"].items()}
