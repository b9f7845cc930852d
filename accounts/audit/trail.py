"""The audit trail: who did what, when, from where (AuditEntry). Callers name actions by a code of ACTIONS."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.audit.addresses import address_of
from accounts.models import AuditEntry, Shop, User

ACTIONS = {
    "signed_in": _("Signed in"),
    "sign_in_failed": _("Sign-in failed"),
    "signed_out": _("Signed out"),
    "password_changed": _("Password changed"),
    "two_factor_changed": _("Two-factor sign-in changed"),
    "user_changed": _("User changed"),
    "user_invited": _("User invited"),
    "access_ended": _("Access ended"),
    "agent_changed": _("Agent changed"),
    "team_changed": _("Team changed"),
    "settings_changed": _("Shop settings changed"),
    "imported": _("File imported"),
    "rules_changed": _("Rules changed"),
    "contested": _("Order contested"),
    "ruled": _("Order ruled on"),
    "ruling_withdrawn": _("Ruling withdrawn"),
    "order_excluded": _("Order excluded"),
    "chase_noted": _("Chase noted"),
    "auto_text_marked": _("Text marked as automatic"),
    "auto_text_dismissed": _("Text left to people"),
    "form_reviewed": _("Lost-sale row reviewed"),
    "reason_changed": _("Lost-sale reason changed"),
    "action_changed": _("Action changed"),
    "library_changed": _("Script, promotion or case changed"),
    "scorecard_changed": _("Scorecard changed"),
    "report_built": _("Report built"),
    "report_sent": _("Report sent"),
    "subscription_changed": _("Subscription changed"),
    "downloaded": _("File downloaded"),
    "buyer_exported": _("Buyer's data exported"),
    "buyer_erased": _("Buyer's data erased"),
    "texts_deleted": _("Message texts deleted"),
}


def note(
    by: HttpRequest | User | str | None, shop: Shop | None, action: str, about: object = "", **details: object
) -> AuditEntry:
    """Write down one act. `by` is the request it came with, the user for whom a job does it, the name of a
    command, or None for the clock.

    `details` must fit into JSON; never put a buyer's words, passwords or links there.
    """
    if action not in ACTIONS:
        raise KeyError(action)
    request = by if isinstance(by, HttpRequest) else None
    user = request.user if request else by
    actor = user if isinstance(user, User) else None
    return AuditEntry.objects.create(
        shop=shop,
        actor=actor,
        actor_name=str(actor) if actor else by if isinstance(by, str) else "",
        action=action,
        about=str(about)[:200],
        details=details,
        address=address_of(request) if request else None,
    )
