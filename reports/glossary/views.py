"""What do these figures mean: the help page, made of the declarations and the definitions themselves."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.access import ShopRequest
from accounts.models import Shop
from reports.figures import labels
from reports.figures.rules import rules
from reports.metrics.definitions import GROUPS
from reports.pages.page import report_page


@report_page()
def metrics(request: ShopRequest, shop: Shop) -> HttpResponse:
    """List every figure with formula, unit, clock, rule and example, then every rule, each with an anchor."""
    groups = [(code, labels.group_name(code), group) for code, (_zh, _en, group) in GROUPS.items()]
    context = {"title": _("Metric definitions"), "groups": groups, "rules": rules()}
    return render(request, "reports/glossary/metrics.html", context)
