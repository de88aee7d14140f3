"""Which variant of an experiment a page shows to the browser that asked.

A browser's note of the day is written once; after that its variant is remembered per process, so
that a page that is looked at often does not ask the database each time.
"""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest

from rethread.platform.experiments.definitions import get_experiment
from rethread.platform.experiments.services import expose
from rethread.platform.kernel import business_now

from .edge import actor_of, event_context

REMEMBERED_S = 3600


def variant_for(request: HttpRequest, experiment_key: str) -> str:
    """Return the variant to show, noting once a day that it is shown.

    Raises:
        NotFound: there is no such experiment.
    """
    context = event_context(request)
    salt = get_experiment(experiment_key).salt
    remembered = f"variant:{salt}:{context.anonymous_id}:{business_now().date()}"
    variant: str | None = cache.get(remembered) if context.anonymous_id else None
    if variant is None:
        variant = expose(actor=actor_of(request), experiment_key=experiment_key, context=context)
        if context.anonymous_id:
            cache.set(remembered, variant, REMEMBERED_S)
    return variant
