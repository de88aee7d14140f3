#!/bin/sh
# Locks what pyproject.toml asks for: bootstrap (uv alone), core, and dev (which contains core).
set -eu
cd "$(dirname "$0")/.."
UV=$1
OPTIONS="--quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --python-version 3.11"
printf 'uv\n' | $UV pip compile $OPTIONS - -o requirements/bootstrap.txt
printf 'setuptools>=77\nwheel\n' | cat - > requirements/.build.in
$UV pip compile $OPTIONS pyproject.toml requirements/.build.in -o requirements/core.txt
$UV pip compile $OPTIONS pyproject.toml requirements/.build.in --extra dev -c requirements/core.txt -o requirements/dev.txt
rm requirements/.build.in
