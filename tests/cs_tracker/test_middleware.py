"""What is refused before any page sees it."""

import pytest
from django.test import Client


@pytest.mark.django_db
def test_a_form_with_nul_is_refused_in_words_and_reaches_no_page():
    answer = Client().post("/preferences/", {"theme": "da\x00rk"})
    assert (answer.status_code, "Content-Security-Policy" in answer.headers) == (400, True)
    assert Client().post("/preferences/", {"theme": "dark"}).status_code == 302
