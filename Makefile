# CS Tracker. `make run` starts the product with its demo shop, `make test` checks everything.
.DEFAULT_GOAL := help
PYTHON ?= $(shell command -v python3.11 || command -v python3 || echo python3)
PY := .venv/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --quiet
# Every core, in an order that differs each time; tests of one xdist_group share a worker. AT_ONCE= uses one core.
AT_ONCE ?= -n auto --dist loadgroup
# An instant, or the name of a clock in tests/moved_clock, or random: when the tests of `make test` take place.
CLOCK ?=
# Options for measuring coverage in `make services-test`; it takes half as long again.
COVER ?=
PURE_TESTS := tests/chats/attribution tests/chats/importers tests/reports/metrics tests/reference/test_kernel.py

.PHONY: help run test net lint format messages bench services-test coverage requirements audit

help:
	@echo "make run            start CS Tracker with its demo shop: http://127.0.0.1:8000 (PORT=8001 for another port)"
	@echo "make test           lint and test, on SQLite (CLOCK=random, or CLOCK=2028-02-29T04:00Z: as if it were then)"
	@echo "make services-test  the tests that store something once more, on a PostgreSQL and a Redis started for them"
	@echo "make net            store anew what every page says (tests/net), after a change that was meant"
	@echo "make coverage       the pure rooms under their own tests: every branch, or a reason on the line"
	@echo "make lint           style of code, scripts, templates; types; import contracts; missing migrations"
	@echo "make format         put the code and the templates into the house's format"
	@echo "make messages       collect the texts to translate, and compile the translations (needs gettext)"
	@echo "make audit          look the dependencies up among known vulnerabilities"
	@echo "make bench          measure the core work"
	@echo "make requirements   freeze requirements*.in into requirements*.txt"

run: .venv/.run-installed
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py load_demo
	@exec $(PY) manage.py up

test: lint
	@bash .ci/system-packages
	@$(PY) -m pytest $(AT_ONCE) --clock="$(CLOCK)"

net: .venv/.dev-installed
	@$(PY) -m pytest -q tests/net --renew-net --show-capture=no

services-test: .venv/.dev-installed
	@bash .ci/with-services $(PY) -m pytest $(AT_ONCE) --stored-only -m "not browser" $(COVER)

coverage: .venv/.dev-installed
	@$(PY) -m pytest $(AT_ONCE) --cov --cov-report= $(PURE_TESTS)
	@$(PY) .ci/coverage complete

lint: .venv/.dev-installed
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check --quiet . || { echo "Some files are not in the house's format. Run: make format"; exit 1; }
	@$(PY) .ci/format_templates --check || { echo "Some templates are not in the house's format. Run: make format"; exit 1; }
	@.venv/bin/oxlint --quiet static
	@$(PY) -m mypy accounts chats cs_tracker reports
	@.venv/bin/lint-imports --no-logo
	@$(PY) manage.py makemigrations --check --dry-run

format: .venv/.dev-installed
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .
	@$(PY) .ci/format_templates

messages: .venv/.run-installed
	@command -v msgmerge >/dev/null || { echo "Install gettext first. On Debian: apt-get install gettext"; exit 1; }
	@$(PY) manage.py makemessages --locale zh_Hans --no-obsolete --no-location --no-wrap \
	  --ignore "tests/*" --ignore "static/*" --ignore "data/*" --ignore "media/*" --ignore "staticfiles/*"
	@$(PY) manage.py compilemessages --locale zh_Hans --ignore ".venv" --verbosity 0

audit: .venv/.dev-installed
	@$(PY) .ci/audit

bench: .venv/.dev-installed
	@$(PY) manage.py bench

requirements: .venv/.dev-installed
	@$(PIP) install uv
	@.venv/bin/uv pip compile --quiet --python-version 3.11 --no-annotate --no-header requirements.in -o requirements.txt
	@.venv/bin/uv pip compile --quiet --python-version 3.11 --no-annotate --no-header requirements-dev.in -o requirements-dev.txt

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null || { \
	  echo "CS Tracker needs Python 3.11, but $(PYTHON) is $$($(PYTHON) --version 2>&1)."; \
	  echo "Install python3.11, or name it: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv .venv || { \
	  rm -rf .venv; echo "The virtual environment could not be made. On Debian: apt-get install python3-venv"; exit 1; }

.venv/.run-installed: requirements.txt | .venv/bin/python
	@echo "Installing what CS Tracker needs …"
	@$(PIP) install -r requirements.txt
	@touch $@

.venv/.dev-installed: requirements-dev.txt requirements.txt | .venv/bin/python
	@echo "Installing what CS Tracker and its tests need …"
	@$(PIP) install -r requirements-dev.txt
	@touch $@ .venv/.run-installed
