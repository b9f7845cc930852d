"""Names of erased buyers: known again by a keyed digest only, and replaced where a file brings them back."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.crypto import salted_hmac

from accounts.nicks import is_masked, normalise_nick
from chats.models import BuyerAlias, ErasedBuyer

NICK, OPEN_UID = "nick", "open_uid"
PREFIX = "erased-"
SHOWN_DIGITS = 12
HIDDEN = "—"  # in place of a name inside other words
PSEUDONYM = re.compile(rf"\*?{PREFIX}[0-9a-f]{{{SHOWN_DIGITS}}}")

Key = tuple[str, str]  # (normalised nick, open uid)


def is_pseudonym(name: str) -> bool:
    """Whether this stands in place of an erased name."""
    return PSEUDONYM.fullmatch(name) is not None


def digests(shop_id: int, kind: str, name: str) -> list[str]:
    """The keyed hash of a name under the present secret, then under those before it."""
    salt, value = f"chats.erased.{shop_id}", f"{kind}\x1f{name}"
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [salted_hmac(salt, value, secret=one, algorithm="sha256").hexdigest() for one in secrets]


def pseudonym(digest: str) -> str:
    """What stands in place of the name with this digest."""
    return PREFIX + digest[:SHOWN_DIGITS]


@dataclass
class ErasedNames:
    """The erased names of a shop. Names met beside an erased one in a row are erased with it (`learnt`)."""

    shop_id: int
    known: set[str]
    learnt: dict[str, tuple[str, str]] = field(default_factory=dict)  # digest → (kind, name)

    @classmethod
    def of(cls, shop_id: int) -> "ErasedNames":
        """Everything erased so far in the shop."""
        found = ErasedBuyer.objects.filter(shop=shop_id).values_list("digest", flat=True)
        return cls(shop_id, set(found))

    def digest(self, kind: str, name: str) -> str | None:
        """The digest under which the name was erased; None for any other name."""
        if not self.known or not name:
            return None
        return next((one for one in digests(self.shop_id, kind, name) if one in self.known), None)

    def is_erased(self, written: str) -> bool:
        """Whether a cell of a file is the nick or open uid of an erased buyer."""
        nick, open_uid = normalise_nick(written), written.strip()
        return bool(self.digest(NICK, nick) or self.digest(OPEN_UID, open_uid))

    def spread(self, keys: Iterable[Key], stored: set[tuple[str, str]]) -> None:
        """Learn the names that some row gives beside an erased one, unless they are stored already: then
        they belong to somebody of whom nobody asked to be erased."""
        pairs = [(nick, uid) for nick, uid in keys if nick and uid and not is_masked(nick)]
        grown = bool(self.known)
        while grown:
            grown = False
            for pair in pairs:
                names = list(zip((NICK, OPEN_UID), pair, strict=True))
                fresh = [name for name in names if not self.digest(*name)]
                if len(fresh) == 1 and fresh[0] not in stored:
                    digest = digests(self.shop_id, *fresh[0])[0]
                    self.known.add(digest)
                    self.learnt[digest] = fresh[0]
                    grown = True

    def renamed(self, key: Key) -> Key:
        """The key with pseudonyms in place of erased names; a masked nick beside one is hidden as well."""
        nick_digest, uid_digest = self.digest(NICK, key[0]), self.digest(OPEN_UID, key[1])
        nick, open_uid = key
        if nick_digest:
            nick = pseudonym(nick_digest)
        elif uid_digest and nick:
            nick = _hidden(uid_digest, nick) if is_masked(nick) else nick
        return nick, pseudonym(uid_digest) if uid_digest else open_uid


def stored_nicks(shop_id: int, nicks: Iterable[str]) -> dict[str, str]:
    """The nick under which an alias is stored → the nick, normalised, that rules and rosters know."""
    erased = ErasedNames.of(shop_id)
    return {erased.renamed((nick, ""))[0]: nick for nick in nicks}


def _hidden(uid_digest: str, masked_nick: str) -> str:
    """A masked nick's pseudonym: masked like the nick itself, for it still identifies nobody."""
    digest = hashlib.sha256(f"{uid_digest}{masked_nick}".encode()).hexdigest()
    return "*" + pseudonym(digest)


def remember(shop_id: int, erased: Sequence[tuple[str, int]], author_id: int | None = None) -> None:
    """Keep (digest, alias that stands for it)."""
    ErasedBuyer.objects.bulk_create(
        [
            ErasedBuyer(shop_id=shop_id, digest=digest, alias_id=alias, author_id=author_id)
            for digest, alias in erased
        ],
        ignore_conflicts=True,
    )


def erased_aliases(shop_id: int) -> frozenset[int]:
    """Every alias of the buyers who were erased; none, at the cost of one small query, for most shops."""
    aliases = ErasedBuyer.objects.filter(shop=shop_id).values("alias")
    persons = list(BuyerAlias.objects.filter(pk__in=aliases).values_list("person", flat=True).distinct())
    if not persons:
        return frozenset()
    return frozenset(BuyerAlias.objects.filter(shop=shop_id, person__in=persons).values_list("pk", flat=True))
