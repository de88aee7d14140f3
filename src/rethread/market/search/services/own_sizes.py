"""What sizes somebody wears. They preset the filter of searches, where it can be taken off."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from django.utils.translation import gettext as _

from rethread.market.catalogue.rules import DEPARTMENTS, Size, sizes_offered
from rethread.market.search.errors import UnknownSizes
from rethread.market.search.types import WornSizes
from rethread.platform.kernel import Actor, business_now
from rethread.platform.kernel.fetching import change

SIZES_MAX = 30
SizeGroup = Literal["letters", "numbers", "waist", "shoes", "kids"]
_GROUPS: dict[str, SizeGroup] = {
    "alpha": "letters",
    "uk": "numbers",
    "waist": "waist",
    "shoe_uk": "shoes",
    "kids_age": "kids",
}
_SET = """
INSERT INTO search_own_sizes (user_id, codes, applies, set_at) VALUES (%s, %s, %s, %s)
ON CONFLICT (user_id) DO UPDATE
SET codes = excluded.codes, applies = excluded.applies, set_at = excluded.set_at
"""


@lru_cache(maxsize=1)
def sizes_known() -> dict[SizeGroup, tuple[Size, ...]]:
    """Return the sizes to choose from, by kind; what is equivalent to one is found with it."""
    kinds: tuple[Literal["clothing", "bottoms", "shoes"], ...] = ("clothing", "bottoms", "shoes")
    offered = dict.fromkeys(
        size
        for department in DEPARTMENTS
        for kind in kinds
        for size in sizes_offered(kind, department.code)
    )
    return {
        group: tuple(size for size in offered if size.system == system)
        for system, group in _GROUPS.items()
    }


def set_own_sizes(*, actor: Actor, codes: Sequence[str], applies: bool = True) -> WornSizes:
    """Say which sizes one wears, instead of those said before; none takes them away.

    Raises:
        UnknownSizes: a code that the catalogue does not offer, or more than 30.
    """
    user_id = actor.require_user()
    known = {size.code for sizes in sizes_known().values() for size in sizes}
    wanted = tuple(dict.fromkeys(codes))
    if not known.issuperset(wanted):
        raise UnknownSizes(_("One of these sizes does not exist."))
    if len(wanted) > SIZES_MAX:
        raise UnknownSizes(_("Choose %(count)d sizes at most.") % {"count": SIZES_MAX})
    change(_SET, [user_id, list(wanted), applies, business_now()])
    return WornSizes(wanted, applies)
