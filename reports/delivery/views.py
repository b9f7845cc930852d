"""Subscriptions of reports, group robots, and what became of each delivery."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.access import ShopRequest, shop_page
from accounts.audit import trail as audit
from accounts.mail import can_mail
from accounts.models import Role, Shop, User
from reports.access import may_get_report
from reports.delivery import hooks, sending, subscriptions
from reports.delivery.subscriptions import ATTACHABLE, OFFERED, Report, Wish
from reports.models import Delivery, ReportHook
from reports.pages.page import report_page
from reports.weekly.formats import registry as files
from reports.weekly.views import report_or_404

MANAGER = (Role.MANAGER,)
LATEST = 50
AS_ROLE, ON, OFF = "role", "on", "off"


class WishForm(forms.Form):
    """The choice for one report, by a person for themselves or by a manager for a role."""

    report = forms.ChoiceField(choices=Report.choices)
    role = forms.ChoiceField(choices=Role.choices, required=False)
    mode = forms.ChoiceField(choices=[(AS_ROLE, ""), (ON, ""), (OFF, "")])
    formats = forms.MultipleChoiceField(choices=[(kind, kind) for kind in ATTACHABLE], required=False)

    @property
    def wish(self) -> Wish:
        return Wish(self.cleaned_data["mode"] == ON, tuple(self.cleaned_data["formats"]))


class HookForm(forms.ModelForm[Any]):
    """A robot's address with its secret; neither is ever shown again in full."""

    class Meta:
        model = ReportHook
        fields = ("kind", "address", "secret")
        labels = {
            "kind": gettext_lazy("Robot"),
            "address": gettext_lazy("Webhook address"),
            "secret": gettext_lazy("Secret"),
        }
        help_texts = {"secret": gettext_lazy("For a DingTalk robot with “additional signature” (加签).")}
        widgets = {"secret": forms.PasswordInput(attrs={"autocomplete": "off"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs["class"] = "form-select" if name == "kind" else "form-control"

    def clean(self) -> dict[str, object]:
        found = super().clean() or {}
        if found.get("kind") and found.get("address"):
            wrong = hooks.wrong_address(found["kind"], found["address"])
            if wrong:
                self.add_error("address", wrong)
        return found


@report_page()
def report_subscriptions(request: ShopRequest, shop: Shop) -> HttpResponse:
    """What I get by mail; for managers also what each role gets, the robots, and the latest deliveries."""
    return render(request, "reports/delivery/subscriptions.html", _page(request, shop, HookForm()))


def _page(request: ShopRequest, shop: Shop, form: HookForm) -> dict[str, object]:
    manages = Role.MANAGER in request.roles
    return {
        "title": _("Subscriptions"),
        "mine": _mine(shop, request.user),
        "manages": manages,
        "roles": _roles(shop) if manages else [],
        "hooks": _hooks(shop) if manages else [],
        "hook_form": form,
        "deliveries": _deliveries(shop) if manages else [],
        "kinds": [(kind, files.FORMATS[kind].label) for kind in ATTACHABLE],
        "can_mail": can_mail(),
    }


def _mine(shop: Shop, user: User) -> list[dict[str, object]]:
    """Each report that I may get: what counts now, and whether I said so myself."""
    found = []
    for report in Report:
        if may_get_report(shop, user, report):
            own = subscriptions.of_person(shop, user, report)
            mode = AS_ROLE if own is None else ON if own.active else OFF
            wish = subscriptions.wish_of(shop, user, report)
            found.append({"report": report, "label": report.label, "mode": mode, "wish": wish})
    return found


def _roles(shop: Shop) -> list[dict[str, object]]:
    labels = dict(Report.choices)
    return [
        {
            "role": role,
            "role_label": Role(role).label,
            "report": report,
            "label": labels[report],
            "wish": subscriptions.of_role(shop, role, report),
        }
        for role, offered in OFFERED.items()
        for report in offered
    ]


def _hooks(shop: Shop) -> list[dict[str, object]]:
    rows = ReportHook.objects.filter(shop=shop, active=True).order_by("pk")
    return [{"hook": row, "shown": f"…{row.address[-6:]}"} for row in rows]


def _deliveries(shop: Shop) -> list[tuple[Delivery, str]]:
    """The latest deliveries, each with whom it went to."""
    rows = Delivery.objects.filter(report__shop=shop).select_related("report").order_by("-pk")[:LATEST]
    people = {f"user:{user.pk}": user for user in User.objects.filter(memberships__shop=shop).distinct()}
    robots = {f"hook:{hook.pk}": hook for hook in ReportHook.objects.filter(shop=shop)}
    found = []
    for row in rows:
        user, hook = people.get(row.recipient), robots.get(row.recipient)
        found.append((row, str(user) if user else hook.get_kind_display() if hook else "—"))
    return found


@require_POST
@shop_page()
def subscription_save(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Keep a wish: one's own, or a role's for managers."""
    form = WishForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("We couldn't process that. Nothing was changed."))
        return redirect("reports:report_subscriptions", shop.pk)
    report, role = form.cleaned_data["report"], form.cleaned_data["role"]
    if role:
        _save_role(request, shop, report, role, form.wish)
    else:
        _save_mine(request, shop, report, form)
    return redirect("reports:report_subscriptions", shop.pk)


def _save_role(request: ShopRequest, shop: Shop, report: str, role: str, wish: Wish) -> None:
    if Role.MANAGER not in request.roles or report not in OFFERED[role]:
        messages.error(request, _("Only a manager can set what a role gets."))
        return
    subscriptions.save_subscription(shop, report, wish, role=role)
    audit.note(request.actor, shop, "subscription_changed", f"{role} {report}", active=wish.active)
    messages.success(request, _("Saved."))


def _save_mine(request: ShopRequest, shop: Shop, report: str, form: WishForm) -> None:
    if not may_get_report(shop, request.user, report):
        messages.error(request, _("You cannot get this report."))
        return
    if form.cleaned_data["mode"] == AS_ROLE:
        subscriptions.forget(shop, request.user, report)
    else:
        subscriptions.save_subscription(shop, report, form.wish, user=request.user)
    audit.note(request.actor, shop, "subscription_changed", report, mode=form.cleaned_data["mode"])
    messages.success(request, _("Saved."))


@require_POST
@shop_page(*MANAGER)
def hook_add(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Add a group robot."""
    form = HookForm(request.POST)
    if not form.is_valid():
        return render(request, "reports/delivery/subscriptions.html", _page(request, shop, form))
    form.instance.shop = shop
    hook = form.save()
    audit.note(request.actor, shop, "subscription_changed", hook.get_kind_display(), added=True)
    messages.success(request, _("The robot is added. Send it a test message to see that it answers."))
    return redirect("reports:report_subscriptions", shop.pk)


@require_POST
@shop_page(*MANAGER)
def hook_change(request: ShopRequest, shop: Shop, hook_id: int) -> HttpResponse:
    """Send a robot a test message, or remove it."""
    hook = get_object_or_404(ReportHook, pk=hook_id, shop=shop, active=True)
    if "remove" in request.POST:
        # Past deliveries keep saying to whom they went; the secret goes.
        ReportHook.objects.filter(pk=hook.pk).update(active=False, address="", secret="")
        audit.note(request.actor, shop, "subscription_changed", hook.get_kind_display(), removed=True)
        messages.success(request, _("The robot is removed."))
    else:
        _test(request, hook)
    return redirect("reports:report_subscriptions", shop.pk)


def _test(request: ShopRequest, hook: ReportHook) -> None:
    title = _("CS Tracker: test message")
    try:
        hooks.send(hook, title, f"### {title}\n- {hook.shop.name}")
    except hooks.NotTaken as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The robot took the test message."))


@require_POST
@shop_page(*MANAGER)
def delivery_again(request: ShopRequest, shop: Shop, delivery_id: int) -> HttpResponse:
    """Try a failed delivery once more."""
    delivery = get_object_or_404(Delivery, pk=delivery_id, report__shop=shop)
    sending.again(delivery)
    audit.note(request.actor, shop, "report_sent", delivery.report.week, again=True)
    messages.success(request, _("It is sent with the next round, within a minute."))
    return redirect("reports:report_subscriptions", shop.pk)


@require_POST
@shop_page(*MANAGER)
def weekly_send(request: ShopRequest, shop: Shop, week: str) -> HttpResponse:
    """Send a week's last revision to all its recipients now; who has it already gets no second one."""
    report = report_or_404(shop, week)
    count = sending.plan(report, by_hand=True)
    audit.note(request.actor, shop, "report_sent", report.week, recipients=count)
    if count:
        messages.success(request, _("It is sent with the next round, within a minute."))
    else:
        messages.info(request, _("Nobody has subscribed to it with a mail address."))
    return redirect("reports:report_subscriptions", shop.pk)
