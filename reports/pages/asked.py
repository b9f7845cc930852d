"""Numbers and words that come from an address or a form, where anybody may have written anything."""

LONGEST_NUMBER = 18  # digits; any database holds a number of so many


def id_from_query(written: str | None) -> int:
    """The id that somebody wrote; 0, which no row has, where it makes no sense."""
    if written is None or not written.isdecimal() or len(written) > LONGEST_NUMBER:
        return 0
    return int(written)


def text_from_query(written: str, longest: int) -> str:
    """The words that somebody wrote, cut; without null bytes, which PostgreSQL does not take."""
    return written.replace("\0", "").strip()[:longest]
