"""The audit trail: who did what, when, from where (AuditEntry). Callers name actions by a code of ACTIONS."""

from django.utils.translation import gettext_lazy as _

from accounts.audit.actor import Actor
from accounts.models import AuditEntry, Shop

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


def note(by: Actor, shop: Shop | None, action: str, about: object = "", **details: object) -> AuditEntry:
    """Write down one act.

    `details` must fit into JSON; never put a buyer's words, passwords or links there.
    """
    if action not in ACTIONS:
        raise KeyError(action)
    return AuditEntry.objects.create(
        shop=shop,
        actor=by.user,
        actor_name=by.name,
        action=action,
        about=str(about)[:200],
        details=details,
        address=by.address,
    )
