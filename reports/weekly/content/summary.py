"""The one-page summary: sentences as codes with figures, so that each reader gets their own language."""

from collections.abc import Callable
from typing import Any

Content = dict[str, Any]
Sentences = list[dict[str, Any]]

MOST_LOOKS = 4
CLEAR_DROP = 0.05  # of a conversion, between two weeks in which the agent had enough inquiries
LEAST_REPLY_RATE = 0.92  # where the scorecard's scale begins (D10.1)
FEW_RECEPTIONS = 20
LEAST_COVERAGE = 0.8
CLEAR_RISE = 0.05


def summary(content: Content) -> Sentences:
    """Section `summary`, made of the other sections: what changed, what contributed most, where to look."""
    if any(one["code"] == "no_data" for one in content["warnings"]):
        return [_said("no_data")]
    parts = (_paid, _contribution, _service, _conversion, _chasing, _cause)
    told = [sentence for part in parts for sentence in part(content)]
    return told + _looks(content)


def _said(code: str, **params: object) -> dict[str, Any]:
    return {"code": code, "params": params}


def _cell(content: Content, section: str, code: str) -> Content:
    cell: Content = content[section]["figures"][code]
    return cell


def _paid(content: Content) -> Sentences:
    paid = _cell(content, "books", "paid_fen")
    code = "paid" if paid["before"] else "paid_first"
    return [_said(code, now_fen=paid["now"], before_fen=paid["before"])]


def _contribution(content: Content) -> Sentences:
    told = content["changed"]
    largest = next((line for line in told["lines"] if line["code"] == told["largest"]), None)
    if largest is None or not told["before_fen"]:
        return []
    difference = told["now_fen"] - told["before_fen"]
    return [
        _said(
            "contribution",
            figure=largest["code"],
            change_fen=largest["fen"],
            difference_fen=difference,
            now=largest["now"],
            before=largest["before"],
        )
    ]


def _service(content: Content) -> Sentences:
    agents, share = (_cell(content, "books", code) for code in ("agents_fen", "service_share"))
    if share["now"] is None:
        return []
    return [_said("service", agents_fen=agents["now"], share_rate=share["now"], before_rate=share["before"])]


def _conversion(content: Content) -> Sentences:
    shop = content["shop"]["figures"]
    mature, rate = shop["mature_inquiries"]["now"], shop["inquiry_conversion_rate"]
    if mature and mature >= content["agents"]["least"]:
        low, high = content["shop"]["interval"]
        return [
            _said(
                "conversion",
                now_rate=rate["now"],
                before_rate=rate["before"],
                mature_count=mature,
                low_rate=low,
                high_rate=high,
            )
        ]
    provisional = shop["inquiry_conversion_provisional"]
    if provisional["now"] is None:
        return []
    asked = shop["inquiries"]["now"]
    return [
        _said(
            "conversion_open",
            now_rate=provisional["now"],
            asked_count=asked,
            open_count=shop["open_inquiries"]["now"],
            final_day=content["meta"]["final_on"],
        )
    ]


def _chasing(content: Content) -> Sentences:
    chased, recovered, fen = (
        _cell(content, "chasing", code)["now"]
        for code in ("chase_orders", "recovered_orders", "recovered_fen")
    )
    if not chased:
        return []
    return [_said("chasing", chased_count=chased, recovered_count=recovered, recovered_fen=fen)]


def _cause(content: Content) -> Sentences:
    rows = content["causes"]["rows"]
    if not rows:
        return []
    top = rows[0]
    return [
        _said(
            "cause",
            zh=top["zh"],
            en=top["en"],
            lost_count=top["rows"],
            share_rate=top["row_rate"],
            change_rate=top["change"],
        )
    ]


def _looks(content: Content) -> Sentences:
    """What to look at, the gravest first, and never so much that nobody looks."""
    finders: tuple[Callable[[Content], Sentences], ...] = (
        _books_off,
        _falling_agent,
        _slow_to_reply,
        _rising_cause,
        _thin_forms,
    )
    return [sentence for find in finders for sentence in find(content)][:MOST_LOOKS]


def _books_off(content: Content) -> Sentences:
    return [] if content["books"]["balances"] else [_said("look_books")]


def _falling_agent(content: Content) -> Sentences:
    """The ranked agent whose conversion fell most, if it fell clearly."""
    falls = []
    for row in content["agents"]["rows"]:
        rate, mature = (row["figures"][code] for code in ("inquiry_conversion_rate", "mature_inquiries"))
        enough = row["ranked"] and (mature["before"] or 0) >= content["agents"]["least"]
        if enough and rate["before"] - rate["now"] >= CLEAR_DROP:
            falls.append((rate["before"] - rate["now"], row["name"], rate))
    if not falls:
        return []
    _fall, name, rate = max(falls, key=lambda fall: (fall[0], fall[1]))
    return [_said("look_conversion", name=name, now_rate=rate["now"], before_rate=rate["before"])]


def _slow_to_reply(content: Content) -> Sentences:
    """The agent who left most buyers without an answer, if they left many."""
    low = [
        (row["figures"]["reply_rate"]["now"], row["name"])
        for row in content["agents"]["rows"]
        if (row["figures"]["receptions"]["now"] or 0) >= FEW_RECEPTIONS
        and row["figures"]["reply_rate"]["now"] < LEAST_REPLY_RATE
    ]
    return [_said("look_reply", name=name, now_rate=rate) for rate, name in sorted(low)[:1]]


def _rising_cause(content: Content) -> Sentences:
    """The cause whose share rose most, if it is not the top one already told."""
    rising = [row for row in content["causes"]["rows"][1:] if (row["change"] or 0) >= CLEAR_RISE]
    if not rising:
        return []
    row = max(rising, key=lambda one: (one["change"], one["reason"]))
    return [
        _said("look_cause", zh=row["zh"], en=row["en"], share_rate=row["row_rate"], change_rate=row["change"])
    ]


def _thin_forms(content: Content) -> Sentences:
    coverage = _cell(content, "forms", "lost_coverage_rate")
    if coverage["now"] is None or coverage["now"] >= LEAST_COVERAGE:
        return []
    return [
        _said(
            "look_forms", now_rate=coverage["now"], with_count=coverage["of"][0], all_count=coverage["of"][1]
        )
    ]
