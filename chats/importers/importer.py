"""What a format declares of itself, and how it is asked; the registry knows nothing else of it."""

from abc import ABC, abstractmethod
from typing import ClassVar

from chats.importers.base import Parsed, ShopContext
from chats.importers.reading.rows import Aliases, Layout
from chats.importers.reading.source import Source
from chats.importers.reading.tabular import Table


class Importer(ABC):
    """One format: its code, its names, the columns it reads of a table, and its reading.

    `columns` are all header names it reads, as `tabular.clean_header` compares them (none where the
    format is no table); `needed` are ours that a table of this kind has: a file that fits no format is
    told which of them it lacks. Receivers' names, addresses, phones, mail, payment accounts and buyers'
    messages are never among them: what is not named is never read.
    """

    kind: ClassVar[str]
    zh: ClassVar[str]
    en: ClassVar[str]
    columns: ClassVar[Aliases] = {}
    needed: ClassVar[tuple[str, ...]] = ()

    def recognises(self, source: Source) -> bool:
        """Whether the file is of this format, by its content: here, whether one of its tables fits."""
        return any(self.fits(table) for table in source.tables)

    def fits(self, table: Table) -> bool:
        """Whether the table is of this format: here, whether it has every needed column."""
        return bool(self.needed) and not self.missing(table)

    def missing(self, table: Table) -> list[str]:
        """The header names, the best of each, of what is needed and not in the table."""
        layout = Layout.of(table, self.columns)
        return [self.columns[ours][0] for ours in self.needed if ours not in layout]

    @abstractmethod
    def parse(self, source: Source, context: ShopContext) -> Parsed:
        """The whole file; raises FileRefused where it cannot be taken."""
