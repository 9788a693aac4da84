"""Events as GeoJSON (RFC 7946): points on a map, with what is stated of them."""

import json
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

from ..graph.records import text as shown
from . import stream

if TYPE_CHECKING:
    from ..graph import Graph


def write(graph: "Graph", output: IO[bytes], *, claimed: bool = False) -> None:
    """A FeatureCollection: a point for each place of each event that can be located. `exact` is false where the point is that
    of a wider place; `claimed` adds the events that are not certain, with the places that are claimed.
    """
    output.write(b'{"type": "FeatureCollection", "features": [\n')
    for number, feature in enumerate(_features(graph, claimed)):
        output.write((b",\n" if number else b"") + json.dumps(feature, ensure_ascii=False).encode())
    output.write(b"\n]}\n")


def _features(graph: "Graph", claimed: bool) -> Iterator[dict[str, Any]]:
    where = stream.Map(graph)
    for event in stream.events(graph, stream.doubtful(graph) if claimed else None):
        for place in event.places or event.targets:
            found = where.locate(place.iri)
            if found is None:
                continue
            point, own = found
            yield {
                "type": "Feature", "id": f"{event.iri} {place.iri}",
                "geometry": {"type": "Point", "coordinates": [point.longitude, point.latitude]},
                "properties": {
                    "event": event.iri, "name": event.name, "kind": event.cls, "certainty": event.certainty,
                    "date": shown(event.date) or None, "earliest": shown(event.earliest) or None,
                    "latest": shown(event.latest) or None, "place": place.name,
                    "exact": own and point.kind == "S", "agents": [node.name for node in event.agents],
                    "targets": [node.name for node in event.targets], "victims": [node.name for node in event.victims],
                    "killed": event.killed, "injured": event.injured,
                },
            }
