# Everything that is done with Postkring from its folder. `make` alone says what there is.

PORT ?= 8000
DEMO ?= 1

.PHONY: help setup setup-dev run test test-quick check format lock bench screenshots
.DEFAULT_GOAL := help

help:
	@echo 'make run          install what is missing and serve Postkring (PORT=8000; DEMO=0 starts empty)'
	@echo 'make setup        only install'
	@echo 'make test         every test: SQLite, PostgreSQL, browser'
	@echo 'make test-quick   the tests on SQLite, without a browser (ARGS= goes to pytest)'
	@echo 'make check        format, lint, types, who imports whom, templates, migrations, translations'
	@echo 'make bench        measure pages and acts (SIZES=10000,100000), into benchmarks/RESULTS.md'
	@echo 'make screenshots  take the pictures of the manual anew'
	@echo 'make format       put code and templates into the project'\''s format'
	@echo 'make lock         resolve the dependencies of pyproject.toml into requirements/'

setup:
	@tools/setup.sh runtime

setup-dev:
	@tools/setup.sh dev

run: setup
	@exec .venv/bin/postkring serve --port $(PORT) $(if $(filter-out 0,$(DEMO)),--demo)

test: setup-dev
	@exec .venv/bin/python tools/test_run.py

test-quick: setup-dev
	@exec .venv/bin/python tools/test_run.py --quick $(ARGS)

check: setup-dev
	@exec .venv/bin/python tools/check.py

bench: setup-dev
	@PYTHONPATH=.:tools exec .venv/bin/python benchmarks/run.py

format: setup-dev
	@.venv/bin/ruff check --quiet --fix-only
	@.venv/bin/ruff format --quiet
	@.venv/bin/djlint --quiet --reformat src/postkring/web/templates

screenshots: setup-dev
	@exec .venv/bin/python tools/screenshots.py

# For every Python from 3.11 on at once, with hashes, and without a word about where packages come from.
lock: setup-dev
	@for kind in runtime dev; do \
		.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
			$$(test $$kind = runtime || echo --extra $$kind) \
			pyproject.toml --output-file requirements/$$kind.txt || exit 1; \
	done
