"""The columns of the daily facts, declared once for models, kernel and files."""

ROUND_SUMS = (
    "rounds",
    "answered_rounds",
    "wait_seconds",
    "service_rounds",
    "within_3min_rounds",
    "platform_wait_seconds",
    "slow_response_rounds",
)
MESSAGE_SUMS = ("buyer_messages", "human_messages", "agent_chars")
# Columns of a reception that add up to a sum of the same name; another one is named here and nowhere else.
SERVICE_SUMS = ROUND_SUMS + MESSAGE_SUMS
AGENT_DAY_SUMS = (
    "receptions",
    "outreach",
    "replied",
    "first_response_seconds_sum",
    "first_response_within_target",
    *ROUND_SUMS,
    "long_receptions",
    *MESSAGE_SUMS,
    "peak_concurrency",
    "inquiries",
    "mature_inquiries",
    "ordered_same_day",
    "ordered_final",
    "paid_same_day",
    "paid_next_day",
    "paid_final",
    "mature_ordered_final",
    "mature_paid_final",
    "own_paid_final",
    "mature_own_paid_final",
    "sales_fen",
    "refunded_fen",
    "paid_orders",
    "sale_buyers",
    "items",
    "chase_orders",
    "recovered_orders",
    "recovered_fen",
    "mature_chase_orders",
    "mature_recovered_orders",
    "assist_orders",
    "assist_payments",
)
BUCKET_SUMS = ("agents_fen", "silent_fen", "unlinked_fen", "excluded_fen")
BOOKED = ("paid_fen", *BUCKET_SUMS)  # what was paid, and what it falls apart into (D7.3)
BOOKS = (
    *BOOKED,
    "silent_orders",
    "consulted_orders",
    "chased_orders",
    "unlinked_orders",
    "excluded_orders",
)
# From this share of all paid amounts on, "unlinked" makes the agents' sales clearly too low (D5.5).
MUCH_UNLINKED = 0.05
FUNNEL = (
    "consulting_buyers",
    "consulting_paying_buyers",
    "silent_paying_buyers",
    "paying_buyers",
    "ordering_buyers",
    "ordered_fen",
)
TRAFFIC = ("visitors", "page_views", "bounced_visitors")
SHOP_DAY_SUMS = AGENT_DAY_SUMS + BOOKS + FUNNEL
SHOP_DAY_COLUMNS = AGENT_DAY_SUMS + BOOKS + TRAFFIC + FUNNEL
