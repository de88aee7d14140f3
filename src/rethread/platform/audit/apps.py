"""Django's registration of the audit trail."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Tables of this package carry the label `audit`."""

    name = "rethread.platform.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
