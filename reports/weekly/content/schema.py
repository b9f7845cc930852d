"""What a weekly report's content looks like: a plain dictionary fit for JSON, the same for every format.

Nothing in it depends on the reader's language or on a clock. Money is in fen, rates are shares, durations
seconds, days `YYYY-MM-DD`, instants shop time `YYYY-MM-DDTHH:MM:SS`; null is "no data" (D1.5). Agents go
by their id (`agent`), reasons by their code. Floats are rounded to six places. A *cell* is one figure:

    {"now": value, "before": value in the span of equal length before}
    and of a ratio also {"of": [numerator, denominator], "of_before": [numerator, denominator]}

`figures` is always {code: cell}; codes are those of reports.metrics.definitions.METRICS, or of
`OWN_FIGURES` below.

    meta        schema, kind ("week" | "month"), label ("2026-W20" | "2026-05"), shop {id, name, timezone},
                first, last, days [day…], before {first, last}, as_of (or null; at most the instant from
                which all is final), final (all inquiries mature?), final_on (day), rules [{number,
                valid_from (null: the beginning), params}], rules_digest (tells whether the rules of
                these days changed since)
    summary     [{code, params}…] sentences; wording.summary and wording.looks write them
    shop        figures (shop_codes), interval [low, high] | null (Wilson, of inquiry_conversion_rate)
    changed     before_fen, now_fen, reason, lines [{code, before, now, fen}…], largest (code | null):
                why paid amounts moved; as reports.metrics.what_changed says it
    books       balances, figures (BOOKS), days [{day, paid_fen, agents_fen, silent_fen, unlinked_fen,
                excluded_fen, sales_fen, balances}…]; paid = the four buckets, agents_fen = sales_fen (D7.3)
    funnel      traffic_days, figures (FUNNEL; of days with traffic), days [{day, visitors, page_views,
                bounced_visitors, consulting_buyers, consulting_paying_buyers, silent_paying_buyers,
                paying_buyers, ordering_buyers, ordered_fen}…], identities [{code, left, right, holds}…]
    agents      least (inquiries to be ranked), rows [{agent, name, nick, team, ranked, mature,
                interval, figures (agent_codes)}…] ranked ones first by conversion, then the others by sales;
                total {figures} (sum of agents), median {code: value | null} (of ranked agents)
    scorecards  null, or [{agent, name, card, points, points_before, lines [{metric, weight, value,
                points, dropped}…]}…] as reports.scorecards tells it
    chasing     figures (CHASING), natural [{after_seconds, paid, open, rate}…] (D7.5)
    causes      figures (CAUSES), rows [{reason, zh, en, owner, rows, amount_fen, row_rate, amount_rate,
                running_rate, rate_before, change}…] most rows first, agents [{agent, name, reason,
                rows}…] (matrix, D9.6)
    actions     [{action, title, kind, reason, zh, en, team, agents [name…], start_day, ended_day, owner,
                effect {reason, conversion: each {before, after, rest_before, rest_after, difference,
                low, high, verdict ("up" | "down" | "too early")}}}…] by the span's end (D9.7)
    forms       figures (FORMS), agents [{agent, name, due, handed_in, late, missing}…]
    rulings     [{ruling, order_no, amount_fen, paid_day, computed, computed_name, agent, name, reason,
                author, at, withdrawn_at}…] made or withdrawn in the span; agent null: nobody (D7.6)
    warnings    [{code, level ("warning" | "danger" | "info"), params}…]; wording.warning(one) writes them
    definitions [{code, rule, unit, clock, numerator, denominator}…] of every figure in the report

Stored content is JSON with sorted keys: for the order of figures use the lists below (cells.in_order).
`lines.lines(content)` flattens every number of it for CSV, workbook and comparisons.
"""

from reports.metrics.columns import BOOKED
from reports.metrics.definitions import row_metrics

SCHEMA = 1
PLACES = 6

SERVICE = ("receptions", "reply_rate", "first_response_seconds", "average_response_seconds")
SHOP = (
    "inquiries",
    "mature_inquiries",
    "inquiry_conversion_rate",
    "inquiry_conversion_provisional",
    "lost_inquiries",
    "open_inquiries",
    "order_payment_rate",
)
BOOKS = (*BOOKED, "service_share")
FUNNEL = (
    "visitors",
    "consulting_buyers",
    "consulting_paying_buyers",
    "silent_paying_buyers",
    "paying_buyers",
    "consult_rate",
    "consult_conversion_rate",
    "shop_conversion_rate",
    "shop_order_value",
    "effective_entry_rate",
    "page_depth",
    "order_payment_rate_shop",
    "amount_payment_rate",
    "silent_rate_a",
    "silent_rate_b",
    "silent_rate_c",
)
AGENT = (
    "inquiries",
    "mature_inquiries",
    "inquiry_conversion_rate",
    "inquiry_conversion_provisional",
    "own_inquiry_conversion_rate",
    "lost_inquiries",
    "sales_fen",
    "refunded_fen",
    "net_sales_fen",
    "paid_orders",
    "sale_buyers",
    "items",
    "order_value",
    "items_per_buyer",
    "chase_orders",
    "recovered_orders",
    "recovered_fen",
    "chase_success_rate",
    "expected_recovered",
    "incremental_recovered",
)
CHASING = (
    "chase_orders",
    "recovered_orders",
    "recovered_fen",
    "mature_chase_orders",
    "chase_success_rate",
    "expected_recovered",
    "incremental_recovered",
)
CAUSES = ("lost_rows", "lost_amount_fen", "controllable_rate")
FORMS = ("forms_due", "forms_on_time_rate", "lost_coverage_rate", "review_agreement_rate")


def shop_codes() -> tuple[str, ...]:
    """The figures of section `shop`; those that come from receptions are in it as declared."""
    return (*SERVICE, *(metric.code for metric in row_metrics()), *SHOP)


def agent_codes() -> tuple[str, ...]:
    """The figures of an agent in section `agents`."""
    return (*SERVICE, *(metric.code for metric in row_metrics()), *AGENT)


# Figures of the lost-sale loop, which no daily sum gives: code → (unit, rule).
OWN_FIGURES = {
    "lost_rows": ("count", "D9.6"),
    "lost_amount_fen": ("money", "D9.6"),
    "controllable_rate": ("rate", "D9.6"),
    "forms_due": ("count", "D9.2"),
    "forms_on_time_rate": ("rate", "D9.6"),
    "lost_coverage_rate": ("rate", "D9.6"),
    "review_agreement_rate": ("rate", "D9.6"),
}

# What an item of a list is told apart by: the first of these whose fields it has.
IDENTITIES = (
    ("ruling",),
    ("action",),
    ("agent", "reason"),
    ("agent",),
    ("reason",),
    ("day",),
    ("after_seconds",),
    ("metric",),
    ("code",),
    ("number",),
)

SECTIONS = (
    "summary",
    "shop",
    "changed",
    "books",
    "funnel",
    "agents",
    "scorecards",
    "chasing",
    "causes",
    "actions",
    "forms",
    "rulings",
    "warnings",
    "definitions",
)
