"""Reference pages that are generated from the code, so that they cannot lag behind it."""

from __future__ import annotations

from dataclasses import fields

from rethread.config.environment import variable_of
from rethread.platform.kernel.settings import Settings


def settings_page() -> str:
    """Write every setting with its variable, default and meaning as a Markdown table."""
    rows = [
        f"| `{variable_of(f.name, f.metadata)}` | {_shown(f.default)} | {f.metadata['doc']} |"
        for f in fields(Settings)
    ]
    head = [
        "# Settings",
        "",
        "Every setting is an environment variable, read once when a process starts.",
        "",
        "| variable | default | meaning |",
        "|---|---|---|",
    ]
    return "\n".join([*head, *rows]) + "\n"


def _shown(default: object) -> str:
    return f"`{default}`" if default not in ("", None) else "(empty)"
