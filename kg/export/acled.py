"""Events as a table with the columns that ACLED's users know: who against whom, where, when, how exactly, how many dead.

The codes are ours, by the classes of the ontology; no data of ACLED is used. Meetings, threats, sanctions and elections have no
type there and are left out, and so is what is not certain to have happened. Roles that are only claimed stand in the notes.
"""

import datetime
from collections.abc import Iterator, Mapping
from typing import IO, TYPE_CHECKING

from ..graph.records import Claim, Entity, Event, Node
from ..graph.records import text as shown
from . import stream

if TYPE_CHECKING:
    from ..graph import Graph

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "iso", "country", "admin1", "location",
    "latitude", "longitude", "geo_precision", "source", "notes", "fatalities", "tags", "date_as_stated",
    "certainty",
)
REMOTE, BATTLES, CIVILIANS, STRATEGIC = (
    "Explosions/Remote violence", "Battles", "Violence against civilians", "Strategic developments",
)
TYPES: Mapping[str, tuple[str, str]] = {
    "Airstrike": (REMOTE, "Air/drone strike"), "DroneStrike": (REMOTE, "Air/drone strike"),
    "MissileAttack": (REMOTE, "Shelling/artillery/missile attack"), "Bombing": (REMOTE, "Remote explosive/landmine/IED"),
    "ArmedClash": (BATTLES, "Armed clash"), "ArmedAssault": (CIVILIANS, "Attack"), "Assassination": (CIVILIANS, "Attack"),
    "Attack": (CIVILIANS, "Attack"), "Kidnapping": (CIVILIANS, "Abduction/forced disappearance"),
    "Protest": ("Protests", "Peaceful protest"), "Agreement": (STRATEGIC, "Agreement"), "Arrest": (STRATEGIC, "Arrests"),
    "MilitaryOperation": (STRATEGIC, "Other"), "Interception": (STRATEGIC, "Disrupted weapons use"),
}
"""Class of an event -> (event_type, sub_event_type). An assault on a force under arms counts as a battle."""
DISORDER = {"Protests": "Demonstrations", STRATEGIC: STRATEGIC}
"""Event type -> disorder_type; all others are political violence."""
INTER = {
    "SecurityForce": "State forces", "GovernmentBody": "State forces", "Country": "State forces", "ArmedGroup": "Rebel group",
    "InternationalOrganization": "External/Other forces",
}
"""Class of an actor -> its kind; of others, such as "four soldiers", the graph does not know it."""
ARMED = ("SecurityForce", "ArmedGroup")


def write(graph: "Graph", output: IO[bytes], *, claimed: bool = False) -> None:
    """One row for each event that has a type in the scheme, in order of time; `claimed` adds those that are not certain."""
    stream.table(output, COLUMNS, _rows(graph, claimed))


def _rows(graph: "Graph", claimed: bool) -> Iterator[tuple]:
    where, documents = stream.Map(graph), stream.documents(graph)
    doubtful = stream.doubtful(graph)
    for event in stream.events(graph, doubtful if claimed else None):
        if event.cls in TYPES:
            document = documents.get(stream.document_of(event.iri))
            source = (document.publisher or document.name) if document else ""
            yield _row(graph, event, where, source, doubtful.get(event.iri, []))


def _row(graph: "Graph", event: Event, where: stream.Map, source: str, doubtful: list[Claim]) -> tuple:
    kind, subtype = TYPES[event.cls]
    victims = [node for node in (*event.targets, *event.victims) if graph.ontology.is_a(node.cls, "Agent")]
    if kind == CIVILIANS and subtype == "Attack" and any(node.cls in ARMED for node in victims):
        kind, subtype = BATTLES, "Armed clash"
    first, second = event.agents or event.participants[:1], victims or list(event.participants[1:])
    actor1, with1, inter1 = _actor(first)
    actor2, with2, inter2 = _actor([node for node in second if node not in first])
    place, country, region, point, precision = _place(event, where)
    return (
        event.iri, event.earliest, event.earliest.year if event.earliest else None, _time_precision(event),
        DISORDER.get(kind, "Political violence"), kind, subtype, actor1, with1, inter1, actor2, with2, inter2,
        "-".join(filter(None, (inter1, inter2))), country and country.code, country and country.name, region and region.name,
        place and place.name, point and point.latitude, point and point.longitude, precision, source,
        "; ".join(dict.fromkeys(map(str, doubtful))), event.killed, None, shown(event.date), event.certainty,
    )


def _actor(nodes: list[Node] | tuple[Node, ...]) -> tuple[str, str, str]:
    """The first of some actors, those with it, and its kind."""
    if not nodes:
        return "", "", ""
    return nodes[0].name, "; ".join(node.name for node in nodes[1:]), INTER.get(nodes[0].cls, "")


def _time_precision(event: Event) -> int | None:
    """1 for a day, 2 for a week, 3 for a month or longer; None where no time is known."""
    if event.earliest is None or event.latest is None:
        return 3 if event.earliest or event.latest else None
    span = event.latest - event.earliest
    return 1 if span == datetime.timedelta(0) else 2 if span <= datetime.timedelta(days=7) else 3


Located = tuple[Entity | None, Entity | None, Entity | None, stream.Coordinates | None, int | None]


def _place(event: Event, where: stream.Map) -> Located:
    """The most exact place with its country, region and point; geo_precision 1 is the place itself, 2 near it, 3 a wider area."""
    lines = [where.above(place.iri) for place in (*event.places, *event.targets) if place.iri in where.places]
    if not lines:
        return None, None, None, None, None
    line = max(lines, key=lambda line: (len(line), line[0].cls != "Country", line[0].cls == "Settlement"))
    every = [place for line in lines for place in line]
    country = next((place for place in every if place.cls == "Country"), None)
    region = next((place for place in every if place.cls == "Region"), None)
    found = where.locate(line[0].iri)
    if found is None:
        return line[0], country, region, None, None
    point, own = found
    return line[0], country, region, point, (1 if own else 2) if point.kind == "S" else 3
