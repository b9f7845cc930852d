"""Answers as text that stays the same while nothing changes for whoever reads or uses them.

White space between block elements, the order of attributes, which stylesheets and scripts a page loads, and
what is drawn anew for each answer (tokens, nonces) do not count. Everything else does.
"""

import io
import json
import re
import zipfile
from html import escape
from html.parser import HTMLParser

import openpyxl
from django.http import HttpResponse
from django.http.response import HttpResponseBase

# fmt: off
INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "button", "cite", "code", "data", "dfn", "em", "i", "img", "input", "kbd",
    "label", "mark", "meter", "output", "progress", "q", "s", "samp", "select", "small", "span", "strong",
    "sub",
    "sup", "svg", "textarea", "time", "u", "var",
}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# fmt: on
AS_WRITTEN = {"pre", "textarea", "script", "style"}
DRAWN = "…"  # in place of what is drawn anew for each answer
TOKEN = re.compile(r"(\"X-CSRFToken\":\s*\")[^\"]+")
LINK = re.compile(r"(/join/)[\w-]{20,}")
HASHED = re.compile(r"(/static/[^\"?#]+?)\.[0-9a-f]{12}(\.\w+)")
VERSION = re.compile(r"<footer class=\"product-version\">[^<]*</footer>")  # moves with each release
UNCOUNTED = {"nonce", "integrity"}
HEADERS = ("Location", "Content-Type", "Content-Disposition", "HX-Redirect", "HX-Trigger", "HX-Push-Url")
Attributes = list[tuple[str, str | None]]


def normal(answer: HttpResponseBase) -> str:
    """Status and headers that matter, an empty line, and the content as lines."""
    head = [
        str(answer.status_code),
        *(f"{name}: {answer[name]}" for name in HEADERS if answer.has_header(name)),
    ]
    content = answer.getvalue() if isinstance(answer, HttpResponse) else b"".join(answer.streaming_content)
    return "\n".join([*head, "", *_content(content, answer.get("Content-Type", ""))])


def _content(content: bytes, kind: str) -> list[str]:
    if kind.startswith("text/html"):
        return html_lines(VERSION.sub("", LINK.sub(rf"\1{DRAWN}", content.decode())))
    if "json" in kind:
        return json.dumps(json.loads(content), ensure_ascii=False, sort_keys=True, indent=1).splitlines()
    if "spreadsheetml" in kind:
        return workbook_lines(content)
    if kind.startswith("application/zip"):
        return _archive_lines(content)
    if kind.startswith(("text/", "image/svg")):
        return content.decode("utf-8").splitlines()
    return [f"({kind})"] if content else []


def _archive_lines(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [
            line
            for name in archive.namelist()
            for line in (f"# {name}", *archive.read(name).decode("utf-8", "replace").splitlines())
        ]


def workbook_lines(content: bytes) -> list[str]:
    """A line a row of each sheet, with what is written and how numbers are shown."""
    lines = []
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        lines.append(f"# {sheet.title}: {len(sheet._charts)} charts, frozen at {sheet.freeze_panes}")
        lines += ["\t".join(_cell(cell) for cell in row).rstrip() for row in sheet.iter_rows()]
    return lines


def _cell(cell: openpyxl.cell.Cell) -> str:
    if cell.value is None:
        return ""
    shown = "" if cell.number_format == "General" else f" [{cell.number_format}]"
    link = f" → {cell.hyperlink.target or cell.hyperlink.location}" if cell.hyperlink else ""
    return f"{cell.value!r}{shown}{link}"


def html_lines(html: str) -> list[str]:
    """A line for each block element's tags and for each run of text and inline elements between them."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_line()
    return reader.lines


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.run = ""
        self.written: list[str] = []  # open elements whose text stays as it is written
        self.drawing = 0  # how deep inside a drawing
        self.skipping = False

    def end_line(self) -> None:
        """The run so far becomes a line."""
        if text := self.run.strip(" "):
            self.lines.append(text)
        self.run = ""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        told = dict(attrs)
        if (tag == "link" and "stylesheet" in (told.get("rel") or "")) or (tag == "script" and "src" in told):
            self.skipping = tag == "script"
            return
        self._tag(tag, f"<{tag}{_written(tag, attrs)}>")
        if tag == "svg":
            self.drawing += 1
        if tag in AS_WRITTEN:
            self.written.append(tag)

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.skipping and tag == "script":
            self.skipping = False
            return
        if tag in VOID:
            return
        if tag == "svg":
            self.drawing -= 1
        if self.written and self.written[-1] == tag:
            self.written.pop()
        self._tag(tag, f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self.skipping:
            return
        if self.written:
            self.run += escape(data, quote=False).replace("\n", "⏎")
            return
        text = re.sub(r"[ \t\n\r\f]+", " ", data)
        if text.startswith(" ") and (not self.run or self.run.endswith(" ")):
            text = text[1:]
        self.run += escape(text, quote=False)

    def _tag(self, tag: str, written: str) -> None:
        if tag in INLINE and not self.drawing:
            self.run += written
        elif self.drawing:
            self.run = self.run.rstrip(" ") + written
        else:
            self.end_line()
            self.lines.append(written)


def _written(tag: str, attrs: Attributes) -> str:
    """The attributes in alphabetical order, each with a space before it."""
    told = {name: value for name, value in attrs if name not in UNCOUNTED}
    if told.get("name") == "csrfmiddlewaretoken":
        told["value"] = DRAWN
    return "".join(f" {name}{_value(told[name])}" for name in sorted(told))


def _value(value: str | None) -> str:
    if value is None:
        return ""
    value = HASHED.sub(r"\1\2", TOKEN.sub(rf"\1{DRAWN}", " ".join(value.split())))
    return f'="{escape(value)}"'
