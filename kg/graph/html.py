"""A graph at a glance for notebooks: how much it holds, and a small picture of its best connected things."""

import math
from collections import Counter
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from .records import Node, Summary

if TYPE_CHECKING:
    from .reader import Reader

SHOWN = 16
"""Things in the picture: more cannot be read."""
WIDTH, HEIGHT = 760, 420
COLOURS = {"Person": "#4c78a8", "Organization": "#e45756", "PersonGroup": "#f58518", "Place": "#54a24b", "Event": "#b279a2"}
"""The colour of a class and of those below it; all others are grey."""


def page(graph: "Reader") -> str:
    """The graph as HTML, with an inline SVG and nothing that is fetched."""
    summary = graph.summary()
    return f"<div><b>{escape(graph.name or 'graph')}</b>{table(summary)}{picture(graph)}</div>"


def table(summary: Summary) -> str:
    """How much there is, as an HTML table."""
    claims = {"asserted": summary.asserted, "only claimed": summary.hedged, "denied": summary.denied, "over": summary.ended}
    rows = {"documents": {"": summary.documents}, "entities": summary.entities, "relations": summary.relations,
            "events": summary.events, "claims": claims}
    lines = "".join(f"<tr><th>{name}</th><td>{sum(counts.values())}</td><td>{_kinds(counts)}</td></tr>"
                    for name, counts in rows.items())
    return f"<table><tbody>{lines}</tbody></table>"


def _kinds(counts: Mapping[str, int]) -> str:
    return escape(", ".join(f"{number} {kind}" for kind, number in counts.items() if kind))


def picture(graph: "Reader") -> str:
    """The facts between the best connected entities and events as an SVG, things on an ellipse, in a fixed order."""
    links = [(fact.subject, fact.predicate, fact.object) for fact in graph.facts() if isinstance(fact.object, Node)]
    degree = Counter(end for subject, _, other in links for end in (subject, other))
    chosen = sorted(degree, key=lambda node: (-degree[node], node.name, node.iri))[:SHOWN]
    if not chosen:
        return ""
    places = {node.iri: _place(number, len(chosen)) for number, node in enumerate(chosen)}
    lines = "".join(_line(places[subject.iri], predicate, places[other.iri]) for subject, predicate, other in links
                    if {subject.iri, other.iri} <= set(places))
    dots = "".join(_dot(node, places[node.iri], _colour(graph, node.cls)) for node in chosen)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
            f'font-family="sans-serif" font-size="11" role="img" aria-label="The best connected things">{lines}{dots}</svg>')


def _place(number: int, of: int) -> tuple[float, float]:
    angle = 2 * math.pi * number / of - math.pi / 2
    return round(WIDTH / 2 + 0.36 * WIDTH * math.cos(angle), 1), round(HEIGHT / 2 + 0.42 * HEIGHT * math.sin(angle), 1)


def _colour(graph: "Reader", cls: str) -> str:
    return next((colour for above, colour in COLOURS.items() if graph.ontology.is_a(cls, above)), "#888")


def _line(start: tuple[float, float], predicate: str, end: tuple[float, float]) -> str:
    (x1, y1), (x2, y2) = start, end
    return (f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="#bbb"/>'
            f'<text x="{(x1 + x2) / 2:.1f}" y="{(y1 + y2) / 2:.1f}" fill="#666" text-anchor="middle">'
            f"{escape(predicate)}</text>")


def _dot(node: Node, place: tuple[float, float], colour: str) -> str:
    x, y = place
    return (f'<circle cx="{x}" cy="{y}" r="6" fill="{colour}"><title>{escape(node.cls)}</title></circle>'
            f'<text x="{x}" y="{y - 9:.1f}" text-anchor="middle">{escape(node.name[:40])}</text>')
