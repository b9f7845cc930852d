"""The same figures as the kernel's in DuckDB SQL (ASOF joins and windows), as a baseline.

Default rules only: last touch, order first, no phrases. The shop's zone is Asia/Shanghai, which has
had one offset since 1991, so a business day is plain arithmetic here.
"""

# ruff: noqa: S608, E501  (SQL of constants only; its lines are as long as SQL reads best)

from typing import Any

import pandas as pd

from reports.metrics.columns import SERVICE_SUMS
from reports.metrics.facts import INQUIRY_SUMS

WINDOW = 48 * 3600
GUARD = 600
UNPAID = 3 * 86400
AFTERSALE = 15 * 86400
GAP = 1800
SHANGHAI = 8 * 3600

SPOKEN = f"""
CREATE OR REPLACE TEMP TABLE spoken AS
WITH said AS (
  SELECT m.agent, m.buyer, m.sent_at, m.direction, m.chars FROM messages m JOIN agents a USING (agent)
  WHERE a.human AND m.kind <= 2
), marked AS (
  SELECT *, COALESCE(sent_at - lag(sent_at) OVER pair > {GAP}, TRUE)::INT AS opens FROM said
  WINDOW pair AS (PARTITION BY agent, buyer ORDER BY sent_at, direction)
), runs AS (
  SELECT *, sum(opens) OVER (PARTITION BY agent, buyer ORDER BY sent_at, direction ROWS UNBOUNDED PRECEDING) AS run
  FROM marked
)
SELECT *, (min(sent_at) OVER (PARTITION BY agent, buyer, run) + {SHANGHAI}) // 86400 AS day FROM runs
"""

ROUNDS = """
CREATE OR REPLACE TEMP TABLE rounds AS
WITH seen AS (
  SELECT agent, buyer, day, sent_at, direction,
    lag(direction) OVER reception AS before,
    min(CASE WHEN direction = 1 THEN sent_at END) OVER (
      PARTITION BY agent, buyer, day ORDER BY sent_at, direction ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
    ) AS answer
  FROM spoken WINDOW reception AS (PARTITION BY agent, buyer, day ORDER BY sent_at, direction)
)
SELECT agent, buyer, day, sent_at AS opened, answer, answer - sent_at AS wait,
  row_number() OVER (PARTITION BY agent, buyer, day ORDER BY sent_at) AS number
FROM seen WHERE direction = 0 AND COALESCE(before, 1) = 1
"""

RECEPTIONS = f"""
CREATE OR REPLACE TEMP TABLE receptions AS
WITH counted AS (
  SELECT agent, buyer, day, min(sent_at) FILTER (direction = 0) AS asked_at,
    count(*) FILTER (direction = 0) AS buyer_messages, count(*) FILTER (direction = 1) AS human_messages,
    COALESCE(sum(chars) FILTER (direction = 1), 0) AS agent_chars
  FROM spoken GROUP BY ALL
), answered AS (
  SELECT agent, buyer, day, count(*) AS rounds, count(answer) AS answered_rounds,
    COALESCE(sum(wait), 0) AS wait_seconds,
    count(*) FILTER (in_service) AS service_rounds,
    count(*) FILTER (in_service AND wait <= 180) AS within_3min_rounds,
    COALESCE(sum(COALESCE(LEAST(wait, 600), 600)) FILTER (in_service), 0) AS platform_wait_seconds,
    count(*) FILTER (wait > 100) AS slow_response_rounds,
    min(wait) FILTER (number = 1) AS first_response_seconds
  FROM (SELECT *, ((opened + {SHANGHAI}) % 86400) BETWEEN 8 * 3600 AND 23 * 3600 - 1 AS in_service FROM rounds)
  GROUP BY ALL
), lengths AS (
  SELECT agent, buyer, day, max(length) > 1800 AS long FROM (
    SELECT agent, buyer, day, run, max(sent_at) - min(sent_at) AS length FROM spoken GROUP BY ALL
  ) GROUP BY ALL
)
SELECT * FROM counted LEFT JOIN answered USING (agent, buyer, day) JOIN lengths USING (agent, buyer, day)
"""

TOUCHES = """
CREATE OR REPLACE TEMP TABLE touches AS
SELECT agent, buyer, sent_at, row_number() OVER (PARTITION BY agent, buyer ORDER BY sent_at) AS number
FROM spoken WHERE direction = 1;
CREATE OR REPLACE TEMP TABLE words AS
SELECT agent, buyer, sent_at FROM spoken WHERE direction = 0;
CREATE OR REPLACE TEMP TABLE pairs AS
SELECT o.*, p.agent, a.nick_rank
FROM sales o JOIN (SELECT DISTINCT agent, buyer FROM touches) p USING (buyer) JOIN agents a USING (agent)
"""

SALES = f"""
CREATE OR REPLACE TEMP TABLE sales AS
SELECT "order", buyer, created_at, paid_at, amount_fen, refunded_fen, items, paid_at < never AS paid,
  (created_at + {SHANGHAI}) // 86400 AS created_day,
  CASE WHEN paid_at < never THEN (paid_at + {SHANGHAI}) // 86400 END AS paid_day,
  CASE WHEN paid_at < never THEN paid_at ELSE created_at + {UNPAID} END AS last_call
FROM orders, (SELECT 1::BIGINT << 60 AS never)
"""


def _choose(name: str, asked: str) -> str:
    """One agent an order among the pairs of `asked` (with `until` and `since`): the latest touch, then
    more touches in the range, then the smaller first nick (D5.2)."""
    return f"""
CREATE OR REPLACE TEMP TABLE {name} AS
WITH asked AS ({asked}), latest AS (
  SELECT q.*, t.sent_at AS touched_at, t.number AS last_number FROM asked q
  ASOF JOIN touches t ON t.agent = q.agent AND t.buyer = q.buyer AND t.sent_at <= q.until
  WHERE t.sent_at >= q.since
), counted AS (
  SELECT l.*, l.last_number - COALESCE(b.number, 0) AS touch_count FROM latest l
  ASOF LEFT JOIN touches b ON b.agent = l.agent AND b.buyer = l.buyer AND b.sent_at < l.since
)
SELECT "order", first(agent ORDER BY touched_at DESC, touch_count DESC, nick_rank) AS agent,
  max(touched_at) AS evidence_at
FROM counted GROUP BY "order"
"""


CLOSERS = (
    _choose(
        "order_closers",
        f"""SELECT p.*, p.created_at AS until, p.created_at - {WINDOW} AS since FROM pairs p
        ASOF JOIN words w ON w.agent = p.agent AND w.buyer = p.buyer AND w.sent_at <= p.created_at
        WHERE w.sent_at >= p.created_at - {WINDOW}""",
    ),
    _choose(
        "talk_payments",
        f"""SELECT p.*, p.paid_at AS until, CASE WHEN w.sent_at >= p.paid_at - {WINDOW}
          THEN LEAST(p.paid_at - {WINDOW}, p.created_at + 1) ELSE p.created_at + 1 END AS since
        FROM (SELECT * FROM pairs WHERE paid AND "order" IN (SELECT "order" FROM order_closers)) p
        ASOF LEFT JOIN words w ON w.agent = p.agent AND w.buyer = p.buyer AND w.sent_at <= p.paid_at""",
    ),
    _choose("chasers", f"SELECT p.*, p.last_call AS until, p.created_at + {GUARD + 1} AS since FROM pairs p"),
)

CREDITS = f"""
CREATE OR REPLACE TEMP TABLE credits AS
SELECT s.*, o.agent AS order_closer, o.evidence_at AS order_evidence_at,
  CASE WHEN o.agent IS NOT NULL THEN t.agent WHEN s.paid THEN c.agent END AS payment_closer,
  c.agent AS chaser, c.evidence_at AS chase_evidence_at,
  COALESCE(o.agent, CASE WHEN s.paid THEN c.agent END) AS effective,
  c.agent IS NOT NULL AND s.paid AND s.paid_at <= s.created_at + {UNPAID} AS recovered
FROM sales s LEFT JOIN order_closers o USING ("order") LEFT JOIN talk_payments t USING ("order")
LEFT JOIN chasers c USING ("order")
"""

ASSISTS = f"""
CREATE OR REPLACE TEMP TABLE assists AS
SELECT p.agent, c.paid_day AS day, b.sent_at >= p.created_at - {WINDOW} AS before, a.sent_at > p.created_at AS behind
FROM pairs p JOIN credits c USING ("order")
ASOF LEFT JOIN touches b ON b.agent = p.agent AND b.buyer = p.buyer AND b.sent_at <= p.created_at
ASOF LEFT JOIN touches a ON a.agent = p.agent AND a.buyer = p.buyer AND a.sent_at <= p.last_call
WHERE c.paid AND p.agent IS DISTINCT FROM c.effective
"""

INQUIRIES = f"""
CREATE OR REPLACE TEMP TABLE inquiries AS
WITH asked AS (
  SELECT agent, buyer, day, asked_at FROM receptions WHERE buyer_messages > 0 AND buyer >= 0
), earlier AS (
  SELECT DISTINCT q.agent, q.buyer, q.day FROM asked q JOIN sales s USING (buyer)
  WHERE (s.paid AND s.paid_at >= q.asked_at - {AFTERSALE} AND s.paid_at < q.asked_at)
    OR (s.created_at >= q.asked_at - {UNPAID} AND s.created_at < q.asked_at AND s.paid_at >= q.asked_at)
), new AS (SELECT * FROM asked ANTI JOIN earlier USING (agent, buyer, day))
SELECT q.agent, q.buyer, q.day, $as_of >= q.asked_at + {WINDOW} + {UNPAID} AS mature,
  COALESCE(bool_or(c.created_day = q.day), FALSE) AS ordered_same_day,
  count(c."order") > 0 AS ordered_final,
  COALESCE(bool_or(c.paid_day = q.day), FALSE) AS paid_same_day,
  COALESCE(bool_or(c.paid_day <= q.day + 1), FALSE) AS paid_next_day,
  COALESCE(bool_or(c.paid AND c.paid_at <= c.created_at + {UNPAID}), FALSE) AS paid_final,
  COALESCE(bool_or(c.paid AND c.paid_at <= c.created_at + {UNPAID} AND c.effective = q.agent), FALSE) AS own_paid_final
FROM new q LEFT JOIN credits c
  ON c.buyer = q.buyer AND c.created_at >= q.asked_at AND c.created_at <= q.asked_at + {WINDOW}
GROUP BY ALL
"""

PEAKS = """
CREATE OR REPLACE TEMP TABLE peaks AS
WITH runs AS (
  SELECT agent, buyer, day, run, min(sent_at) AS opened, max(sent_at) AS closed FROM spoken
  JOIN (SELECT agent, buyer, day FROM receptions WHERE buyer_messages > 0) USING (agent, buyer, day) GROUP BY ALL
), moments AS (
  SELECT agent, day, opened AS moment, 0 AS closes, 1 AS step FROM runs
  UNION ALL SELECT agent, day, closed, 1, -1 FROM runs
)
SELECT agent, day, max(open_runs) AS peak_concurrency FROM (
  SELECT agent, day, sum(step) OVER (PARTITION BY agent, day ORDER BY moment, closes ROWS UNBOUNDED PRECEDING) AS open_runs
  FROM moments
) GROUP BY ALL
"""

FACTS = f"""
WITH service AS (
  SELECT day, agent, count(*) AS receptions, count(first_response_seconds) AS replied,
    sum(first_response_seconds) AS first_response_seconds_sum,
    count(*) FILTER (first_response_seconds <= 10) AS first_response_within_target,
    count(*) FILTER (long) AS long_receptions, {", ".join(f"sum({name}) AS {name}" for name in SERVICE_SUMS)}
  FROM receptions WHERE buyer_messages > 0 GROUP BY ALL
), outreach AS (
  SELECT day, agent, count(*) AS outreach FROM receptions WHERE buyer_messages = 0 GROUP BY ALL
), asked AS (
  SELECT day, agent, count(*) AS inquiries, count(*) FILTER (mature) AS mature_inquiries,
    {", ".join(f"count(*) FILTER ({name}) AS {name}" for name in INQUIRY_SUMS)},
    {
    ", ".join(
        f"count(*) FILTER (mature AND {n}) AS mature_{n}"
        for n in ("ordered_final", "paid_final", "own_paid_final")
    )
}
  FROM inquiries GROUP BY ALL
), money AS (
  SELECT paid_day AS day, effective AS agent, sum(amount_fen) AS sales_fen, sum(refunded_fen) AS refunded_fen,
    count(*) AS paid_orders, count(DISTINCT buyer) AS sale_buyers, sum(items) AS items
  FROM credits WHERE paid AND effective IS NOT NULL GROUP BY ALL
), chased AS (
  SELECT created_day AS day, chaser AS agent, count(*) AS chase_orders,
    count(*) FILTER (recovered) AS recovered_orders,
    COALESCE(sum(amount_fen) FILTER (recovered), 0) AS recovered_fen,
    count(*) FILTER (created_at + {UNPAID} <= $as_of) AS mature_chase_orders,
    count(*) FILTER (recovered AND created_at + {UNPAID} <= $as_of) AS mature_recovered_orders
  FROM credits WHERE chaser IS NOT NULL GROUP BY ALL
), helped AS (
  SELECT day, agent, count(*) FILTER (before) AS assist_orders, count(*) FILTER (behind) AS assist_payments
  FROM assists WHERE before OR behind GROUP BY ALL
)
SELECT * FROM service FULL JOIN outreach USING (day, agent) FULL JOIN asked USING (day, agent)
FULL JOIN money USING (day, agent) FULL JOIN chased USING (day, agent) FULL JOIN helped USING (day, agent)
FULL JOIN peaks USING (day, agent) ORDER BY day, agent
"""


class Baseline:
    """DuckDB over frames in memory: the same rows that the kernel is given."""

    def __init__(self, messages: pd.DataFrame, orders: pd.DataFrame, agents: pd.DataFrame) -> None:
        import duckdb

        self.connection = duckdb.connect()
        self.connection.execute("SET threads TO 2")
        for name, frame in (("messages", messages), ("orders", orders), ("agents", agents)):
            self.connection.register(f"{name}_given", frame)
            self.connection.execute(f"CREATE TABLE {name} AS SELECT * FROM {name}_given")

    def agent_days(self, as_of: int) -> pd.DataFrame:
        """day, agent and every sum of AGENT_DAY_SUMS, all from scratch."""
        for statement in (SPOKEN, ROUNDS, RECEPTIONS, SALES, *TOUCHES.split(";"), *CLOSERS, CREDITS, ASSISTS):
            self.connection.execute(statement)
        self.connection.execute(INQUIRIES, {"as_of": as_of})
        self.connection.execute(PEAKS)
        found: Any = self.connection.execute(FACTS, {"as_of": as_of}).df()
        days: pd.DataFrame = found.fillna(0).astype("int64")
        return days
