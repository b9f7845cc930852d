"""docs/commands.md and the commands agree: names, options, exports' columns, addresses."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core import management
from django.core.management import find_commands, get_commands, load_command_class
from django.core.management.base import BaseCommand
from django.test import Client
from django.urls import resolve

from reports.facts import export as exports

TEXT = (Path(__file__).parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## `(\w+)`\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL))
COLUMNS = dict(re.findall(r"^```columns (\w+)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL))
# What every command of Django takes, so none of ours says it.
OPTIONS_OF_ALL = {
    option
    for action in BaseCommand().create_parser("manage.py", "")._actions
    for option in action.option_strings
}


def own_commands() -> dict[str, str]:
    """name → app of the commands that are ours and that Django does not describe itself."""
    djangos = set(find_commands(str(Path(management.__file__).parent)))
    own = {config.name for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR}
    return {
        name: app
        for name, app in get_commands().items()
        if app in own | {"cs_tracker"} and name not in djangos
    }


def actions_of(name: str) -> list:
    parser = load_command_class(own_commands()[name], name).create_parser("manage.py", name)
    return [action for action in parser._actions if not set(action.option_strings) & OPTIONS_OF_ALL]


def test_every_command_has_its_section_and_every_section_its_command() -> None:
    assert set(SECTIONS) == set(own_commands())


@pytest.mark.parametrize("name", SECTIONS)
def test_the_usage_names_the_options_that_the_command_takes(name: str) -> None:
    usage = SECTIONS[name].split("```")[1]
    assert f"manage.py {name}" in usage
    taken = {option for action in actions_of(name) for option in action.option_strings}
    assert set(re.findall(r"(?<!\w)--[\w-]+", usage)) == taken
    assert set(re.findall(r"`(--[\w-]+)", SECTIONS[name])) <= taken, "the text names another option"
    positional = {
        action.metavar or action.dest.upper() for action in actions_of(name) if not action.option_strings
    }
    assert {word for word in positional if word not in usage} == set()


@pytest.mark.parametrize("name", SECTIONS)
def test_required_options_stand_without_brackets(name: str) -> None:
    usage = SECTIONS[name].split("```")[1]
    outside = re.sub(r"\[[^\[\]]*\]", "", re.sub(r"\[[^\[\]]*\]", "", usage))
    required = {
        action.option_strings[0] for action in actions_of(name) if action.option_strings and action.required
    }
    assert set(re.findall(r"(?<!\w)--[\w-]+", outside)) == required


def test_the_columns_of_exports_are_those_that_are_written() -> None:
    assert {what: tuple(names.split()) for what, names in COLUMNS.items()} == exports.COLUMNS


def test_every_address_for_machines_exists(client: Client) -> None:
    addresses = re.findall(r"^\| `GET (/\S+)` \|", TEXT, re.MULTILINE)
    assert addresses
    for address in addresses:
        assert resolve(address)


@pytest.mark.django_db
def test_the_answer_of_healthz_is_the_one_that_is_described(client: Client) -> None:
    answer = client.get("/healthz")
    assert f"{answer.status_code} `{answer.content.decode()}`" in TEXT
