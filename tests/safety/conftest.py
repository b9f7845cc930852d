"""A shop whose figures hang on words: watchwords, closing phrases, chases that need a phrase, memos."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from accounts.models import Shop
from chats.models import Credit, Reception
from reports.models import AgentDay, ShopDay
from tests.reference.files import write_world
from tests.reference.product import WHATS, ProductShop
from tests.story import story

RULES = {
    "watchwords": "代购",
    "closing_phrases": "好的,谢谢",
    "chase_needs_phrase": "on",
    "chase_phrases": "付款,拍下",
}
LINES = (
    "10:00 lily > xiaomei: 这件有货吗，我叫王丽丽",
    "10:00:08 xiaomei > lily: 有的亲",
    "10:01 lily > xiaomei: 好的",  # closes: opens no round
    "10:20 lily orders A1 ¥59 memo 王丽丽要红色",
    "11:00 xiaomei > lily: 亲，您还没付款哦",  # a chase by its phrase
    "11:10 A1 paid",
    "12:00 tom > xiaoqi: 我是做代购的，批发吗",  # filtered by its watchword
    "12:00:30 xiaoqi > tom: 不批发",
    "13:00 eve orders A2 ¥60 memo 刷单 王丽丽",  # excluded by its memo
    "13:01 A2 paid",
    "14:00 kim > xiaomei: 太贵了",
    "14:00:10 xiaomei > kim: 可以便宜点",
    "15:00 sam > xiaomei: 太贵了",
    "15:00:10 xiaomei > sam: 亲，这是正品",
    "05-12 09:00 kim orders A3 ¥40",
    "10:00 xiaomei > kim: 在吗亲",  # no chase: no phrase
    "05-12 16:00 ann > xiaolan: 谢谢",
    "16:00:20 xiaolan > ann: 不客气",
    "05-25 10:00 zoe > xiaolan: 你好",
    "10:00:05 xiaolan > zoe: 您好",
    "10:30 zoe orders A9 ¥30",
)
FIRST, LAST = dt.date(2026, 5, 1), dt.date(2026, 5, 31)
VOLATILE = {"id", "_state"}


class WordyShop(ProductShop):
    """The shop, its files, and all its figures in one comparable heap."""

    def __init__(self, folder: Path, *more: str) -> None:
        self.world = story(*LINES, *more, rules=RULES)
        super().__init__(self.world, "shop")
        self.set_rules()
        self.paths = write_world(self.world, folder)
        self.import_files(*self.paths)
        self.decide()
        self.refresh_all()

    @property
    def shop(self) -> Shop:
        return Shop.objects.get(name=self.name)

    def exported(self) -> dict[str, list[dict]]:
        """What the export says of the month; it names buyers."""
        return {what: self.figures(what, FIRST, LAST, None) for what in WHATS}

    def stored(self) -> dict[str, list]:
        """Every stored figure, by numbers only."""
        return {
            model.__name__: sorted(map(_plain, model.objects.filter(shop=self.shop).values()), key=repr)
            for model in (Reception, Credit, AgentDay, ShopDay)
        }


def _plain(row: dict) -> dict:
    return {name: value for name, value in row.items() if name not in VOLATILE}


@pytest.fixture
def wordy(db: None, tmp_path: Path) -> WordyShop:
    """The shop, filled through the product's commands."""
    return WordyShop(tmp_path)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.datetime], None]:
    """A function that sets the clock."""

    def set_clock(moment: dt.datetime) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return set_clock


@pytest.fixture
def shop(db: None) -> Shop:
    """An empty shop."""
    return Shop.objects.create(name="测试旗舰店", main_account="店")
