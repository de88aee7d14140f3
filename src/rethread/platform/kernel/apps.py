"""Django's registration of the kernel's tables."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """The clock offset and the idempotency keys live under the label `kernel`."""

    name = "rethread.platform.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"
