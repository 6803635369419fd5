# The commands of the README. A Python of 3.11 or later that can make environments is found by itself; or: make PYTHON=... test

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3 python3.14; do \
	$$p -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: setup run test lint check bench mutations fuzz

setup: .venv/.dev

run: .venv/.run
	$(BIN)/ureport extract samples

test: lint check
	$(BIN)/mypy --strict src
	$(BIN)/pytest -n auto --dist worksteal

check: .venv/.dev
	$(BIN)/ureport check --strict

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

# docs/performance.md: throughput, where the time goes, how it grows, many files, starting
bench: .venv/.run
	$(BIN)/python benchmarks/bench.py
	$(BIN)/python benchmarks/stages.py
	$(BIN)/python benchmarks/growth.py report line library
	$(BIN)/python benchmarks/folder.py
	$(BIN)/python benchmarks/startup.py

mutations: .venv/.run
	$(BIN)/python benchmarks/mutations.py --rounds 3

# for ten minutes; make fuzz SECONDS=60
SECONDS ?= 600
fuzz: .venv/.dev
	$(BIN)/python tests/fuzz.py --seconds $(SECONDS)

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "no Python 3.11 or later with venv found: install python3.11 and python3.11-venv" >&2; exit 2; }
	$(PYTHON) -m venv .venv

.venv/.run: $(BIN)/python pyproject.toml
	$(INSTALL) --editable .
	@touch $@

.venv/.dev: $(BIN)/python pyproject.toml
	$(INSTALL) --editable '.[dev]'
	@touch .venv/.run $@
