"""The script library: find and copy words, write them together, retire what nobody says any more."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from accounts.access import LEADERS, ShopRequest, leads, shop_page
from accounts.models import Shop
from reports.library.scripts import verbs
from reports.library.scripts.forms import ScriptForm, VersionForm
from reports.models import LostSaleReason, Script
from reports.pages.asked import id_from_query, text_from_query
from reports.pages.downloads import Cell, Heading, Sheet
from reports.pages.lists import file_links, list_page
from reports.pages.page import report_page
from reports.reasons import taxonomy as reasons


def _reason(request: ShopRequest, shop: Shop) -> LostSaleReason | None:
    asked = request.GET.get("reason", "")
    wanted = LostSaleReason.objects.filter(shop=shop, pk=id_from_query(asked))
    return wanted.select_related("parent").first()


def _picked(request: ShopRequest, shop: Shop) -> QuerySet[verbs.WordedScript]:
    reason = _reason(request, shop)
    return verbs.filter_scripts(
        verbs.library(shop),
        kind=request.GET.get("kind", "") if request.GET.get("kind") in Script.Kind.values else "",
        reason=reason.pk if reason else None,
        q=text_from_query(request.GET.get("q", ""), 60),
        retired=request.GET.get("retired") == "1",
    )


def _sheet(request: ShopRequest, shop: Shop) -> Sheet:
    """The scripts that the filters pick, each with its latest words."""
    texts = (
        _("Kind"),
        _("Reason"),
        _("Situation"),
        pgettext("script", "Words"),
        _("Version"),
        _("Author"),
        _("Day"),
    )
    rows = []
    for group in verbs.grouped(_picked(request, shop)):
        rows += [
            [str(group.kind), _reason_name(one), one.title, one.text, *_latest(one)] for one in group.scripts
        ]
    return Sheet("scripts", [Heading(text) for text in texts], rows, [(_("Shop"), shop.name)])


def _reason_name(script: Script) -> str:
    return reasons.full_name(script.reason) if script.reason else ""


def _latest(script: Script) -> list[Cell]:
    version = script.versions.all()[0]
    return [version.number, str(version.author), timezone.localtime(version.created_at).date().isoformat()]


@list_page(_sheet)
def scripts(request: ShopRequest, shop: Shop) -> HttpResponse:
    """List the scripts by kind and reason, each to be copied."""
    context = {
        "title": _("Scripts"),
        "groups": verbs.grouped(_picked(request, shop)),
        "any": Script.objects.filter(shop=shop).exists(),
        "kinds": Script.Kind.choices,
        "kind": request.GET.get("kind", ""),
        "reason": _reason(request, shop),
        "reasons": reasons.tree(shop),
        "q": text_from_query(request.GET.get("q", ""), 60),
        "retired": request.GET.get("retired") == "1",
        "leads": leads(request),
        "downloads": file_links(request),
    }
    return render(request, "reports/library/scripts/scripts.html", context)


def _script(shop: Shop, script_id: int) -> Script:
    return get_object_or_404(verbs.library(shop), pk=script_id)


@report_page()
def script(request: ShopRequest, shop: Shop, script_id: int) -> HttpResponse:
    """Show a script with all its versions and what each changed."""
    one = _script(shop, script_id)
    changes = verbs.changes(one.versions.all())
    context = {"title": one.title, "script": one, "changes": changes, "leads": leads(request)}
    return render(request, "reports/library/scripts/script.html", context)


@shop_page()
def script_new(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Write a new script; the address may name its reason."""
    usual = {"reason": _reason(request, shop), "kind": Script.Kind.OBJECTION}
    head = ScriptForm(request.POST or None, instance=Script(shop=shop), initial=usual, shop=shop)
    words = VersionForm(request.POST or None)
    del words.fields["note"]
    if request.method == "POST" and head.is_valid() and words.is_valid():
        kept = verbs.add(head.save(commit=False), words.cleaned_data["text"], request.actor)
        messages.success(request, _("Saved."))
        return redirect("reports:script", shop.pk, kept.pk)
    context = {"title": _("New script"), "head": head, "words": words}
    return render(request, "reports/library/scripts/script_form.html", context)


@shop_page()
def script_change(request: ShopRequest, shop: Shop, script_id: int) -> HttpResponse:
    """Write a new version, from the latest or (?from=2) an older one; leaders change the heading, too."""
    one = _script(shop, script_id)
    usual = _usual(request, one)
    head = ScriptForm(request.POST or None, instance=one, shop=shop) if leads(request) else None
    words = VersionForm(request.POST or None, initial=usual)
    if request.method == "POST" and words.is_valid() and (head is None or head.is_valid()):
        said = words.cleaned_data
        try:
            version = verbs.write(one, said["text"], said["note"], request.actor, said["seen"] or 0)
        except verbs.ChangedMeanwhile:
            wrong = _(
                "Somebody wrote a newer version meanwhile. Read it below, then save yours if it still fits."
            )
            words.add_error("text", wrong)
            anew = request.POST.copy()
            anew["seen"] = str(one.versions.all()[0].number)
            words.data = anew
        else:
            changed = head is not None and head.has_changed()
            if head is not None and changed:
                verbs.save_head(head.save(commit=False), request.actor)
            said_what = _("Saved.") if version or changed else _("Nothing was changed.")
            messages.success(request, said_what)
            return redirect("reports:script", shop.pk, one.pk)
    context = {"title": _("Write a new version"), "script": one, "head": head, "words": words}
    return render(request, "reports/library/scripts/script_form.html", context)


def _usual(request: ShopRequest, script: Script) -> dict[str, object]:
    """What the form of a new version begins with."""
    latest, *older = script.versions.all()
    asked = next((one for one in older if str(one.number) == request.GET.get("from", "")), None)
    if asked is None:
        return {"text": latest.text, "seen": latest.number}
    note = _("Back to version %(number)s") % {"number": asked.number}
    return {"text": asked.text, "seen": latest.number, "note": note}


@require_POST
@shop_page(*LEADERS)
def script_retire(request: ShopRequest, shop: Shop, script_id: int) -> HttpResponse:
    """Take a script out of the library, or bring it back."""
    one = _script(shop, script_id)
    match request.POST.get("do"):
        case "retire":
            verbs.retire(one, True, request.actor)
            messages.success(request, _("Retired. It can be brought back at any time."))
        case "restore":
            verbs.retire(one, False, request.actor)
            messages.success(request, _("The script is back in the library."))
        case _:
            raise Http404
    return redirect("reports:script", shop.pk, one.pk)
