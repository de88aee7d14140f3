"""Countries by name: addresses keep a code, people read a word."""

from __future__ import annotations

from django.utils.translation import gettext as _


def country_name(code: str) -> str:
    """Return what a country is called; a code that is not known here stays a code."""
    names = {
        "AT": _("Austria"),
        "BE": _("Belgium"),
        "CH": _("Switzerland"),
        "CZ": _("Czechia"),
        "DE": _("Germany"),
        "DK": _("Denmark"),
        "ES": _("Spain"),
        "FR": _("France"),
        "GB": _("United Kingdom"),
        "IE": _("Ireland"),
        "IT": _("Italy"),
        "NL": _("Netherlands"),
        "NO": _("Norway"),
        "PL": _("Poland"),
        "PT": _("Portugal"),
        "SE": _("Sweden"),
        "US": _("United States"),
    }
    return names.get(code, code)
