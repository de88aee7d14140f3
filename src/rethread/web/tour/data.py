"""A sale on a chart and where the figure comes from; then a broken event, and a silent loss.

What it reads of the data platform, it reads through the same selectors as the desk.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rethread.insight.lake.marts import query_marts
from rethread.insight.lake.selectors import LakeStatus, get_lake_status
from rethread.insight.observability.rules.lineage import Graph, Node
from rethread.insight.observability.selectors import (
    IncidentView,
    get_feed,
    lineage,
    list_incidents,
)
from rethread.platform.audit.services import list_entries
from rethread.platform.events.letters import (
    LetterField,
    LetterView,
    fix_letter,
    get_letter,
    list_letters,
)
from rethread.platform.kernel import Actor, Conflict, NotFound, wall_now

from ..ports import demo_controls
from . import buying
from .sale import SLUG as SALE
from .stop import Fact, Notes, Scene, Step, Stop, Visit

SLUG = "data"
CHART = "orders_per_day"
DAY = timedelta(days=1)
NAMED = 2
LOST_EVENT = "discovery.listing_impressed"


def _buy(visit: Visit) -> None:
    visit.notes(SALE)["order"] = str(buying.buy_something().order_id)


def _look(visit: Visit) -> None:
    visit.notes(SLUG)["looked"] = True


def _read(visit: Visit) -> None:
    visit.notes(SLUG)["read"] = True


def _skip(visit: Visit) -> None:
    """Go on without the chart; what was pressed before stays as it is."""
    visit.notes(SLUG)["looked"] = True
    visit.notes(SLUG)["skipped"] = True


def _count(visit: Visit) -> None:
    visit.notes(SLUG)["counted"] = True


def _break(visit: Visit) -> None:
    before = {letter.id for letter in list_letters()}
    demo_controls().send_broken_event()
    made = [letter for letter in list_letters() if letter.id not in before]
    if not made:
        raise Conflict("tour.no_letter", _("The door took it. That was not meant to happen."))
    visit.notes(SLUG)["letter"] = str(made[0].id)


def _fix(visit: Visit) -> None:
    """Give each field that its contract refuses the first value that it allows."""
    letter = get_letter(UUID(visit.notes(SLUG)["letter"]))
    values = {
        field.name: field.values[0] if field.problem and field.values else field.value
        for field in letter.fields
    }
    staff = Actor.staff(demo_controls().become("staff"))
    event_id = fix_letter(actor=staff, letter_id=letter.id, values=values)
    visit.notes(SLUG)["sent"] = str(event_id)


def _lose(visit: Visit) -> None:
    notes = visit.notes(SLUG)
    notes["since"] = wall_now().isoformat()
    notes["sent_views"] = _a_day_of_visitors(losing=True)


def _stop_losing(visit: Visit) -> None:
    visit.notes(SLUG)["again"] = _a_day_of_visitors(losing=False)


def _a_day_of_visitors(*, losing: bool) -> int:
    if losing:
        demo_controls().begin_fault("events_dropped")
    else:
        demo_controls().end_fault("events_dropped")
    demo_controls().advance(DAY + timedelta(hours=2))
    return demo_controls().send_visitors()


def _scene(visit: Visit) -> Scene:
    order_id = visit.notes(SALE).get("order")
    if order_id is None:
        return Scene(
            said=_("A chart needs a sale to show. Let somebody buy something."),
            step=Step(_("Buy a piece"), "buy"),
        )
    notes = visit.notes(SLUG)
    if "looked" not in notes and _is_between_two(notes):
        day = _day_on_chart(order_id)
        if day is not None:
            return _chart_scene(day)
    if "read" not in notes:  # the tables may still be on their way: what follows needs none
        return _letter_scene(notes)
    if "since" not in notes:
        return _before_the_loss(notes)
    if "counted" in notes and "looked" not in notes:
        return _building_scene()
    return _incident_scene(notes)


def _is_between_two(notes: Notes) -> bool:
    """Tell whether the chart may come now without breaking into another story."""
    before_the_loss = "read" in notes and "since" not in notes
    return "letter" not in notes or before_the_loss or "counted" in notes


# The chart


def _chart_scene(day: tuple[str, int]) -> Scene:
    told = ngettext(
        "The sale is in the tables: %(n)d order on %(day)s. Where that figure comes from:",
        "The sale is in the tables: %(n)d orders on %(day)s. Where that figure comes from:",
        day[1],
    )
    return Scene(
        said=told % {"n": day[1], "day": day[0]},
        step=Step(_("Go on"), "look"),
        context={"way": way_up(lineage(), f"chart:{CHART}", "event:orders.order_placed")},
    )


def _building_scene() -> Scene:
    status = get_lake_status()
    return Scene(
        said=_(
            "The tables behind the charts are being built anew, so that your sale is in them. "
            "This page goes on by itself …"
        ),
        waiting=True,
        skip=Step(_("Go on without the chart"), "skip"),
        facts=(
            Fact(_("The build before took"), _took(status)),
            Fact(_("Events stored last, real time"), _clock(status.last_load_at)),
            Fact(_("Tables as of, real time"), _clock(status.served_built_at)),
        ),
    )


def _took(status: LakeStatus) -> str:
    if status.last_build_at is None or status.last_build_began_at is None:
        return _("there was none yet")
    seconds = round((status.last_build_at - status.last_build_began_at).total_seconds())
    return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}


def _clock(moment: datetime | None) -> str:
    return f"{localtime(moment):%H:%M:%S}" if moment else _("not yet")


def _day_on_chart(order_id: str) -> tuple[str, int] | None:
    """Return the day of an order in the served marts, and that day's orders; None before it."""
    try:
        rows = query_marts(
            "SELECT strftime(day.placed_date, '%-d %b'), count(*) FROM marts.fct_order AS day "
            "WHERE day.placed_date = (SELECT placed_date FROM marts.fct_order WHERE order_id = ?) "
            "GROUP BY day.placed_date",
            [order_id],
        )
    except NotFound:
        return None
    return (str(rows[0][0]), int(rows[0][1])) if rows else None


def way_up(graph: Graph, start: str, goal: str) -> list[Node]:
    """Return the shortest way from a node up to another and on to its contract."""
    ways: list[list[str]] = [[start]]
    seen = {start}
    while ways:
        way = ways.pop(0)
        if way[-1] == goal:
            contract = [node for node in graph.parents(goal) if node.kind == "contract"]
            return [graph.nodes[each] for each in way] + contract
        for parent in graph.parents(way[-1]):
            if parent.id not in seen:
                seen.add(parent.id)
                ways.append([*way, parent.id])
    return []


# The broken event


def _letter_scene(notes: Notes) -> Scene:
    if "letter" not in notes:
        return Scene(
            said=_(
                "Every chart is made from events, and a contract says what each may contain. Now a "
                "page sends one that breaks it."
            ),
            step=Step(_("Send a broken event"), "break"),
        )
    letter = get_letter(UUID(notes["letter"]))
    facts = _letter_facts(letter)
    if letter.replayed_at is None:
        return Scene(
            said=_("Refused at the door, and kept with what was wrong."),
            step=Step(_("Put it right and send it again"), "fix"),
            facts=facts,
        )
    return Scene(
        said=_("Put right, checked against the contract, and sent again by staff."),
        step=Step(_("Go on"), "read"),
        facts=facts,
    )


def _before_the_loss(notes: Notes) -> Scene:
    return Scene(
        said=_(
            "Now a silent fault: an ordinary day’s visitors come, and three in ten events about "
            "what they saw get lost."
        ),
        step=Step(_("Lose them, and let a day pass"), "lose"),
        facts=(_landed(str(notes.get("sent", ""))),),
    )


def _letter_facts(letter: LetterView) -> tuple[Fact, ...]:
    wrong = [field for field in letter.fields if field.problem]
    deeds = list_entries(object_type="dead_letter", object_id=letter.id)
    return (
        Fact(_("Contract"), letter.contract, url=_node(f"contract:{letter.contract}")),
        Fact(
            _("What was wrong"),
            "; ".join(_wrong(field) for field in wrong) or letter.detail,
            False if letter.replayed_at is None else None,
        ),
        Fact(
            _("Personal data blacked out"),
            ", ".join(f.name for f in wrong if f.masked) or _("none in it"),
        ),
        Fact(_("Whose it is to mend"), letter.owner),
        *(
            Fact(
                _("Written down about it"),
                ngettext("%(n)d entry, at %(at)s", "%(n)d entries, the last at %(at)s", len(deeds))
                % {"n": len(deeds), "at": _clock(deeds[0].happened_at)},
                True,
            )
            for _first in deeds[:1]
        ),
    )


def _wrong(field: LetterField) -> str:
    """Say what is wrong with a field in words, as far as its contract names what is allowed."""
    if not field.values:
        return f"{field.name}: {field.problem}"
    return _("%(field)s is “%(value)s”; allowed are %(known)s") % {
        "field": field.name,
        "value": field.value,
        "known": ", ".join(field.values),
    }


def _landed(event_id: str) -> Fact:
    try:
        rows = query_marts("SELECT count(*) FROM marts.fct_event WHERE event_id = ?", [event_id])
    except NotFound:
        rows = [(0,)]
    there = bool(rows[0][0])
    words = _("in the tables") if there else _("on its way to the tables")
    return Fact(_("The one put right"), words, there)


def _node(node_id: str) -> str:
    return reverse("desk:lineage", args=[node_id])


# The loss


def _incident_scene(notes: Notes) -> Scene:
    tables_known = lineage().knows_tables  # asked first: tables may come while this page is made
    found = _incidents_since(notes["since"])
    losing = any(fault.name == "events_dropped" for fault in demo_controls().faults())
    arrived = get_feed(LOST_EVENT, hours=24).offered > 0
    if not found or ("again" not in notes and not arrived):  # silence is not yet the loss
        return Scene(
            said=_(
                "A day went by with %(n)d events from visitors’ browsers, three in ten of one kind "
                "lost. Does anybody notice?"
            )
            % {"n": notes["sent_views"]},
            waiting=True,
            facts=_feed_facts(),
        )
    mine = [incident for incident in found if incident.root == f"event:{LOST_EVENT}"] or found
    incident = mine[0]
    others = [one for one in found if one not in mine]
    found = mine
    over = incident.closed_at is not None
    if over:
        told = ngettext(
            "Over, and closed by itself. One fault, one incident, with its owner named.",
            "Over, and closed by itself; %(n)d incidents told of it.",
            len(found),
        ) % {"n": len(found)}
        looked = "looked" in notes
        if looked and "skipped" not in notes and "counted" in notes:
            told = _("A fault noticed, named and over, and a figure traced to its owner.")
        return Scene(
            said=told,
            step=None if looked else Step(_("Go on: the sale on a chart"), "count"),
            facts=_incident_facts(found, incident, others, tables_known=tables_known),
            done=looked and not losing,
        )
    if "again" in notes:
        told = _("Another day, and nothing was lost in it. The incident closes by itself …")
        return Scene(
            said=told,
            waiting=True,
            facts=(
                *_feed_facts(),
                *_incident_facts(found, incident, others, tables_known=tables_known),
            ),
        )
    told = ngettext(
        "Noticed: one incident for all that follows from it.",
        "Noticed: %(n)d incidents.",
        len(found),
    ) % {"n": len(found)}
    return Scene(
        said=told,
        step=Step(_("Lose no more, and let a day pass"), "stop"),
        facts=(
            *_feed_facts(),
            *_incident_facts(found, incident, others, tables_known=tables_known),
        ),
    )


def _incidents_since(moment: str) -> list[IncidentView]:
    since = datetime.fromisoformat(moment)
    return [
        found for found in list_incidents() if any(sign.began_at >= since for sign in found.signs)
    ]


def _feed_facts() -> tuple[Fact, ...]:
    feed = get_feed(LOST_EVENT, hours=24)
    words = _("%(landed)d of %(offered)d events arrived") % {
        "landed": feed.landed,
        "offered": feed.offered,
    }
    whole = feed.complete * 100 >= feed.contract.completeness_percent
    url = reverse("desk:feed", args=[LOST_EVENT])
    return (Fact(_("“This piece was seen”"), words, whole if feed.offered else None, url),)


def _incident_facts(
    found: list[IncidentView],
    incident: IncidentView,
    others: list[IncidentView],
    *,
    tables_known: bool,
) -> tuple[Fact, ...]:
    """Show the incidents of this fault; what else was noticed meanwhile is counted beside them."""
    elsewhere = Fact(_("Noticed elsewhere meanwhile"), str(len(others)), url=reverse("desk:health"))
    return (
        Fact(
            _("Incidents about this fault"),
            str(len(found)),
            len(found) == 1,
            reverse("desk:incident", args=[incident.id]),
        ),
        Fact(_("Owner"), incident.owner),
        Fact(_("Tables and figures made from it"), _names(incident.affected, tables_known)),
        Fact(
            _("State"),
            _("closed") if incident.closed_at else _("open"),
            incident.closed_at is not None,
        ),
        *((elsewhere,) if others else ()),
    )


def _names(keys: tuple[str, ...], tables_known: bool) -> str:
    """Count what an incident touches and name the largest of it; its page lists them all."""
    if not keys:
        return _("none") if tables_known else _("known once the tables are built")
    names = [key.partition(":")[2] for key in keys]
    known = [name for name in names if name.startswith("fct_")] or names
    told = ngettext("%(n)d: %(names)s", "%(n)d, among them %(names)s", len(names))
    return told % {"n": len(names), "names": ", ".join(known[:NAMED])}


STOP = Stop(
    slug=SLUG,
    title=gettext_lazy("Where a number comes from"),
    promise=gettext_lazy("A broken event, a silent loss, a figure’s owner."),
    template="web/tour/data.html",
    scene=_scene,
    actions={
        "buy": _buy,
        "look": _look,
        "read": _read,
        "count": _count,
        "skip": _skip,
        "break": _break,
        "fix": _fix,
        "lose": _lose,
        "stop": _stop_losing,
    },
)
