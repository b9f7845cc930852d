"""The script library: words that agents and supervisors agreed on, each change a new version."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import TypeAlias, TypedDict

from django.db import transaction
from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django_stubs_ext import StrOrPromise, WithAnnotations

from accounts.audit import trail as audit
from accounts.audit.actor import Actor
from accounts.models import Shop
from reports.models import Script, ScriptVersion

SAME, GONE, NEW = "same", "gone", "new"
TOKENS = re.compile(r"[A-Za-z0-9]+|\s+|.", re.DOTALL)  # a Chinese sign is a word of its own
LEAST_ALIKE = 0.5  # below it single signs that happen to agree would only confuse
KIND_ORDER = list(Script.Kind.values)


class ChangedMeanwhile(Exception):
    """Somebody wrote a newer version than the one that the writer saw."""


@dataclass(frozen=True)
class Change:
    """A version with what it changed against the one before: pairs of (same, gone or new; words)."""

    version: ScriptVersion
    parts: list[tuple[str, str]]


class Worded(TypedDict):
    """What scripts of the library carry: their latest words."""

    text: str


WordedScript: TypeAlias = "WithAnnotations[Script, Worded]"


@dataclass(frozen=True)
class Group:
    """Scripts of one kind, by the lost-sale reason that they answer; those for any reason last."""

    kind: StrOrPromise
    scripts: list[WordedScript]


def library(shop: Shop) -> QuerySet[WordedScript]:
    """The shop's scripts with their latest words as `text`, and their versions, newest first."""
    latest = ScriptVersion.objects.filter(script=OuterRef("pk")).order_by("-number").values("text")[:1]
    versions = Prefetch("versions", ScriptVersion.objects.select_related("author"))
    scripts = Script.objects.filter(shop=shop).annotate(text=Subquery(latest))
    return scripts.select_related("reason__parent", "shop").prefetch_related(versions)


def filter_scripts(
    scripts: QuerySet[WordedScript],
    *,
    kind: str = "",
    reason: int | None = None,
    q: str = "",
    retired: bool = False,
) -> QuerySet[WordedScript]:
    """The scripts that fit. One for a whole group of reasons fits each of them, and the other way round."""
    scripts = scripts.filter(retired=retired)
    if kind:
        scripts = scripts.filter(kind=kind)
    if reason is not None:
        scripts = scripts.filter(Q(reason=reason) | Q(reason__children=reason) | Q(reason__parent=reason))
    for word in q.split():
        scripts = scripts.filter(Q(title__icontains=word) | Q(text__icontains=word))
    return scripts.distinct()


def grouped(scripts: Iterable[WordedScript]) -> list[Group]:
    """The scripts by kind, then in the order of their reasons."""
    ordered = sorted(scripts, key=_place)
    return [Group(Script.Kind(kind).label, list(few)) for kind, few in groupby(ordered, lambda one: one.kind)]


def _place(script: Script) -> tuple[object, ...]:
    reason = script.reason
    head = (reason.parent or reason) if reason else None
    by_reason = (head is None, head.order if head else 0, reason.order if reason and reason.parent else -1)
    return (KIND_ORDER.index(script.kind), *by_reason, script.reason_id or 0, script.title, script.pk)


@transaction.atomic
def add(script: Script, text: str, by: Actor) -> Script:
    """Keep a new script with its first version."""
    script.save()
    _version(script, 1, text, "", by)
    _note(script, by, "created")
    return script


@transaction.atomic
def write(script: Script, text: str, note: str, by: Actor, seen: int) -> ScriptVersion | None:
    """Write the next version, if the latest is still the one that the writer saw, else ChangedMeanwhile.

    The same words make no version.
    """
    Script.objects.select_for_update().get(pk=script.pk)
    latest = ScriptVersion.objects.filter(script=script).order_by("-number").first()
    if latest and latest.number != seen:
        raise ChangedMeanwhile
    if latest and latest.text == text:
        return None
    version = _version(script, (latest.number if latest else 0) + 1, text, note, by)
    _note(script, by, f"version {version.number}")
    return version


@transaction.atomic
def save_head(script: Script, by: Actor) -> None:
    """Keep another title, kind or reason."""
    script.save(update_fields=["title", "kind", "reason"])
    _note(script, by, "changed")


@transaction.atomic
def retire(script: Script, retired: bool, by: Actor) -> None:
    """Take a script out of the library, or bring it back; its versions stay."""
    script.retired = retired
    script.save(update_fields=["retired"])
    _note(script, by, "retired" if retired else "brought back")


def changes(versions: Iterable[ScriptVersion]) -> list[Change]:
    """Each version, newest first, with what it changed."""
    listed = list(versions)
    before = [*(one.text for one in listed[1:]), ""]
    return [Change(one, differences(old, one.text)) for one, old in zip(listed, before, strict=True)]


def differences(old: str, new: str) -> list[tuple[str, str]]:
    """What stayed, went and came between two wordings, in reading order; both whole where little stayed."""
    if not old:
        return [(SAME, new)]
    was, now = TOKENS.findall(_lines(old)), TOKENS.findall(_lines(new))
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    if matcher.ratio() < LEAST_ALIKE:
        return [(GONE, old), (NEW, new)]
    parts: list[tuple[str, str]] = []
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            parts.append((SAME, "".join(was[a:b])))
            continue
        parts += [
            (how, words) for how, words in ((GONE, "".join(was[a:b])), (NEW, "".join(now[c:d]))) if words
        ]
    return parts


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n")


def _version(script: Script, number: int, text: str, note: str, by: Actor) -> ScriptVersion:
    return ScriptVersion.objects.create(script=script, number=number, text=text, note=note, author=by.account)


def _note(script: Script, by: Actor, act: str) -> None:
    audit.note(by, script.shop, "library_changed", script.title, what="script", act=act)
