"""A class that shapes a page is in a stylesheet; another does nothing, and nobody sees it."""

from __future__ import annotations

import re
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "rethread"
SHAPES = re.compile(r"m[bt]-\d+$|[a-z]+--[\w-]+$")  # spacing, and every variant of a block


def test_every_spacing_and_every_variant_that_templates_use_is_defined() -> None:
    sheets = "".join(sheet.read_text() for sheet in SOURCE.rglob("static/**/*.css"))
    defined = set(re.findall(r"\.([a-zA-Z][\w-]*)", sheets))
    used = {
        (name, page.name)
        for folder in ("web", "desk")
        for page in (SOURCE / folder).rglob("templates/**/*.html")
        for classes in re.findall(r'class="([^"]*)"', _without_tags(page.read_text()))
        for name in classes.split()
        if SHAPES.match(name)
    }
    assert len(used) > 100
    assert {(name, page) for name, page in used if name not in defined} == set()


def _without_tags(page: str) -> str:
    """Take both sides of every choice; a name that a value completes is left out."""
    return re.sub(r"{{.*?}}", "\0", re.sub(r"{%.*?%}", " ", page, flags=re.DOTALL))
