"""Pages as readers of figures meet them: where each figure leads, and what a list says it adds up to."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

FIGURE = re.compile(r"[+−]?¥?\d[\d,]*(\.\d+)?(\s?(%|pp|s))?|\d+ min \d\d s|\d+ h \d\d min|[\d,]+/[\d,]+")
CODE = {"script", "style"}
SPOKEN = ("aria-label", "alt", "data-bs-content", "placeholder", "title")
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Page:
    """`links` are (address, figure) of every figure that can be clicked, `others` the addresses of all other
    links. `sums` is what the page, a list, says of its rows; `sums_of` the same by the id of the element that
    says it; `figure` is the declared figure that its rows give. `words` is all that people read or hear.
    """

    links: list[tuple[str, str]] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    sums: list[str] = field(default_factory=list)
    sums_of: dict[str, list[str]] = field(default_factory=dict)
    figure: str = ""
    words: list[str] = field(default_factory=list)

    def says(self, link: str) -> list[str]:
        """What the list says that its rows add up to, as far as a link to it asks for it."""
        address = urlsplit(link)
        if "figure" in dict(parse_qsl(address.query)):
            return [self.figure]
        return self.sums_of.get(address.fragment, []) if address.fragment else self.sums


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.page, self.address = Page(), address
        self.href = ""
        self.figures: list[str] = []
        self.paging = 0  # how deep inside the pages of a list, whose numbers are no figures
        self.texts: list[str] = []
        self.is_code = False  # inside a script or a style

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._text_ends()
        told = {name: value or "" for name, value in attrs}
        self.is_code = tag in CODE
        self.page.words += [told[name] for name in SPOKEN if name in told]
        if tag not in VOID and (self.paging or (tag == "nav" and told.get("class") == "pages")):
            self.paging += 1
        if "data-sums" in told:
            self.page.sums += told["data-sums"].split("|")
            self.page.sums_of[told.get("id", "")] = told["data-sums"].split("|")
        self.page.figure = told.get("data-figure", self.page.figure)
        if tag == "a" and not self.paging and told.get("href", "").startswith(("/", "?")):
            self.href, self.figures = _joined(self.address, told["href"]), []

    def handle_endtag(self, tag: str) -> None:
        self._text_ends()
        self.is_code = False
        if self.paging and tag not in VOID:
            self.paging -= 1
        if tag == "a" and self.href:
            self.page.links += [(self.href, figure) for figure in self.figures]
            self.page.others += [] if self.figures else [self.href]
            self.href = ""

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if not self.is_code:
            self.page.words.append(data)

    def _text_ends(self) -> None:
        text = "".join(self.texts).strip()
        self.texts = []
        if self.href and FIGURE.fullmatch(text):
            self.figures.append(text)


def _joined(address: str, href: str) -> str:
    """Where a link of the page at an address leads; "?" is the page without any wish."""
    return address.partition("?")[0] if href == "?" else urljoin(address, href)


def read_page(html: str, address: str) -> Page:
    """What the page at an address says."""
    reader = _Reader(address)
    reader.feed(html)
    reader.close()
    return reader.page
