"""The ladder: trees, then rules, then recency times popularity. What fails hands on to the next."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..ports import Refusal, TrainedRanker, ladder_top, model_store
from ..rules.features import Features, Floats
from ..rules.scoring import by_popularity, by_rules
from ..types import LADDER, LadderStatus, Rung

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Scorer:
    """How this ranking scores: the rung, and the model if it is the highest one."""

    rung: Rung
    ranker: TrainedRanker | None = None

    def __call__(self, features: Features) -> Floats:
        """Score garments; higher is better."""
        if self.ranker is not None:
            return self.ranker.score(features)
        return by_rules(features) if self.rung == "rules" else by_popularity(features)

    @property
    def model_id(self) -> str | None:
        """Return which model scores, if one does."""
        return self.ranker.card.model_id if self.ranker is not None else None


def scorer() -> Scorer:
    """Return the highest rung that can serve now."""
    top = ladder_top()
    if top != "trees":
        return Scorer(top)
    store = model_store()
    found = store.current() if store is not None else None
    if found is None or isinstance(found, Refusal):
        return Scorer("rules")
    return Scorer("trees", found)


def below(failed: Scorer) -> Scorer:
    """Return the rung under one that could not score, and say so in the log."""
    _log.exception("the rung %s failed; the one below serves", failed.rung)
    return Scorer(LADDER[LADDER.index(failed.rung) + 1])


def ladder_status() -> LadderStatus:
    """Return which rung serves and why not a higher one."""
    store = model_store()
    found = store.current() if store is not None else None
    rung = scorer().rung
    if ladder_top() != "trees":
        reason = _("This process was told not to use a model.")
    elif found is None:
        reason = _("No model was trained yet.")
    elif isinstance(found, Refusal):
        reason = found.reason
    else:
        reason = ""
    card = found.card if found is not None else None
    return LadderStatus(rung=rung, reason=reason, card=card, serves_model=rung == "trees")
