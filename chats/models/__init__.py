"""What was said and bought, what became of each file, and who earned which order."""

from chats.models.buyers import BuyerAlias, ErasedBuyer
from chats.models.credit import Credit, Reception
from chats.models.decisions import ChaseNote, Contest, InvalidInquiry, Ruling
from chats.models.imports import ImportBatch, RefusedRow
from chats.models.jobs import Job
from chats.models.rules import RuleSet
from chats.models.state import DirtyDay, ShopState
from chats.models.texts import AutoText, PersonText
from chats.models.trade import DailyTraffic, Message, Order, OrderItem, PlatformFigure

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
