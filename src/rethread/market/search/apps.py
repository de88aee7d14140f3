"""Django's registration of the search domain; installs the default engine."""

from __future__ import annotations

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Tables of this domain carry the label `search`."""

    name = "rethread.market.search"
    label = "search"

    def ready(self) -> None:
        from .adapters.installation import install_defaults

        install_defaults()
