# The commands of the project. `make run` and `make test` need nothing prepared: they set up what is missing.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup run worker test check fix demo bench messages lock

PYTHON := .venv/bin/python
MANAGE := $(PYTHON) manage.py

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F '\t' '{printf "  make %-9s %s\n", $$1, $$2}'
	@printf '\nVariables: PORT, DATABASE_URL, REDIS_URL, DEMO=0 … (docs/configuration.md); ARGS for pytest: make test ARGS="tests/core -k gate"\n'

setup: ## install what is missing, tests included: environment, front-end packages, system libraries
	@scripts/setup.sh dev

run: ## migrate, load the demonstration on the first start, serve on 127.0.0.1:8000 with worker and scheduler
	@scripts/setup.sh run
	@exec scripts/run.sh

worker: ## one more worker beside a running `make run`
	@scripts/setup.sh run
	@exec $(MANAGE) worker

test: ## every test: on SQLite, again on PostgreSQL with Redis, browser journeys included
	@scripts/setup.sh dev
	@exec $(PYTHON) scripts/test.py $(ARGS)

check: ## formatting, lint, types, import floors, migrations, deployment, translations, templates, locks
	@scripts/setup.sh dev
	@exec scripts/check.sh

fix: ## format the code and mend what the linter can
	@scripts/setup.sh dev
	@scripts/fix.sh

demo: ## load the demonstration again where it is missing (idempotent)
	@scripts/setup.sh run
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) demo

bench: ## measure the running program; one table, and build/bench.json
	@scripts/setup.sh dev
	@exec $(PYTHON) scripts/bench.py $(ARGS)

messages: ## bring the French catalogue up to date with the code
	@scripts/setup.sh dev
	@scripts/messages.sh

lock: ## write the locks again from requirements/*.in and package.json
	@scripts/lock.sh
