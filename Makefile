# Two commands are all a newcomer needs: `make demo` and `make test`. `make check` is what CI runs first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The system's certificates count, as they do for pip: many networks have one of their own.
UV := $(BIN)/uv pip install --quiet --system-certs --python $(BIN)/python
PHOTOS ?=
# Tests that start servers and browsers of their own: one after the other, in a lane of their own. The other lane
# stands back for it, and what each lane prints stays together.
APART := tests/cli tests/journeys

# A market is a dozen processes; where Python may keep no bytecode, each compiles all its source again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo up test check bench web-report format messages lock screenshots clean

help:
	@echo "make demo                 start a filled market (PHOTOS=folder fills it with your photographs)"
	@echo "make up                   start the same market again"
	@echo "make test                 every test that can run on this machine"
	@echo "make check                style, types, layers, contracts, generated files"
	@echo "make bench                what a page, the index and the simulation cost"
	@echo "make web-report           every page beside its budgets, in a real browser (needs Node)"
	@echo "make messages             gather what is to be translated, and compile the translations"
	@echo "make screenshots          photograph every page of the running demo"

$(VENV)/.core: requirements/core.txt requirements/bootstrap.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Rethread needs Python 3.11 or newer: make demo PYTHON=python3.12"; exit 1; }
	@echo "Installing what Rethread is built from (once) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	@$(UV) --require-hashes -r requirements/core.txt
	@$(UV) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.core requirements/dev.txt
	@echo "Installing what the checks need (once) ..."
	@$(UV) --require-hashes -r requirements/dev.txt
	@touch $@

demo: $(VENV)/.core
	@$(BIN)/rethread demo $(if $(PHOTOS),--photos $(PHOTOS))

up: $(VENV)/.core
	@$(BIN)/rethread up

test: $(VENV)/.dev
	@log=$$(mktemp); failed=0; \
	$(BIN)/python -m pytest -rs $(APART) >$$log 2>&1 & apart=$$!; \
	trap 'kill -TERM $$apart 2>/dev/null; wait $$apart; rm -f $$log; exit 130' INT TERM; \
	nice -n 10 $(BIN)/python -m pytest -rs -n logical --maxprocesses 8 --dist loadfile --no-loadscope-reorder $(APART:%=--ignore %) || failed=1; \
	wait $$apart || failed=1; \
	cat $$log; rm -f $$log; exit $$failed

check: $(VENV)/.dev
	@BIN=$(BIN) sh tests/check.sh

bench: $(VENV)/.dev
	@$(BIN)/python benchmarks/run.py

web-report: $(VENV)/.dev
	@test -d benchmarks/web/node_modules || npm ci --silent --no-audit --no-fund --prefix benchmarks/web
	@$(BIN)/python benchmarks/web/report.py

screenshots: $(VENV)/.dev
	@$(BIN)/python -m tests.journeys.screenshots docs/screenshots

format: $(VENV)/.dev
	@$(BIN)/ruff check --quiet --fix src tests benchmarks; $(BIN)/ruff format src tests benchmarks

messages: $(VENV)/.dev
	@$(BIN)/python -m rethread.cli.messages update

# Versions and hashes only; no address of an index is ever written down.
lock: $(VENV)/.dev
	@sh requirements/lock.sh $(BIN)/uv

clean:
	rm -rf $(VENV) .rethread .mypy_cache .ruff_cache .pytest_cache build
