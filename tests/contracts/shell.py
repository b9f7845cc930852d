"""A shop's shell: commands as typed, with exit status, stdout and stderr; files written in a line."""

import csv
import io
import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from django.core.management import ManagementUtility
from django.db import connections

MESSAGE_COLUMNS = ("agent", "buyer", "direction", "sent_at", "kind", "text")
ORDER_COLUMNS = (
    *("订单编号", "买家会员名", "总金额", "买家实际支付金额", "订单状态", "订单创建时间", "订单付款时间 "),
    *("宝贝总数量", "退款金额", "订单备注", "修改时间"),
)


@dataclass(frozen=True)
class Answer:
    """What a command left behind."""

    status: int
    out: str
    err: str


def run(*argv: object) -> Answer:
    """`python manage.py …`; an exception other than SystemExit is a traceback, so the test fails.

    A command closes its connections when it ends; here that would be the test's own transaction.
    """
    out, err, status = io.StringIO(), io.StringIO(), 0
    with redirect_stdout(out), redirect_stderr(err), mock.patch.object(connections, "close_all"):
        try:
            ManagementUtility(["manage.py", *map(str, argv)]).execute()
        except SystemExit as stop:
            status = stop.code if isinstance(stop.code, int) else int(bool(stop.code))
    return Answer(status, out.getvalue(), err.getvalue())


def table(
    path: Path, columns: tuple[str, ...], *rows: tuple, encoding: str = "utf-8", tab: bool = False
) -> Path:
    """A file of cells below a header."""
    text = io.StringIO()
    csv.writer(text, delimiter="\t" if tab else ",").writerows([columns, *rows])
    path.write_bytes(text.getvalue().encode(encoding))
    return path


class ShopShell:
    """One shop, known only through its commands; files are made in its folder."""

    def __init__(self, folder: Path, name: str = "童装", *options: str) -> None:
        self.folder, self.name, self.files = folder, name, 0
        assert run("create_shop", name, *options).status == 0

    def path(self, name: str) -> Path:
        self.files += 1
        place = self.folder / str(self.files)
        place.mkdir(parents=True, exist_ok=True)
        return place / name

    def chats(self, *rows: tuple, columns: tuple[str, ...] = MESSAGE_COLUMNS, **how) -> list[dict]:
        return self.take(table(self.path("chats.csv"), columns, *rows, **how))

    def orders(self, *rows: tuple, columns: tuple[str, ...] = ORDER_COLUMNS, **how) -> list[dict]:
        return self.take(table(self.path("orders.csv"), columns, *rows, **how))

    def roster(self, *rows: tuple) -> list[dict]:
        return self.take(table(self.path("agents.csv"), ("nick", "name", "team", "kind"), *rows))

    def take(self, *paths: Path, status: int = 0, options: tuple = ()) -> list[dict]:
        """Import, and hold every answer to the identity of the counts."""
        answer = run("import_files", "--shop", self.name, "--json", *options, *paths)
        assert answer.status == status, answer
        found = json.loads(answer.out)
        for one in found:
            assert one["read"] == one["added"] + one["changed"] + one["unchanged"] + one["refused"], one
            assert one["refused"] == len(one["errors"]) or status, one
        return found

    def rules(self, *changes: str, since: str = "") -> None:
        answer = run("set_rules", "--shop", self.name, *(["--valid-from", since] if since else []), *changes)
        assert answer.status == 0, answer

    def refresh(self, *options: str) -> None:
        assert run("refresh_days", "--shop", self.name, *options).status == 0

    def figures(self, what: str, first: str, last: str = "", as_of: str = "") -> list[dict]:
        return json.loads(self.text(what, first, last, as_of, "--format", "json"))

    def text(self, what: str, first: str, last: str = "", as_of: str = "", *options: str) -> str:
        span = ("--from", first, "--to", last or first, "--what", what)
        answer = run(
            "export_figures", "--shop", self.name, *span, *(["--as-of", as_of] if as_of else []), *options
        )
        assert (answer.status, answer.err) == (0, ""), answer
        return answer.out

    def one(self, what: str, first: str, last: str = "", as_of: str = "", **having) -> dict:
        """The only row with these cells."""
        rows = self.figures(what, first, last, as_of)
        fitting = [row for row in rows if all(row[name] == value for name, value in having.items())]
        assert len(fitting) == 1, rows
        return fitting[0]


def said(
    buyer: str, clock: str, text: str = "有货吗", agent: str = "店:小美", day: str = "2026-05-01"
) -> tuple:
    return agent, buyer, "in", f"{day} {clock}", "", text


def answered(
    buyer: str, clock: str, text: str = "有的亲", agent: str = "店:小美", day: str = "2026-05-01"
) -> tuple:
    return agent, buyer, "out", f"{day} {clock}", "", text


def order(
    number: str,
    buyer: str,
    created: str,
    paid: str = "",
    yuan: str = "100",
    refund: str = "",
    *,
    memo: str = "",
    modified: str = "",
) -> tuple:
    """A row of ORDER_COLUMNS; `refund` yuan went back, so they are not received."""
    received = f"{float(yuan) - float(refund or 0):.2f}" if paid else "0"
    status = "交易成功" if paid else "等待买家付款"
    return number, buyer, yuan, received, status, created, paid, "1", refund, memo, modified
