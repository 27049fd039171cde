# What there is to run; each target makes the environment first when it is not there.

PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && exit; \
	done; echo python3)
RUN := .venv/bin/python -m

# Where it is forbidden, every service that starts would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup up down test lint bench docs rules-mutate rules-record

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /  make \1\t/' | expand -t 16

setup: ## the environment alone: .venv with every pinned package
	@command -v $(PYTHON) >/dev/null || { echo "make setup: there is no Python 3.11 or newer here: install one, or name it by make PYTHON=…" >&2; exit 1; }
	@$(PYTHON) -m cli.environment

up: setup ## the whole desk on this machine (ARGS="--replicas 2"); Ctrl-C stops it
	@$(RUN) cli up $(ARGS)

down: setup ## stop the desk from another shell
	@$(RUN) cli down

# Three at a time, each with servers of its own: one of them mostly waits for what it killed. One
# where they would meet on a given server.
WORKERS = $(if $(DATABASE_URL),0,3)

test: setup ## every test, on real Postgres and Kafka (ARGS="libs/worktime -x": some of them)
	@$(RUN) pytest $(if $(ARGS),$(ARGS),--numprocesses $(WORKERS) --durations 20 --durations-min 5)

lint: setup ## style, types and the rules of what may import what
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	.venv/bin/lint-imports

bench: setup ## how much it bears, beside the ceiling measured in the same run
	@$(RUN) bench $(ARGS)

docs: setup ## write the pages that are generated from events, regulations and tests
	@$(RUN) libs.events
	@$(RUN) libs.regulation
	@$(RUN) tests.rules

rules-mutate: setup ## change each value of the editions, and see that its rules' own tests feel it (ARGS="--rule NANO-26")
	@$(RUN) tests.rules.mutate $(ARGS)

rules-record: setup ## note which events name which rules, by running the rules' tests
	@$(RUN) tests.rules record
