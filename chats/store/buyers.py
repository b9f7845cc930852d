"""Ways in which files name buyers, and which of them are one person (D2.2)."""

# ruff: noqa: S608  (names of our own models only)

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from accounts.models import AgentNick, Shop
from accounts.nicks import is_masked, normalise_nick
from chats.models import BuyerAlias
from chats.rules.versions import book
from chats.store import bulk
from chats.store.dirty import Marks
from chats.store.erased import ErasedNames, remember

NOT_NAMED = -1
NICK_LENGTH = 120

Key = tuple[str, str]  # (normalised nick, open uid)
NOBODY: Key = ("", "")


def buyer_key(written: str, open_uid: str) -> Key:
    """How a buyer is compared."""
    return bulk.cut_key(normalise_nick(written), NICK_LENGTH), bulk.cut_key(open_uid.strip(), NICK_LENGTH)


def identifies(key: Key) -> bool:
    """Whether nick or open uid tell who the buyer is; a masked nick alone does not."""
    return any(True for _ in _names(key))


def _names(key: Key) -> Iterator[tuple[str, str]]:
    """The names in a key that belong to one person only."""
    nick, open_uid = key
    if nick and not is_masked(nick):
        yield "nick", nick
    if open_uid:
        yield "open_uid", open_uid


class People:
    """Which person each name belongs to; joins persons when one row names both."""

    def __init__(self) -> None:
        self.by_name: dict[tuple[str, str], int] = {}
        self.parent: dict[int, int] = {}

    def now(self, person: int) -> int:
        """The smallest id of everybody who turned out to be this person."""
        while self.parent.get(person, person) != person:
            person = self.parent[person]
        return person

    def add(self, key: Key, person: int) -> None:
        """Bind the names of a key to a person, and whoever they named before."""
        names = list(_names(key))
        met = {self.now(self.by_name[name]) for name in names if name in self.by_name} | {self.now(person)}
        for one in met:
            self.parent[one] = min(met)
        for name in names:
            self.by_name[name] = min(met)


def resolve(named: Sequence[tuple[str, str]], marks: Marks) -> NDArray[np.int64]:
    """Alias ids of buyers named as (nick as written, open uid), NOT_NAMED where both are empty.

    Persons that turn out to be one, or to be one of the shop's own accounts, are marked dirty.
    """
    erased, told = ErasedNames.of(marks.shop.pk), [buyer_key(*names) for names in named]
    keys = _without_erased(marks.shop.pk, told, erased)
    stored = _aliases_near(marks.shop.pk, set(keys))
    written = {
        key: names[0] if key == before else key[0]
        for key, before, names in zip(reversed(keys), reversed(told), reversed(named), strict=True)
    }
    new = [key for key in dict.fromkeys(keys) if key not in stored and key != NOBODY]
    fresh = dict(zip(new, bulk.new_ids(BuyerAlias, len(new)), strict=True))
    people = _people(stored, fresh)
    _insert(marks.shop.pk, people, fresh, written)
    marks.touch_people(
        _move(marks.shop.pk, people, stored) | _unmasked_own_accounts(marks.shop, people, fresh)
    )
    ids = {key: alias for key, (alias, _) in stored.items()} | fresh | {NOBODY: NOT_NAMED}
    if erased.learnt:
        _remember_learnt(marks.shop.pk, erased, told, [ids[key] for key in keys])
    return np.array([ids[key] for key in keys], dtype=np.int64)


def _without_erased(shop_id: int, keys: list[Key], erased: ErasedNames) -> list[Key]:
    """The keys with pseudonyms in place of the names of erased buyers."""
    if not erased.known:
        return keys
    stored = {name for key in _aliases_near(shop_id, set(keys)) for name in _names(key)}
    erased.spread(set(keys), stored)
    return [erased.renamed(key) for key in keys]


def _remember_learnt(shop_id: int, erased: ErasedNames, keys: list[Key], aliases: list[int]) -> None:
    """Keep the names that turned out to be an erased buyer's, so that they are known alone as well."""
    stands_for = {name: alias for key, alias in zip(keys, aliases, strict=True) for name in _names(key)}
    remember(shop_id, [(digest, stands_for[name]) for digest, name in erased.learnt.items()])


def _aliases_near(shop_id: int, keys: set[Key]) -> dict[Key, tuple[int, int | None]]:
    """(id, person) of every stored alias that shares a nick or an open uid with one of the keys."""
    # Written NOT (… = '') like the partial index, because SQLite proves nothing beyond equal words.
    near: dict[Key, tuple[int, int | None]] = {}
    for column, values in (("nick", {key[0] for key in keys}), ("open_uid", {key[1] for key in keys})):
        sql = (
            f"SELECT nick, open_uid, id, person FROM {BuyerAlias._meta.db_table} "
            f"WHERE shop_id = %s AND NOT ({column} = '') AND {bulk.among(column)}"
        )
        for some in bulk.chunks(sorted(values - {""})):
            for nick, open_uid, alias, person in bulk.rows(sql, [shop_id, bulk.listed(some)]):
                near[nick, open_uid] = alias, person
    return near


def _people(stored: dict[Key, tuple[int, int | None]], fresh: dict[Key, int]) -> People:
    """Who is who once the new aliases are known."""
    people = People()
    for key, (_, person) in stored.items():
        if person is not None:
            people.add(key, person)
    for key, alias in fresh.items():
        if identifies(key):
            people.add(key, alias)
    return people


def _insert(shop_id: int, people: People, fresh: dict[Key, int], written: dict[Key, str]) -> None:
    columns = ("id", "shop_id", "nick", "open_uid", "written", "person")
    rows = [
        (
            alias,
            shop_id,
            *key,
            bulk.cut(written[key], NICK_LENGTH),
            people.now(alias) if identifies(key) else None,
        )
        for key, alias in fresh.items()
    ]
    bulk.insert(BuyerAlias, columns, rows)


def _move(shop_id: int, people: People, stored: dict[Key, tuple[int, int | None]]) -> set[int]:
    """Rewrite stored persons that were joined to a smaller one; all persons concerned."""
    persons = {person for _, person in stored.values() if person is not None}
    moved = {person for person in persons if people.now(person) != person}
    for person in moved:
        BuyerAlias.objects.filter(shop=shop_id, person=person).update(person=people.now(person))
    return moved | {people.now(person) for person in moved}


def _unmasked_own_accounts(shop: Shop, people: People, fresh: dict[Key, int]) -> set[int]:
    """Known persons who got a nick by which rules take people out (D2.7, D3.3)."""
    own = set(AgentNick.objects.filter(shop=shop).values_list("nick", flat=True))
    own |= {nick for version in book(shop) for nick in map(normalise_nick, version.rules.blocked_buyers)}
    own.add(normalise_nick(shop.main_account))
    return {people.now(alias) for (nick, _), alias in fresh.items() if nick in own} - set(fresh.values())
