"""Every command answers wrong usage with a sentence on stderr and status 2, never with a traceback."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.contracts.shell import ShopShell, answered, order, run, said

SPAN = ("--from", "2026-05-01", "--to", "2026-05-02")
WHATS = ("orders", "receptions", "agent_days", "shop_days")
WINDOW = "lily 2026-5-1 11:01:00\n有货吗\n小美 2026-5-1 11:01:05\n有的亲\n"


@pytest.mark.parametrize(
    "usage",
    [
        ("create_shop", "童装"),
        ("create_shop", ""),
        ("create_shop",),
        ("create_shop", "长" * 121),
        ("create_shop", "新", "--main-account", "长" * 121),
        ("create_shop", "\udcc4\udce3"),
        ("create_shop", "新", "--timezone", "Mars/Olympus"),
        ("create_shop", "新", "--timezone", "../../etc/passwd"),
        ("import_files", "--shop", "别家", "."),
        ("import_files", "--shop", "\udcc4\udce3", "."),
        ("import_files", "--shop", "童装"),
        ("import_files", "--shop", "童装", "no-such-file.csv"),
        ("set_rules", "--shop", "别家", "judge_rule=order"),
        ("set_rules", "--shop", "童装"),
        ("set_rules", "--shop", "童装", "judge_rule"),
        ("set_rules", "--shop", "童装", "no_such_rule=1"),
        ("set_rules", "--shop", "童装", "judge_rule=first"),
        ("set_rules", "--shop", "童装", "unpaid_days=-1"),
        ("set_rules", "--shop", "童装", "chase_needs_phrase=maybe"),
        ("set_rules", "--shop", "童装", "day_start=25:00"),
        ("set_rules", "--shop", "童装", "service_hours=8-23"),
        ("set_rules", "--shop", "童装", "excluded_flags=1,9"),
        ("set_rules", "--shop", "童装", "--valid-from", "2026-02-30", "judge_rule=order"),
        ("refresh_days", "--shop", "别家"),
        ("refresh_days", "--shop", "童装", "--from", "2026-05-01"),
        ("refresh_days", "--shop", "童装", "--from", "2026-05-02", "--to", "2026-05-01"),
        ("export_figures", "--shop", "别家", *SPAN, "--what", "orders"),
        ("export_figures", "--shop", "童装", *SPAN, "--what", "everything"),
        (
            "export_figures",
            "--shop",
            "童装",
            "--from",
            "2026-05-02",
            "--to",
            "2026-05-01",
            "--what",
            "orders",
        ),
        ("export_figures", "--shop", "童装", "--from", "20260501", "--to", "20260501", "--what", "orders"),
        ("export_figures", "--shop", "童装", *SPAN, "--what", "orders", "--as-of", "2026-05-01 10:00:00"),
        ("export_figures", "--shop", "童装", *SPAN, "--what", "orders", "--output", "/no/such/folder/x.csv"),
        ("check_books", "--shop", "别家"),
        ("check_books", "--shop", "童装", "--from", "2026-05-02", "--to", "2026-05-01"),
        ("check_books", "--shop", "童装", "--from", "yesterday"),
    ],
)
def test_wrong_usage(shop: ShopShell, usage: tuple):
    answer = run(*usage)
    assert (answer.status, answer.out) == (2, "")
    assert answer.err.strip()


@pytest.mark.parametrize(
    "change",
    [
        "watchwords=招聘，兼职,广告",
        "service_hours=22:00-06:00",
        "day_start=02:00",
        "chase_needs_phrase=on",
        "excluded_flags=1，5",
        "excluded_memo_phrases=",
    ],
)
def test_every_form_of_a_rule_is_taken_also_for_days_before_all_time(shop: ShopShell, change: str):
    shop.rules(change)
    shop.rules(change, since="2026-05-01")
    shop.rules(change, since="1960-01-01")
    shop.refresh("--from", "0001-01-01", "--to", "9999-12-31")


def test_a_database_without_tables_is_told_in_a_sentence(tmp_path: Path):
    answer = subprocess.run(
        [sys.executable, "manage.py", "create_shop", "童装"],
        cwd=settings.BASE_DIR, env={**os.environ, "DATA_DIR": str(tmp_path), "DATABASE_URL": ""},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (answer.returncode, answer.stdout) == (1, "")
    assert "migrate" in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("what", WHATS)
def test_an_empty_export_has_its_header_and_json_has_none(shop: ShopShell, what: str):
    lines = shop.text(what, "2026-05-01").splitlines()
    rows = json.loads(shop.text(what, "2026-05-01", "", "", "--format", "json"))
    assert len(lines) == 1 + len(rows) == (2 if what == "shop_days" else 1)


@pytest.mark.parametrize("what", WHATS)
def test_csv_and_json_and_a_file_say_the_same(shop: ShopShell, what: str, tmp_path: Path):
    shop.chats(
        said('b,"1"', "10:00:00"), answered('b,"1"', "10:00:05"), said("a", "10:00:00", agent="店:小琪")
    )
    shop.orders(
        order("A", 'b,"1"', "2026-05-01 10:01:00", "2026-05-01 10:02:00"),
        order("B", "", "2026-05-02 10:01:00"),
    )
    text = shop.text(what, "2026-05-01", "2026-05-02")
    told = shop.figures(what, "2026-05-01", "2026-05-02")
    assert list(csv.DictReader(io.StringIO(text))) == [
        {name: "" if value is None else str(value) for name, value in row.items()} for row in told
    ]
    assert shop.text(what, "2026-05-01", "2026-05-02", "", "--output", str(tmp_path / "x.csv")) == ""
    assert (tmp_path / "x.csv").read_text(encoding="utf-8") == text


def test_a_refused_file_among_good_ones_leaves_them_in_and_says_why(shop: ShopShell):
    good, bad = shop.path("good.csv"), shop.path("bad.csv")
    good.write_text("date,visitors\n2026-05-01,1000\n", encoding="utf-8")
    bad.write_bytes(b"")
    answer = run("import_files", "--shop", shop.name, bad, good)
    assert answer.status == 1
    assert str(bad) in answer.err
    assert str(good) in answer.out
    assert shop.one("shop_days", "2026-05-01")["visitors"] == 1000
    again = shop.take(bad, good, status=1)
    assert [(one["read"], one["unchanged"], len(one["errors"])) for one in again] == [(0, 0, 1), (1, 1, 0)]


def test_file_names_in_bytes_of_another_encoding_are_read_and_shown(shop: ShopShell):
    folder = os.fsencode(shop.path("x").parent)
    with open(folder + "聊天.csv".encode("gb18030").join([b"/", b""]), "wb") as file:  # noqa: PTH123
        file.write("agent,buyer,direction,sent_at\n店:小美,lily,in,2026-05-01 10:00:00\n".encode())
    (one,) = shop.take(Path(os.fsdecode(folder)))
    assert one["path"].endswith("/聊天.csv")
    assert one["added"] == 1


@pytest.mark.parametrize(
    ("options", "agent"),
    [(("--agent", "小美"), "小美"), (("--agent", "店:小美"), "店:小美"), (("--buyer", "lily"), "小美")],
)
def test_a_person_tells_who_is_who_in_a_window_copy(shop: ShopShell, options: tuple, agent: str):
    copy = shop.path("copy.txt")
    copy.write_text(WINDOW, encoding="utf-8")
    (waits,) = shop.take(copy, status=1)
    assert waits["errors"][0]["code"] == "mapping-needed"
    (taken,) = shop.take(copy, options=options)
    assert taken["added"] == 2
    row = shop.one("receptions", "2026-05-01")
    assert (row["agent"], row["buyer"], row["first_response_seconds"]) == (agent, "lily", 5)
