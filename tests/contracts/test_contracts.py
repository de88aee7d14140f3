"""Contracts: lawful, fresh, one chain of words, and what lint and the freshness check catch."""

from __future__ import annotations

import importlib
import inspect
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
import yaml

from rethread.platform.events import registry
from rethread.platform.events.contract import Contract, read_all
from rethread.platform.events.contracts import ContractProblem, check_fresh, generate, lint
from rethread.platform.events.contracts.generate import json_schema, package_of

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = read_all(ROOT)
IDS = [f"{one.name}.v{one.major}" for one in CONTRACTS]
SAMPLE = "contracts/search/search_performed.v1.yaml"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A project with the contract of one event and nothing generated yet."""
    (tmp_path / "contracts/search").mkdir(parents=True)
    shutil.copy(ROOT / SAMPLE, tmp_path / SAMPLE)
    return tmp_path


def change(root: Path, edit: Any) -> None:
    document = yaml.safe_load((root / SAMPLE).read_text())
    edit(document)
    (root / SAMPLE).write_text(yaml.safe_dump(document, sort_keys=False))


def test_every_contract_is_lawful() -> None:
    assert lint(ROOT) == []


def test_everything_generated_is_fresh() -> None:
    assert check_fresh(ROOT) == []


@pytest.mark.parametrize("contract", CONTRACTS, ids=IDS)
def test_one_chain_of_words(contract: Contract) -> None:
    package = ".".join(package_of(contract.domain).parts[1:])
    module = importlib.import_module(f"{package}.events")
    struct = getattr(module, contract.class_name)
    emit = getattr(module, f"emit_{contract.event}")
    fields = [field.name for field in contract.fields]
    assert [field.name for field in msgspec.structs.fields(struct)] == fields
    assert list(inspect.signature(emit).parameters) == [
        "actor", "occurred_at", "context", *fields,
    ]  # fmt: skip
    staging = ROOT / "warehouse/models/staging" / contract.domain
    assert (staging / f"stg_{contract.domain}__{contract.event}.sql").exists()
    sources = yaml.safe_load((staging / "_sources.yml").read_text())["sources"]
    table = next(one for one in sources[0]["tables"] if one["name"] == contract.event)
    assert {column["name"] for column in table["columns"]} >= set(fields)
    assert registry.accepted()[contract.name, contract.major] == contract


def test_generated_code_is_as_the_formatter_and_the_linter_want_it() -> None:
    files = [
        str(path)
        for domain in sorted({one.domain for one in CONTRACTS})
        for path in sorted((ROOT / package_of(domain)).glob("events*"))
    ]
    for command in (["format", "--check"], ["check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, *files],
            capture_output=True,
            text=True,
            cwd=ROOT,
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_generating_twice_changes_nothing(copy: Path) -> None:
    assert len(generate(copy)) == 6
    assert generate(copy) == []
    assert check_fresh(copy) == []


def test_the_freshness_check_sees_an_edit_a_gap_and_an_orphan(copy: Path) -> None:
    generate(copy)
    events = copy / "src/rethread/market/search/events.py"
    events.write_text(events.read_text() + "\n")
    assert check_fresh(copy) == ["src/rethread/market/search/events.py lags behind its contract"]
    events.unlink()
    assert check_fresh(copy) == ["src/rethread/market/search/events.py is missing"]
    generate(copy)
    (copy / SAMPLE).unlink()
    assert sum(line.endswith("has no contract") for line in check_fresh(copy)) == 5
    generate(copy)
    assert not events.exists()


def test_a_file_that_a_person_wrote_is_never_removed(copy: Path) -> None:
    own = copy / "src/rethread/market/search/events.py"
    own.parent.mkdir(parents=True)
    (copy / SAMPLE).unlink()
    own.write_text('"""Written by hand."""\n')
    generate(copy)
    assert own.read_text() == '"""Written by hand."""\n'


def field(document: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(
        one for one in document["schema"][0]["properties"] if one["name"] == name
    )
    return found


BREAKAGES: list[tuple[Any, str]] = [
    (lambda d: d.update(kind="Contract"), "kind"),
    (lambda d: d.update(unheard="of"), "unheard"),
    (lambda d: d.update(id="search.other"), "id must be 'search.search_performed'"),
    (lambda d: d.update(domain="orders"), "its folder says 'search'"),
    (lambda d: d.update(version="2.0.0"), "does not begin with 1"),
    (lambda d: d.pop("team"), "'team' is missing"),
    (lambda d: d.pop("slaProperties"), "'freshness' is missing"),
    (lambda d: d["customProperties"].pop(0), "'channel' is missing"),
    (lambda d: d["customProperties"][1].update(value="page"), "partitionKey must be"),
    (lambda d: field(d, "page").pop("classification"), "page: classification must be"),
    (lambda d: field(d, "page").pop("description"), "page: has no description"),
    (lambda d: field(d, "page").pop("logicalTypeOptions"), "page: needs a minimum and a maximum"),
    (lambda d: field(d, "sort").pop("logicalTypeOptions"), "sort: needs a maxLength or an enum"),
    (lambda d: field(d, "filters").pop("logicalTypeOptions"), "filters: needs maxItems"),
    (lambda d: field(d, "sort").update(name="page"), "a field is named twice"),
    (lambda d: field(d, "sort").update(name="event_id"), "is a name of the envelope"),
    (
        lambda d: field(d, "page").update(logicalType="number", logicalTypeOptions={}),
        "type 'number' is not one an event may have",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "said"), BREAKAGES, ids=[said for _, said in BREAKAGES])
def test_lint_says_what_is_wrong_and_nothing_is_generated(copy: Path, edit: Any, said: str) -> None:
    change(copy, edit)
    problems = lint(copy)
    assert any(said in problem for problem in problems), problems
    assert all(problem.startswith("search/search_performed.v1.yaml: ") for problem in problems)
    with pytest.raises(ContractProblem):
        generate(copy)
    assert not (copy / "src").exists()


def test_the_json_schema_and_the_type_agree_on_what_is_valid() -> None:
    contract = registry.accepted()["discovery.listing_viewed", 1]
    schema = json_schema(contract)
    struct = registry.struct_of(contract.name, 1)
    listing = "019a0000-0000-7000-8000-000000000000"
    for payload, valid in [
        ({"listing_id": listing, "surface": "feed"}, True),
        ({"listing_id": listing, "surface": "feed", "position": None}, True),
        ({"listing_id": listing, "surface": "feed", "position": 0}, False),
        ({"listing_id": listing, "surface": "moon"}, False),
        ({"surface": "feed"}, False),
        ({"listing_id": listing, "surface": "feed", "extra": 1}, False),
    ]:
        by_schema = jsonschema.Draft202012Validator(schema).is_valid(payload)
        try:
            msgspec.convert(payload, struct)
            by_type = True
        except msgspec.ValidationError:
            by_type = False
        assert (by_schema, by_type) == (valid, valid), payload
