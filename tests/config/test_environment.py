"""The environment is read once, strictly: a typo is an error, not a default."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from rethread.config.environment import parse, to_environ
from rethread.platform.kernel import Invalid, Settings


def test_variables_become_typed_settings() -> None:
    value = parse(
        {"RETHREAD_PORT": "9000", "RETHREAD_DEBUG": "yes", "DATABASE_URL": "postgresql://x/y"}
    )
    assert (value.port, value.debug, value.database_url) == (9000, True, "postgresql://x/y")


@pytest.mark.parametrize(
    ("environ", "code"),
    [
        ({"RETHREAD_PORTT": "1"}, "settings.unknown"),
        ({"RETHREAD_PORT": "eighty"}, "settings.invalid"),
        ({"RETHREAD_DEBUG": "perhaps"}, "settings.invalid"),
    ],
)
def test_a_wrong_variable_is_refused(environ: dict[str, str], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse(environ)
    assert refused.value.code == code


def test_settings_survive_the_way_to_a_child_process() -> None:
    value = Settings(home=Path("/tmp/x"), port=9001, debug=True, stripe_read_s=2.5)  # noqa: S108
    passed = {k: v for k, v in to_environ(value).items() if k.startswith(("RETHREAD_", "DATABASE"))}
    assert parse(passed) == value


def test_every_setting_is_documented() -> None:
    assert all(f.metadata["doc"].endswith(".") for f in fields(Settings))
