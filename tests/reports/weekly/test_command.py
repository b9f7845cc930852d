"""build_weekly_report (contracts.md): builds or finds, writes files, says in sentences what is wrong."""

import csv
import json
from pathlib import Path

from reports.models import WeeklyReport
from tests.contracts.shell import Answer, run
from tests.reference.product import command
from tests.reports.told import Told


def build(told: Told, *more: object) -> Answer:
    return run("build_weekly_report", "--shop", told.shop.name, "--week", "2026-W20", *more)


def test_it_writes_every_format_into_a_folder_and_twice_the_same_bytes(told: Told, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "out"
    first = build(told, "--output-dir", folder)
    assert (first.status, "report built" in first.out) == (0, True)
    before = {path.suffix: path.read_bytes() for path in folder.iterdir()}
    assert {".csv", ".json"} <= before.keys()

    again = build(told, "--output-dir", folder)
    assert (again.status, "is there and says the same" in again.out) == (0, True)
    assert (folder / f"{told.shop.name}_2026-W20.json").read_bytes() == before[".json"]
    assert WeeklyReport.objects.count() == 1


def test_csv_and_json_hold_the_same_numbers(told: Told, tmp_path: Path) -> None:
    build(told, "--output-dir", tmp_path)
    (table,) = tmp_path.glob("*.csv")
    content = json.loads(next(tmp_path.glob("*.json")).read_text())
    rows = list(csv.reader(table.read_text(encoding="utf-8-sig").splitlines()))
    found = {(row[1], row[3]): row[5:] for row in rows[1:]}

    assert table.read_bytes().startswith(b"\xef\xbb\xbf")
    for agent in content["agents"]["rows"]:
        for code, cell in agent["figures"].items():
            value, before, numerator, denominator = found[(agent["name"], code)]
            yuan = 100 if code.endswith("_fen") or code == "order_value" else 1
            assert value == (
                "" if cell["now"] is None else str(cell["now"] / yuan if yuan > 1 else cell["now"])
            )
            assert before == ("" if cell["before"] is None else str(cell["before"]))
            if "of" in cell and code != "order_value":
                assert [numerator, denominator] == [str(part) for part in cell["of"]]


def test_a_report_stays_after_a_change_of_rules_until_asked_again(told: Told) -> None:
    build(told)
    command("set_rules", "--shop", told.shop.name, "first_response_target_seconds=60")
    command("refresh_days", "--shop", told.shop.name, "--all")

    assert "stays as it is" in build(told).out
    assert "revision 2 built" in build(told, "--again").out


def test_a_week_without_data_is_refused_in_a_sentence(told: Told) -> None:
    answer = run("build_weekly_report", "--shop", told.shop.name, "--week", "2020-W20")
    assert (answer.status, "has no data of 2020-W20" in answer.err) == (1, True)


def test_wrong_usage_is_told_apart(told: Told, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    assert run("build_weekly_report", "--shop", told.shop.name, "--week", "2026-W54").status == 2
    assert run("build_weekly_report", "--shop", "nobody", "--week", "2026-W20").status == 2
    answer = build(told, "--output-dir", file)
    assert (answer.status, "cannot be written" in answer.err) == (2, True)
