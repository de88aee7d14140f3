"""Shows a unit its variant and notes that it was shown, once a day.

Without consent nobody takes part: they see the control, and nothing is written down.
"""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction

from rethread.platform.events.emit import EventContext
from rethread.platform.events.ingestion import ANALYTICS
from rethread.platform.kernel import Actor, business_now

from .assignment import assign
from .definitions import Experiment, get_experiment
from .events import emit_unit_exposed
from .models import ExposureDay


def expose(*, actor: Actor, experiment_key: str, context: EventContext) -> str:
    """Return the variant to show to the browser of a request, noting that it is shown.

    The note is an event, once per unit, experiment version and day of the business clock.

    Raises:
        NotFound: there is no such experiment.
    """
    experiment = get_experiment(experiment_key)
    unit = context.anonymous_id
    if experiment.status != "running" or unit is None or context.consent != ANALYTICS:
        return experiment.control
    variant = assign(experiment, unit)
    day = business_now().date()
    with transaction.atomic():
        if _first_today(experiment, unit, day):
            _note(actor, experiment, unit, variant, context)
    return variant


def _first_today(experiment: Experiment, unit: str, day: date) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO experiments_exposureday (experiment, experiment_version, unit_key, day) "
            "VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING RETURNING 1",
            [experiment.key, experiment.version, unit, day],
        )
        return cursor.fetchone() is not None


def _note(
    actor: Actor, experiment: Experiment, unit: str, variant: str, context: EventContext
) -> None:
    weights = {one.name: one.weight_percent for one in experiment.variants}
    emit_unit_exposed(
        actor=actor,
        context=context,
        experiment=experiment.key,
        experiment_version=experiment.version,
        variant=variant,
        unit_key=unit,
        weight_percent=weights[variant],
    )


def forget_exposures_before(day: date) -> int:
    """Forget which units were noted before a day; yesterday's notes keep nothing from happening."""
    return ExposureDay.objects.filter(day__lt=day).delete()[0]
