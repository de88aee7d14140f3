"""People get a fixed pseudonym here, so that these tests need no vault."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rethread.platform.events.emit import install_pseudonymise


@pytest.fixture(autouse=True)
def pseudonyms() -> Iterator[None]:
    install_pseudonymise(lambda user_id: f"p-{user_id.hex[-6:]}")
    yield
    install_pseudonymise(None)
