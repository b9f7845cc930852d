"""What a reader picked for the leaderboard, as it stands in the address: columns, changes, lightness."""

from collections.abc import Collection
from dataclasses import dataclass

from django.http import QueryDict

from reports.leaderboard import board as boards
from reports.leaderboard.board import CUSTOM
from reports.metrics.definitions import METRICS
from reports.metrics.metric import SUMS, Metric

CHANGES = ("key", "all", "none")
PICKABLE = ("service", "inquiries", "sales", "chasing")  # the groups of what an agent can have
# The parts of the address that a saved view keeps, beside the days where the reader wants them kept.
KEPT = ("view", "columns", "team", "sort", "changes", "heat")
DAYS = ("from", "to")


@dataclass(frozen=True)
class Picks:
    """`view` is a name of board.VIEWS or board.CUSTOM; `changes` one of CHANGES."""

    view: str
    columns: tuple[Metric, ...]
    changes: str = "key"
    heat: bool = True

    @property
    def compared(self) -> frozenset[str]:
        """The codes of the figures that are shown against the span before: of daily sums only, because what
        single receptions and orders tell is not read for it."""
        if self.changes == "none":
            return frozenset()
        if self.changes == "all":
            return frozenset(metric.code for metric in self.columns if metric.source == SUMS)
        return boards.COMPARED

    @property
    def first_order(self) -> str:
        """How the agents are sorted at first: the best above, by the figure that places them."""
        code = boards.PLACED_BY.get(self.view)
        metric = METRICS[code] if code else next((column for column in self.columns if column.better), None)
        if metric is None:
            return "agent"
        return metric.code if metric.better == "low" else f"-{metric.code}"


def picks(query: QueryDict) -> Picks:
    """What the address asks for; what makes no sense counts as not asked for."""
    known = {metric.code for group in PICKABLE for metric in boards.pickable(group)}
    codes = [code for code in query.get("columns", "").split(",") if code in known]
    view = query.get("view", "")
    view = CUSTOM if codes else view if view in boards.VIEWS else "overview"
    columns = tuple(METRICS[code] for code in dict.fromkeys(codes)) if codes else boards.columns_of(view)
    changes = query.get("changes", "")
    return Picks(view, columns, changes if changes in CHANGES else "key", query.get("heat") != "0")


def view_of(codes: Collection[str]) -> str:
    """The view that has exactly these columns; "" where none has."""
    wanted = set(codes)
    same = (view for view in boards.VIEWS if {metric.code for metric in boards.columns_of(view)} == wanted)
    return next(same, "")


def kept(query: QueryDict, with_days: bool = False) -> str:
    """The part of an address that a saved view keeps."""
    found = QueryDict(mutable=True)
    for name in (*KEPT, *(DAYS if with_days else ())):
        if value := query.get(name):
            found[name] = value
    return found.urlencode()
