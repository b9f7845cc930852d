"""People read titles and texts of rules, never their numbers."""

import re
from html import unescape

import pytest
from django.test import Client
from django.utils.translation import override

from accounts.models import User
from reports.figures import rules
from reports.metrics.definitions import METRICS
from reports.rules.words import PARAMETERS
from reports.weekly.content import schema
from tests.docs.test_rules_cited import CITATION
from tests.markup import laid_flat
from tests.reports.told import Told

LANGUAGES = pytest.mark.parametrize("language", ["en", "zh-hans"])


def _words(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


@pytest.mark.parametrize(("language", "title"), [("en", "Reply rate"), ("zh-hans", "回复率")])
def test_a_rule_is_called_by_its_title(language: str, title: str) -> None:
    with override(language):
        assert rules.title("D4.4") == title
        assert rules.title("") == ""


@LANGUAGES
def test_texts_name_other_rules_by_their_titles_and_lead_to_them(language: str) -> None:
    with override(language):
        found = rules.rules()
        text = "".join(rule.text for rule in found)
        assert [rule.title for rule in found if CITATION.search(_words(rule.text))] == []
        assert f'<a href="#d5-1">{rules.title("D5.1")}</a>' in text
        anchors = {rule.anchor for rule in found}
        assert [link for link in re.findall(r'href="([^"]*)"', text) if link.lstrip("#") not in anchors] == []


@LANGUAGES
def test_only_chapters_that_hold_are_shown(language: str) -> None:
    with override(language):
        shown = {rule.number for rule in rules.rules()}
    assert {"D1", "D4.2", "D10", "D10.2"} <= shown
    assert {"D11", "D11.1", "D15", "D17"} & shown == set()


@LANGUAGES
def test_whatever_pages_lead_to_is_shown(language: str) -> None:
    with override(language):
        shown = {rule.number for rule in rules.rules()}
    wanted = {metric.rule for metric in METRICS.values()} | {one.rule for one in PARAMETERS}
    assert wanted | {rule for _unit, rule in schema.OWN_FIGURES.values()} <= shown


@LANGUAGES
def test_the_page_shows_each_text_where_links_lead(told: Told, language: str) -> None:
    User.objects.filter(pk=told.manager.pk).update(language=language)
    client = Client()
    client.force_login(told.manager)
    page = client.get(told.url("figures/")).content.decode()
    with override(language):
        for rule in rules.rules():
            assert f'id="{rule.anchor}"' in page
            assert rule.text in page
        assert f'{told.url("figures/")}#d4-4">{rules.title("D4.4")}</a>' in page


def test_a_question_mark_is_called_by_its_figure_and_leads_to_its_rule(told: Told) -> None:
    client = Client()
    client.force_login(told.manager)
    page = client.get(told.url("")).content.decode()
    marks = re.findall(r'<a class="hint" href="([^"]+)"[^>]* aria-label="([^"]+)"', laid_flat(page))
    assert (f"{told.url('figures/')}#d4-4", "What does “Reply rate” mean?") in marks
