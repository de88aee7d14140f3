"""Generated pages are fresh, and the project speaks of itself alone."""

from __future__ import annotations

import re
import subprocess

from rethread.cli.reference import settings_page

from .source import ROOT

NOT_OURS = re.compile(r"/work/|pypi\.org|files\.pythonhosted|registry\.npmjs|--index-url|/opt/pypi")


def test_the_settings_reference_is_fresh() -> None:
    assert (ROOT / "docs" / "reference" / "settings.md").read_text() == settings_page()


def test_the_project_names_no_registry_and_no_machine() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    found = []
    for name in filter(None, listed):
        path = ROOT / name
        if name == "tests/architecture/test_generated.py" or not path.is_file():
            continue
        text = path.read_bytes().decode("utf-8", errors="ignore")
        if NOT_OURS.search(text):
            found.append(name)
    assert listed
    assert not found
