"""What was said and bought, what became of each file, and who earned which order."""

from chats.models.credit import (
    ChaseNote,
    Contest,
    Credit,
    DirtyDay,
    InvalidInquiry,
    Reception,
    RuleSet,
    Ruling,
    ShopState,
)
from chats.models.trade import (
    AutoText,
    BuyerAlias,
    DailyTraffic,
    ErasedBuyer,
    Message,
    Order,
    OrderItem,
    PersonText,
    PlatformFigure,
)
from chats.models.work import ImportBatch, Job, RefusedRow

__all__ = [
    "AutoText",
    "BuyerAlias",
    "ChaseNote",
    "Contest",
    "Credit",
    "DailyTraffic",
    "DirtyDay",
    "ErasedBuyer",
    "ImportBatch",
    "InvalidInquiry",
    "Job",
    "Message",
    "Order",
    "OrderItem",
    "PersonText",
    "PlatformFigure",
    "Reception",
    "RefusedRow",
    "RuleSet",
    "Ruling",
    "ShopState",
]
