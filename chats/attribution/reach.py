"""How far a change reaches: from changed days to the business days whose figures it can alter.

Windows reach back and forth from a message or an order; runs and receptions reach over midnight.
All ranges of days and instants here are closed.
"""

from collections.abc import Iterable

from chats.attribution.versions import RuleBook

Range = tuple[int, int]


def merged(ranges: Iterable[Range], gap: int = 1) -> list[Range]:
    """Ranges in order, those that touch or lie no more than `gap` apart joined."""
    joined: list[Range] = []
    for first, last in sorted(ranges):
        if joined and first <= joined[-1][1] + gap:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


def chunked(ranges: Iterable[Range], longest: int) -> list[Range]:
    """The same days in ranges of at most `longest` days."""
    return [
        (start, min(start + longest - 1, last))
        for first, last in ranges
        for start in range(first, last + 1, longest)
    ]


def questions_before(created: int, book: RuleBook) -> int:
    """The earliest first buyer message whose inquiry an order created then can convert (D6.2)."""
    return created - book.most(lambda r: r.window_seconds)


def still_open(as_of: int, book: RuleBook) -> int:
    """The earliest question or order that is not mature at `as_of` (D6.4, D7.5)."""
    return as_of - book.most(lambda r: r.window_seconds + r.unpaid_seconds)
