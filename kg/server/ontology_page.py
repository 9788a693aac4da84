"""The ontology at /ontology, whose hash IRIs are its terms: a page, or kg.ttl in any RDF format."""

import functools

import pyoxigraph as ox

from ..ontology import KG, OWL, RDF, RDFS
from ..resources import folder
from ..terms import PREFIXES
from .formats import GRAPHS, Format, written
from .rendering import render

SECTIONS = (("Classes", f"{OWL}Class"), ("Relations", f"{OWL}ObjectProperty"), ("Values", f"{OWL}DatatypeProperty"))
SHOWN = (("below", f"{RDFS}subClassOf"), ("below", f"{RDFS}subPropertyOf"), ("from", f"{RDFS}domain"), ("to", f"{RDFS}range"),
         ("inverse of", f"{OWL}inverseOf"))


@functools.cache
def ontology(form: Format) -> bytes:
    """kg.ttl in another format."""
    quads = ox.parse((folder("ontology") / "kg.ttl").read_bytes(), ox.RdfFormat.TURTLE)
    return written((quad.triple for quad in quads), form.name, PREFIXES)


@functools.cache
def ontology_page(base: str) -> bytes:
    """The page of the ontology."""
    schema = ox.Store()
    schema.load((folder("ontology") / "kg.ttl").read_bytes(), ox.RdfFormat.TURTLE)

    def objects(term: ox.NamedNode, name: str) -> list[str]:
        found = (quad.object for quad in schema.quads_for_pattern(term, ox.NamedNode(name), None))
        return sorted(node.value for node in found if isinstance(node, ox.NamedNode | ox.Literal))

    sections = []
    for title, kind in SECTIONS:
        found = {quad.subject for quad in schema.quads_for_pattern(None, ox.NamedNode(f"{RDF}type"), ox.NamedNode(kind))}
        terms = [
            {"name": term.value.removeprefix(KG), "comment": " ".join(objects(term, f"{RDFS}comment")),
             "relations": [(name, objects(term, iri)) for name, iri in SHOWN if objects(term, iri)]}
            for term in sorted(found, key=str) if isinstance(term, ox.NamedNode) and term.value.startswith(KG)
        ]
        sections.append((title, terms))
    return render("ontology.html", base=base, namespace=KG, formats=GRAPHS, sections=sections)
