"""What each reader is answered at every address of the URLconf, in both languages, and the four exports."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from http.cookies import SimpleCookie
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.conf import settings
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from django.utils import translation

from accounts.models import User
from tests.net.normal import normal
from tests.net.shop import Net
from tests.reference.product import WHATS, command
from tests.safety.addresses import ADMIN, EVERY, SENT, parameters
from tests.safety.world import undone

LANGUAGES = ("zh-hans", "en")
READERS = ("manager", "head", "supervisor", "agent", "anonymous")
# Readers who are asked for in one language only: the pages are those of others.
ONE_LANGUAGE = {"head"}
SPAN = "from=2026-05-04&to=2026-05-20"
WEEK = "from=2026-05-11&to=2026-05-17"
# How an address ends, and what else is asked of it.
MORE_OF = {
    "/leaderboard/": (
        f"?{WEEK}",
        *(f"?{WEEK}&view={view}" for view in ("service", "inquiries", "sales", "chasing", "nonsense")),
        f"?{WEEK}&sort=sales_fen",
        f"?{WEEK}&columns=sales_fen,reply_rate&heat=0&changes=all",
    ),
    "/leaderboard/file.csv": (f"?{WEEK}&view=sales",),
    "/leaderboard/days.csv": (f"?{WEEK}",),
    "/orders/": (
        f"?{SPAN}",
        *(f"?{SPAN}&bucket={bucket}" for bucket in ("silent", "unlinked", "excluded")),
        f"?{SPAN}&clock=paid&state=paid",
        f"?{SPAN}&figure=sales_fen",
        "?q=A1",
        "?from=x&to=y&kind=nonsense",
    ),
    "/orders/file.csv": (f"?{SPAN}", f"?{SPAN}&clock=paid&bucket=silent"),
    "/orders/file.xlsx": (f"?{SPAN}",),
    "/receptions/": (f"?{SPAN}", f"?{SPAN}&filtered=any", f"?{SPAN}&figure=inquiries"),
    "/receptions/file.csv": (f"?{SPAN}&filtered=any",),
    "/chats/": ("?state=chased", "?q=a", f"?{SPAN}", f"?{SPAN}&filtered=any"),
    "/chats/file.csv": (f"?{SPAN}",),
    "/chasing/results/": (f"?{SPAN}",),
    "/chasing/results/file.csv": (f"?{SPAN}",),
    "/funnel/": (f"?{SPAN}", f"?{WEEK}&against=year", f"?{WEEK}&vs_from=2026-05-04&vs_to=2026-05-10"),
    "/funnel/file.csv": (f"?{WEEK}",),
    "/funnel/buyers/": (
        f"?{WEEK}",
        *(f"?{WEEK}&layer={one}" for one in ("asked", "ordered", "paid", "silent")),
    ),
    "/books/": (f"?{SPAN}",),
    "/books/file.csv": (f"?{SPAN}",),
    "/books/unlinked/": (f"?{SPAN}",),
    "/health/": (f"?{SPAN}",),
    "/lost-sales/causes/": (f"?{SPAN}", f"?{SPAN}&by=amount"),
    "/lost-sales/causes/rows/": (f"?{SPAN}", f"?{SPAN}&review=reviewed"),
    "/lost-sales/causes/pareto.csv": (f"?{SPAN}&by=amount",),
    "/lost-sales/forms/": (
        f"?{SPAN}",
        *(f"?{SPAN}&state={one}" for one in ("due", "on_time", "late", "missing")),
    ),
    "/lost-sales/forms/file.csv": (f"?{SPAN}",),
    "/lost-sales/reviews/": ("?decided=1",),
    "/lost-sales/mine/": (f"?{SPAN}",),
    "/weekly/compare/": ("?first=2026-W19&second=2026-W20",),
    "/weekly/compare/file.csv": ("?first=2026-W19&second=2026-W20",),
    "/weekly/compare/file.xlsx": ("?first=2026-W19&second=2026-W20",),
    "/my-week/": ("?week=2026-W20",),
    "/scorecards/": ("?month=2026-05", "?preset=sales"),
    "/scorecards/file.csv": ("?month=2026-05",),
    "/scorecards/targets/": ("?month=2026-04",),
    "/actions/": ("?ended=1",),
    "/library/scripts/": ("?kind=chase", "?retired=1", "?q=x"),
    "/library/promotions/": ("?past=1", "?month=2026-04"),
    "/library/cases/": ("?verdict=good",),
    "/audit/": ("?page=2",),
}
# Pieces that pages ask for by htmx, by how the address ends.
PIECES = re.compile(
    r"/(imports/latest|health/texts|weekly/latest|contests/waiting|rows/\d+/talk|contests/\d+|chasing/\d+/note"
    r"|rules/preview/\d+|lost-sales/reviews/\d+)/$"
)
LINKED = 3  # links with a query that are followed to each page, of different kinds
TURNS = re.compile(r"(sort|page)$")
HREF = re.compile(r'(?:href|hx-get)="([/?][^"]*)"')


@dataclass(frozen=True)
class Asked:
    """One request: GET, HTMX (a GET by htmx) or POST."""

    verb: str
    address: str

    def __str__(self) -> str:
        return f"{self.verb} {self.address}"

    @classmethod
    def read(cls, text: str) -> "Asked":
        return cls(*text.split(" ", 1))


class Walk:
    """The readers of the net, signed in."""

    def __init__(self, net: Net) -> None:
        self.net = net
        self.clients = {name: _signed_in(user) for name, user in net.readers.items()}

    def addresses(self) -> list[Asked]:
        """Every request there is to make, in order."""
        plain = [address for name in sorted(EVERY.keys() - ADMIN) for address in self._of(name)]
        more = [address + query for address in plain for query in _queries(address)]
        found = dict.fromkeys(address for address in plain + more if self._is_there(address))
        found |= dict.fromkeys(self._linked(list(found)))
        asked = [Asked("GET", address) for address in found]
        asked += [Asked("HTMX", address) for address in found if PIECES.search(address)]
        asked += [Asked("POST", address) for name in sorted(SENT) for address in self._of(name)[:1]]
        return sorted(asked, key=lambda one: (one.address, one.verb))

    def _of(self, name: str) -> list[str]:
        """The addresses of one route, with every value of its parameters."""
        wanted = parameters(name)
        chosen = itertools.product(*(self.net.values[one] for one in wanted))
        if not EVERY[name].name:
            return [f"/{name}"]
        return [reverse(name, kwargs=dict(zip(wanted, values, strict=True))) for values in chosen]

    def _is_there(self, address: str) -> bool:
        """Whether an address is to be asked for: of the forms of a file those that exist."""
        if "kind" not in resolve(urlsplit(address).path).kwargs:
            return True
        users = ("manager", "agent")
        return any(self.ask(name, "en", Asked("GET", address)).status_code == 200 for name in users)

    def _linked(self, addresses: list[str]) -> Iterator[str]:
        """Addresses with queries that pages of the manager and the agent lead to, a few kinds each."""
        met: dict[str, set[tuple[str, ...]]] = {}
        for reader, address in itertools.product(("manager", "agent"), addresses):
            answer = self.ask(reader, "en", Asked("GET", address))
            if not answer.get("Content-Type", "").startswith("text/html"):
                continue
            for href in HREF.findall(answer.content.decode()):
                link = urljoin(address, unescape(href)).partition("#")[0]
                path, query = urlsplit(link).path, urlsplit(link).query
                kind = tuple(
                    sorted(
                        f"{key}={value}" if value.isalpha() else key
                        for key, value in parse_qsl(query)
                        if not TURNS.search(key)
                    )
                )
                known = met.setdefault(re.sub(r"\d+", "1", path), set())
                if kind and kind not in known and len(known) < LINKED and path.startswith("/s/"):
                    known.add(kind)
                    yield link

    def ask(self, reader: str, language: str, asked: Asked) -> HttpResponseBase:
        """The answer; whatever asking writes is taken back."""
        client, user = self.clients[reader]
        client.cookies = SimpleCookie(user)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        headers = {"HX-Request": "true"} if asked.verb == "HTMX" else {}
        headers["Accept-Language"] = language
        with undone(), translation.override(language):
            User.objects.update(language=language)
            if asked.verb == "POST":
                return client.post(asked.address, SENT[resolve(asked.address).view_name], headers=headers)
            return client.get(asked.address, headers=headers)

    def outputs(self, asked: list[Asked]) -> dict[str, str]:
        """ "reader language VERB address" → the normal answer; "export …" → what a command writes."""
        found = {}
        for reader, language, one in itertools.product(READERS, LANGUAGES, asked):
            if _is_wanted(reader, language, one):
                found[f"{reader} {language} {one}"] = normal(self.ask(reader, language, one))
        return found | self._exports()

    def _exports(self) -> dict[str, str]:
        span = ("--from", "2026-05-04", "--to", "2026-05-20")
        shop = ("export_figures", "--shop", self.net.told.shop.name)
        return {f"export {what}": command(*shop, *span, "--what", what) for what in WHATS}


def _signed_in(user: User | None) -> tuple[Client, str]:
    """A client, and its cookies."""
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user)
    return client, client.cookies.output(header="", sep=";")


def _queries(address: str) -> tuple[str, ...]:
    return MORE_OF.get(re.sub(r"^/s/\d+", "", address), ()) if address.startswith("/s/") else ()


def _is_wanted(reader: str, language: str, asked: Asked) -> bool:
    """Whether the answer tells anything that another one does not."""
    if reader == "anonymous":
        return not asked.address.startswith("/s/")
    if asked.address.endswith((".xlsx", ".pdf")) or ".xlsx?" in asked.address:
        return (reader, language) in {("manager", "zh-hans"), ("agent", "en")}
    return reader not in ONE_LANGUAGE or language == LANGUAGES[0]


def routes() -> dict[str, set[str]]:
    """Route (as "s/<int:shop_id>/orders/") → the names of its addresses, without the administration's."""

    def below(inside: URLResolver, route: str, space: str) -> Iterator[tuple[str, str]]:
        for one in inside.url_patterns:
            if isinstance(one, URLPattern):
                yield route + str(one.pattern), f"{space}{one.name}"
            else:
                inner = f"{space}{one.namespace}:" if one.namespace else space
                yield from below(one, route + str(one.pattern), inner)

    found: dict[str, set[str]] = {}
    for route, name in below(get_resolver(), "", ""):
        if not route.startswith("admin/") or route == "admin/login/":
            found.setdefault(route, set()).add(name)
    return found
