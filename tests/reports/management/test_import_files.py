"""The command that imports files and computes what they touch (contracts.md)."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Shop
from chats.models import DirtyDay, Message, Reception

CHATS = """客服,买家,方向,时间,类型,内容
店:小美,lily,买家,2026-05-09 10:02:00,文字,有货吗
店:小美,lily,客服,2026-05-09 10:02:08,文字,有的亲
店:小美,lily,客服,2026-05-39 10:02:08,文字,有的亲
"""


@pytest.fixture
def shop(db) -> Shop:
    return Shop.objects.create(name="测试旗舰店", main_account="店")


@pytest.fixture
def chats(tmp_path: Path) -> Path:
    file = tmp_path / "chats.csv"
    file.write_text(CHATS, encoding="utf-8")
    return file


def test_a_file_is_imported_and_its_days_are_computed(shop: Shop, chats: Path, capsys: pytest.CaptureFixture):
    call_command("import_files", "--shop", shop.name, str(chats))
    out = capsys.readouterr().out
    assert "3 " in out and "店:小美" in out and "/refused/" in out
    assert Message.objects.count() == 2
    assert Reception.objects.count() == 1
    assert not DirtyDay.objects.exists()


def test_json_is_a_list_and_nothing_else(shop: Shop, chats: Path, capsys: pytest.CaptureFixture):
    call_command("import_files", "--shop", shop.name, "--json", str(chats))
    (report,) = json.loads(capsys.readouterr().out)
    (error,) = report.pop("errors")
    assert report == {
        "path": str(chats),
        "kind": "chats_template",
        "read": 3,
        "added": 2,
        "changed": 0,
        "unchanged": 0,
        "refused": 1,
        "new_agents": ["店:小美"],
    }
    assert (error["line"], "2026-05-39" in error["message"]) == (4, True)


def test_a_refused_file_is_exit_status_1_and_the_others_land(shop: Shop, chats: Path, tmp_path: Path, capsys):
    (tmp_path / "prose.txt").write_text("今天天气不错", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        call_command("import_files", "--shop", shop.name, str(tmp_path))
    assert ended.value.code == 1
    assert "prose.txt" in capsys.readouterr().err
    assert Message.objects.count() == 2


@pytest.mark.parametrize("arguments", [["--shop", "别家", "."], ["--shop", "测试旗舰店", "nowhere.csv"]])
def test_wrong_usage_is_exit_status_2(shop: Shop, arguments: list[str]):
    with pytest.raises(CommandError) as error:
        call_command("import_files", *arguments)
    assert error.value.returncode == 2
