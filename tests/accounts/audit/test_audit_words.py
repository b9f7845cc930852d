"""What the audit trail says in words: nobody should read the name of a piece of the program there."""

import pytest
from django.utils import translation

from accounts.audit import words as audit_words
from accounts.audit.downloads import EMPTY_FILES
from accounts.models import AuditEntry
from tests.safety.test_every_url import EVERY

FILE_SIGNS = ("<str:kind>", "refused/", ".xlsx")


def test_every_file_that_leaves_a_page_is_called_something() -> None:
    sends_files = {
        name.split(":")[-1]
        for name, pattern in EVERY.items()
        if any(sign in str(pattern.pattern) for sign in FILE_SIGNS) and name not in EMPTY_FILES
    }

    assert sends_files == set(audit_words.PAGES)


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({"page": "imports_refused"}, "page: refused rows of an import"),
        ({"page": "a page that is gone"}, "page: a page that is gone"),
        (
            {"what": "case", "act": "created", "verdict": "improve"},
            "what: good or bad case · act: created · verdict: to improve",
        ),
        ({"what": "script", "act": "version 2"}, "what: script · act: version 2"),
        ({"excluded": True, "amount_fen": 12_345}, "excluded: yes · amount: ¥123.45"),
        (
            {"before": {"judge_rule": "order"}, "after": {"judge_rule": "payment"}},
            "Who is credited: Order only: who closed the order → Payment only: who closed the payment",
        ),
        ({"act": "dismissed"}, "act: no longer proposed"),
    ],
)
def test_details_are_told_in_words(details: dict[str, str], words: str) -> None:
    with translation.override("en"):
        assert audit_words.details(AuditEntry(details=details)) == words
