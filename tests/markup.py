"""Markup without its layout, for tests that look at elements by the letter."""

import re

TAG = re.compile(r"<[^<>]*>")


def laid_flat(html: str) -> str:
    """`html` with each tag on one line, and no white space beside tags."""
    tags_on_a_line = TAG.sub(lambda tag: re.sub(r"\s+", " ", tag[0]).replace(" >", ">"), html)
    return re.sub(r"\s*(<[^<>]*>)\s*", r"\1", tags_on_a_line)
