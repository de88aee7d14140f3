#!/bin/sh
# Everything about the code that needs no market: style, types, layers, contracts, models, freshness.
set -u
BIN=${BIN:-.venv/bin}
HOME_FOLDER=$(mktemp -d)
trap 'rm -rf "$HOME_FOLDER"' EXIT
export RETHREAD_MODE=test RETHREAD_HOME="$HOME_FOLDER" RETHREAD_SECRET_KEY=checks-only DJANGO_SETTINGS_MODULE=rethread.config.settings
failed=0
step() {
  name=$1; shift
  if out=$("$@" 2>&1); then echo "ok    $name"; else echo "FAIL  $name"; echo "$out" | tail -60; failed=1; fi
}
step "ruff lint" $BIN/ruff check src tests benchmarks
step "ruff format" $BIN/ruff format --check src tests benchmarks
step "mypy strict" $BIN/mypy
step "layers" $BIN/lint-imports
step "contracts" $BIN/python -m rethread.platform.events.contracts lint
step "generated from contracts" $BIN/python -m rethread.platform.events.contracts check-fresh
step "translations complete" $BIN/python -m rethread.cli.messages check
step "migrations complete" $BIN/python -m django makemigrations --check --dry-run
step "experiments and roadmap" $BIN/python -m rethread.insight.measurement.check
step "tests import" $BIN/python -m pytest --collect-only -qq
step "dbt parse" $BIN/python -m rethread.insight.lake.parse
exit $failed
