"""Nodes and edges as the CSV files that `neo4j-admin database import` takes."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..graph.records import Node
from ..graph.records import text as shown
from . import stream

if TYPE_CHECKING:
    from ..graph import Graph

NODES = (
    "iri:ID", "name", "aliases:string[]", "code", "certainty", "date", "earliest:date", "latest:date", "killed:int",
    "injured:int", ":LABEL",
)
EDGES = (":START_ID", ":END_ID", ":TYPE", "certainty", "polarity", "ended:boolean", "documents:int", "confidence:float")


def write(graph: "Graph", folder: Path) -> None:
    """nodes.csv and edges.csv; a node is labelled with its class and all classes above it."""
    with (folder / "nodes.csv").open("wb") as file:
        stream.table(file, NODES, _nodes(graph))
    with (folder / "edges.csv").open("wb") as file:
        stream.table(file, EDGES, _edges(graph))


def _nodes(graph: "Graph") -> Iterator[tuple]:
    for entity in graph.entities():
        aliases = ";".join(alias.replace(";", ",") for alias in entity.aliases)
        yield entity.iri, entity.name, aliases, entity.code, None, None, None, None, None, None, _labels(graph, entity)
    for event in graph.events(claimed=True):
        yield (event.iri, event.name, "", None, event.certainty, shown(event.date), event.earliest, event.latest, event.killed,
               event.injured, _labels(graph, event))


def _labels(graph: "Graph", node: Node) -> str:
    return ";".join(graph.ontology.ancestry.get(node.cls, (node.cls,)))


def _edges(graph: "Graph") -> Iterator[tuple]:
    known = {node.iri for node in (*graph.entities(), *graph.events(claimed=True))}
    for found in graph.statements():
        if isinstance(found.object, Node) and {found.subject.iri, found.object.iri} <= known:
            yield (found.subject.iri, found.object.iri, found.predicate, found.certainty, found.polarity,
                   "true" if found.ended else "false", found.documents, found.confidence)
