"""Django's registration of the discovery domain; installs the folder of models."""

from __future__ import annotations

from django.apps import AppConfig


class DiscoveryConfig(AppConfig):
    """Tables of this domain carry the label `discovery`."""

    name = "rethread.market.discovery"
    label = "discovery"

    def ready(self) -> None:
        from .adapters.model_folder import install_defaults

        install_defaults()
