"""Facts, lost-sale forms and what follows from them, weekly reports, and people's own views."""

from reports.models.facts import AgentDay, ShopDay
from reports.models.loop import Action, ChatCase, Promotion, PromotionRead, Script, ScriptVersion
from reports.models.lost_sales import FormReminder, LostSaleEntry, LostSaleForm, LostSaleReason
from reports.models.views import SavedView
from reports.models.weekly import (
    Delivery,
    ReportHook,
    ReportSubscription,
    SalesTarget,
    Scorecard,
    WeeklyReport,
)

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
    "SalesTarget",
    "SavedView",
    "Scorecard",
    "Script",
    "ScriptVersion",
    "ShopDay",
    "WeeklyReport",
]
