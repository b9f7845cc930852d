"""What was said and bought, what became of each file, and who earned which order."""

from chats.models.credit import Credit, DirtyDay, InvalidInquiry, Reception, RuleSet, Ruling, ShopState
from chats.models.trade import BuyerAlias, DailyTraffic, Message, Order, OrderItem, PlatformFigure
from chats.models.work import ImportBatch, Job, RefusedRow

__all__ = [
    "BuyerAlias",
    "Credit",
    "DailyTraffic",
    "DirtyDay",
    "ImportBatch",
    "InvalidInquiry",
    "Job",
    "Message",
    "Order",
    "OrderItem",
    "PlatformFigure",
    "Reception",
    "RefusedRow",
    "RuleSet",
    "Ruling",
    "ShopState",
]
