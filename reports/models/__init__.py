"""Facts, lost-sale forms and what follows from them, weekly reports, and people's own views."""

from reports.models.actions import Action
from reports.models.delivery import Delivery, ReportHook, ReportSubscription
from reports.models.facts import AgentDay, ShopDay
from reports.models.library import ChatCase, Promotion, PromotionRead, Script, ScriptVersion
from reports.models.lost_sales import FormReminder, LostSaleEntry, LostSaleForm, LostSaleReason
from reports.models.rules import RuleEffect
from reports.models.saved_views import SavedView
from reports.models.scorecards import SalesTarget, Scorecard
from reports.models.weekly import WeeklyReport

__all__ = [
    "Action",
    "AgentDay",
    "ChatCase",
    "Delivery",
    "FormReminder",
    "LostSaleEntry",
    "LostSaleForm",
    "LostSaleReason",
    "Promotion",
    "PromotionRead",
    "ReportHook",
    "ReportSubscription",
    "RuleEffect",
    "SalesTarget",
    "SavedView",
    "Scorecard",
    "Script",
    "ScriptVersion",
    "ShopDay",
    "WeeklyReport",
]
