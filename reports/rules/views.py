"""The rules: what each parameter does, other values tried on the last 30 days, saved from a day on (D7.7)."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_stubs_ext import StrOrPromise

from accounts.access import LEADERS, ShopRequest, sees_whole_shop, shop_page, visible_agents
from accounts.models import Role, Shop
from chats import frames
from chats.attribution.rules import Rules, with_changes
from chats.models import Job
from reports.facts import queries, refresh
from reports.pages.downloads import Cell, Heading, Sheet
from reports.pages.lists import file_links, list_page
from reports.pages.page import report_page
from reports.rules import preview as rule_preview
from reports.rules import save
from reports.rules import sums as rule_sums
from reports.rules import versions as rule_versions
from reports.rules import words as rule_words
from reports.rules.forms import RulesForm

MANAGER = (Role.MANAGER,)


def _fingerprint(shop: Shop) -> str:
    return refresh.rules_fingerprint(frames.rule_book(shop))


def _form(request: ShopRequest, shop: Shop, rules: Rules, data: object = None) -> RulesForm:
    today = queries.today(shop)
    return RulesForm(data, rules=rules, seen=_fingerprint(shop), first_day=today)


@report_page(*LEADERS)
def rules(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Explain every parameter with its value; managers change them, supervisors read."""
    every = rule_versions.versions(shop)
    holds = rule_versions.holding(every, queries.today(shop))
    form = _form(request, shop, holds.rules) if Role.MANAGER in request.roles else None
    return render(request, "reports/rules/rules.html", _page(shop, form, every))


def _page(shop: Shop, form: RulesForm | None, every: list[rule_versions.Version]) -> dict[str, object]:
    holds = rule_versions.holding(every, queries.today(shop))
    return {
        "title": _("Rules"),
        "form": form,
        "groups": _groups(holds.rules, form),
        "holds": holds,
        "versions": every,
        "trail": rule_versions.trail(shop),
        "job": save.under_way(shop),
        "wrong": _wrong(form) if form and form.is_bound else [],
    }


def _groups(rules: Rules, form: RulesForm | None) -> list[tuple[object, list[dict[str, object]]]]:
    """Heading → its parameters with value in words and, for who may change them, the input."""
    return [
        (
            label,
            [
                {
                    "about": parameter,
                    "value": rule_words.value_text(parameter.name, getattr(rules, parameter.name)),
                    "is_default": getattr(rules, parameter.name) == getattr(Rules(), parameter.name),
                    "field": form[parameter.name] if form else None,
                }
                for parameter in rule_words.PARAMETERS
                if parameter.group == group
            ],
        )
        for group, label in rule_words.GROUPS.items()
    ]


def _wrong(form: RulesForm) -> list[tuple[str, StrOrPromise, ValidationError | StrOrPromise]]:
    """(id of the input, its label, sentence) of everything that is wrong."""
    found: list[tuple[str, StrOrPromise, ValidationError | StrOrPromise]] = []
    for name, sentences in form.errors.items():
        field = form[name] if name in form.fields else None
        for sentence in sentences:
            found.append((field.id_for_label if field else "", field.label if field else "", sentence))
    return found


@require_POST
@shop_page(*MANAGER)
def rules_check(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Take changes, say what is wrong with them, or show what they would do."""
    every = rule_versions.versions(shop)
    holds = rule_versions.holding(every, queries.today(shop))
    form = _form(request, shop, holds.rules, request.POST)
    if not form.is_valid():
        return render(request, "reports/rules/rules.html", _page(shop, form, every))
    job = rule_preview.start(shop, form.changes, form.first_day, request.user)
    return redirect("reports:rules_preview", shop.pk, job.pk)


def _preview(shop: Shop, preview_id: int) -> Job:
    return get_object_or_404(Job, shop=shop, kind=rule_preview.KIND, pk=preview_id)


def _first_day(job: Job) -> dt.date | None:
    told = job.payload["valid_from"]
    return dt.date.fromisoformat(told) if told else None


def _preview_sheet(request: ShopRequest, shop: Shop, preview_id: int) -> Sheet:
    """What a preview found."""
    job = _preview(shop, preview_id)
    result = job.payload.get("result")
    if not result:
        raise Http404
    changes = ", ".join(f"{name}={value}" for name, value in job.payload["changes"].items())
    return _moved_sheet(request, shop, "rules_preview", result, (_("Changes"), changes))


def _moved_sheet(
    request: ShopRequest, shop: Shop, name: str, result: dict[str, Any], said: tuple[str, str]
) -> Sheet:
    """Every agent and every sum of the shop, before and after, one row each."""
    seen = list(visible_agents(request.user, shop).values_list("pk", flat=True))
    first, last = result["first"], result["last"]
    told = [(_("Shop"), shop.name), (_("Span"), f"{first} – {last}"), said]
    return Sheet(f"{name}_{first}_{last}", _headings(), _rows(request, shop, result, seen), told)


def _headings() -> list[Heading]:
    pairs = [
        (_("Sales"), "money"),
        (_("Orders"), "count"),
        (_("Receptions"), "count"),
        (_("Inquiries"), "count"),
    ]
    headings = [Heading(_("Agent"))]
    for label, unit in pairs:
        headings += [Heading(f"{label}: {when}", unit) for when in (_("now"), _("then"), _("change"))]
    return headings


def _rows(request: ShopRequest, shop: Shop, result: dict[str, Any], seen: list[int]) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for one in rule_sums.agents_moved(shop, result["before"], result["after"], seen):
        row: list[Cell] = [one.label]
        for name in rule_sums.AGENT_SUMS:
            row += [one.before.get(name, 0), one.after.get(name, 0), one.change(name)]
        rows.append(row)
    if sees_whole_shop(request.user, shop):
        for total in rule_sums.shop_moved(result["before"], result["after"]):
            figures: list[Cell] = [total.before, total.after, total.change]
            blank: list[Cell] = [None, None, None]
            place = figures + blank if total.is_money else blank + figures
            rows.append([total.label, *place, *blank, *blank])
    return rows


@list_page(_preview_sheet, *MANAGER)
def rules_preview(request: ShopRequest, shop: Shop, preview_id: int) -> HttpResponse:
    """Who gains and who loses under the changed rules on the last 30 days, and the way to save them."""
    job = _preview(shop, preview_id)
    first_day, changes = _first_day(job), job.payload["changes"]
    base = save.base_rules(frames.rule_book(shop), first_day)
    context = {
        "title": _("What the changed rules would do"),
        "job": job,
        "waits": job.status in Job.PENDING,
        "changes": rule_words.differences(base, with_changes(base, changes)),
        "first_day": first_day,
        "reached": save.reached(shop, changes, first_day),
        "until": _until(shop, first_day),
        "outdated": job.payload["seen"] != _fingerprint(shop),
        "result": job.payload.get("result"),
    }
    if result := job.payload.get("result"):
        seen = visible_agents(request.user, shop).values_list("pk", flat=True)
        context["agents"] = rule_sums.agents_moved(shop, result["before"], result["after"], list(seen))
        context["sums"] = rule_sums.shop_moved(result["before"], result["after"])
        context["moves_nothing"] = result["before"] == result["after"]
        context["downloads"] = file_links(request)
    partly = request.htmx
    return render(
        request, "reports/rules/rules_result.html" if partly else "reports/rules/rules_preview.html", context
    )


def _until(shop: Shop, first_day: dt.date | None) -> dt.date | None:
    """The day before which a later version takes over; None where there is none."""
    first = first_day or dt.date.min
    later = [one.valid_from for one in rule_versions.versions(shop) if one.valid_from]
    return min((day for day in later if day > first), default=None)


@require_POST
@shop_page(*MANAGER)
def rules_save(request: ShopRequest, shop: Shop, preview_id: int) -> HttpResponse:
    """Save what a preview showed: a version of the rules, and its days computed anew."""
    job = _preview(shop, preview_id)
    try:
        version = save.save_rules(
            request.actor, shop, job.payload["changes"], _first_day(job), job.payload["seen"]
        )
    except save.RulesMoved:
        messages.error(request, _("The rules were changed by someone else. Review them and try again."))
        return redirect("reports:rules", shop.pk)
    messages.success(request, _("Version %(number)s of the rules is saved.") % {"number": version.number})
    return redirect("reports:rules_version", shop.pk, version.number)


def _version(shop: Shop, number: int) -> rule_versions.Version | None:
    return next((one for one in rule_versions.versions(shop) if one.number == number), None)


def _version_sheet(request: ShopRequest, shop: Shop, number: int) -> Sheet:
    """What the latest saving of a version did to figures."""
    version = _version(shop, number)
    told = rule_versions.stored_effects(version.row) if version else []
    if not told or told[-1]["after"] is None:
        raise Http404
    return _moved_sheet(request, shop, f"rules_{number}", told[-1], (_("Version"), str(number)))


@list_page(_version_sheet, *LEADERS)
def rules_version(request: ShopRequest, shop: Shop, number: int) -> HttpResponse:
    """One version: its values, who saved it, and what each saving did to figures."""
    version = _version(shop, number)
    if version is None:
        raise Http404
    seen = list(visible_agents(request.user, shop).values_list("pk", flat=True))
    context = {
        "title": _("Rules, version %(number)s") % {"number": number},
        "version": version,
        "groups": _groups(version.rules, None),
        "effects": rule_versions.effects(shop, version.row, seen),
        "downloads": file_links(request),
        "job": save.under_way(shop),
        "whole_shop": sees_whole_shop(request.user, shop),
    }
    return render(request, "reports/rules/rules_version.html", context)
