"""Is a built graph what it should be? The shapes of ontology/shapes.ttl, five rules that SHACL cannot say, and an OWL reasoner.

`validate` reads every document of a store, none is left out. Each document graph is checked alone with the class hierarchy of
kg.ttl: a run over the default graph would blame an entity for having one label per document. The cost is linear (measured on two
busy cores: 66 articles with 38,000 triples in 4 to 5 s, so 500 in some 40 s, at the memory of one). pyshacl, rdflib and owlready2
are loaded when they are first needed.

The rules beside the shapes:
    quote      a passage's nif:anchorOf is what stands in the text at its offsets
    plain      a relation or role stands as a plain triple if, and only if, an affirmed, certain, not ended claim states it
    self       no relation joins an entity to itself
    disjoint   no entity has two classes that kg.ttl declares disjoint, in one document or in two that name it
    union      a triple stands in the default graph if, and only if, a document graph holds it (stores only)
"""

import functools
import io
import itertools
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from .ontology import KG, OWL, RDF, RDFS, load, read_turtle
from .resources import folder
from .store import Store
from .terms import NIF

if TYPE_CHECKING:
    import rdflib

SHACL = "http://www.w3.org/ns/shacl#"
SHAPES = "https://w3id.org/kg-builder/shapes#"
TYPE, SUBJECT, PREDICATE, OBJECT = (ox.NamedNode(RDF + name) for name in ("type", "subject", "predicate", "object"))
TEXT, QUOTE, BEGIN, END = (ox.NamedNode(NIF + name) for name in ("isString", "anchorOf", "beginIndex", "endIndex"))
CLAIM, CERTAINTY, POLARITY, TEMPORAL = (ox.NamedNode(KG + name) for name in ("Claim", "certainty", "polarity", "temporal"))
CERTAIN, AFFIRMED = ox.NamedNode(KG + "certain"), ox.NamedNode(KG + "affirmed")
BOUNDS = {ox.NamedNode(KG + "earliest"), ox.NamedNode(KG + "latest")}
"""Roles that follow from the claim of a kg:date and need none of their own."""


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One breach. `rule` is the name of a shape or of a rule above, `value` what is wrong, where it is one thing.

    >>> print(Violation("urn:d", "urn:d#char=4,2", "passage-begin-first", "A passage begins before it ends.", "4"))
    urn:d: <urn:d#char=4,2> breaks passage-begin-first: A passage begins before it ends. Found: 4
    """

    graph: str
    node: str
    rule: str
    message: str
    value: str = ""

    def __str__(self) -> str:
        found = f" Found: {self.value}" if self.value else ""
        return f"{self.graph}: <{self.node}> breaks {self.rule}: {self.message}{found}"


@dataclass(frozen=True, slots=True)
class Consistency:
    """What a reasoner says. `consistent` is None where it could not be asked; `message` is one line for the reader."""

    consistent: bool | None
    message: str


def validate(source: Store | Iterable[ox.Quad]) -> list[Violation]:
    """Every breach of the shapes and rules in a store, or in the quads of some document graphs; sorted, empty where all is well.

    >>> from kg import rdf
    >>> from kg.model import Document, Extraction
    >>> graph = rdf.quads(Extraction(Document("memo", "Nothing.", ())), ontology=load())
    >>> validate(graph)
    []
    >>> print(validate([quad for quad in graph if quad.object.value != "memo"])[0].message)
    A document has one identifier.
    """
    found: list[Violation] = []
    classes: dict[str, dict[str, str]] = {}
    for name, triples in _documents(source):
        found += _shapes(name, triples)
        facts = _Facts(triples)
        found += (Violation(name, *breach) for rule in (_quote, _plain, _self) for breach in rule(facts))
        for triple in triples:
            if triple.predicate == TYPE:
                classes.setdefault(_text(triple.subject), {}).setdefault(_text(triple.object), name)
    found += _disjoint(classes)
    if not isinstance(source, Iterable):
        found += _union(source)
    return sorted(found)


def consistent(quads: Iterable[ox.Quad] = ()) -> Consistency:
    """Whether kg.ttl and the entities, events and plain triples of `quads` can all be true, by HermiT through owlready2.

    Needs Java; without it the answer is that nobody could be asked. Calendar dates are left out, which OWL 2 does not know.

    >>> consistent().consistent in (True, None)
    True
    """
    if shutil.which("java") is None:
        return Consistency(None, "Not checked: HermiT needs Java, and no java is found. Install a Java runtime.")
    import owlready2

    stated = _statements(quads)
    schema = [quad.triple for quad in read_turtle(folder("ontology") / "kg.ttl")]
    known = io.BytesIO()
    ox.serialize([*schema, *stated], known, ox.RdfFormat.N_TRIPLES)
    known.seek(0)
    world = owlready2.World()
    try:
        world.get_ontology(KG).load(fileobj=known)
        owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0, ignore_unsupported_datatypes=True)
        empty = sorted(cls.name for cls in world.inconsistent_classes() if cls is not owlready2.Nothing)
    except owlready2.OwlReadyInconsistentOntologyError:
        return Consistency(False, f"Inconsistent: HermiT finds a contradiction in ontology/kg.ttl with {len(stated)} statements."
                           " The rule disjoint of kg check names the usual cause.")
    except owlready2.OwlReadyJavaError as error:
        return Consistency(None, f"Not checked: HermiT did not run: {str(error).strip().splitlines()[-1]}")
    finally:
        world.close()
    if empty:
        return Consistency(False, f"Inconsistent: by ontology/kg.ttl nothing can be a {', a '.join(empty)}.")
    return Consistency(True, f"Consistent: HermiT finds no contradiction in ontology/kg.ttl and {len(stated)} statements.")


def _documents(source: Store | Iterable[ox.Quad]) -> Iterator[tuple[str, list[ox.Triple]]]:
    """The name and triples of each document graph, one after the other."""
    if not isinstance(source, Iterable):
        for graph in source.graphs():
            yield graph.value, [quad.triple for quad in source.quads(graph)]
        return
    graphs: dict[str, list[ox.Triple]] = {}
    for quad in source:
        if isinstance(quad.graph_name, ox.NamedNode):
            graphs.setdefault(quad.graph_name.value, []).append(quad.triple)
    yield from sorted(graphs.items())


@functools.cache
def _shape_graph() -> tuple["rdflib.Graph", tuple]:
    """The shapes, and kg.ttl's hierarchy of classes, which sh:class and sh:targetClass need in the graph that is checked."""
    import rdflib

    shapes = rdflib.Graph().parse(folder("ontology") / "shapes.ttl")
    _let_in(shapes, "claim-predicate", (name for name, known in load().properties.items() if "Claim" not in known.domain))
    schema = rdflib.Graph().parse(folder("ontology") / "kg.ttl")
    below = rdflib.URIRef(RDFS + "subClassOf")
    return shapes, tuple(t for t in schema.triples((None, below, None)) if str(t[0]).startswith(KG) and str(t[2]).startswith(KG))


def _let_in(shapes: "rdflib.Graph", shape: str, names: Iterable[str]) -> None:
    """Adds terms of kg.ttl to the list of what a shape lets in: a property that somebody adds need not be named there too."""
    import rdflib
    from rdflib.collection import Collection

    listed = shapes.value(rdflib.URIRef(SHAPES + shape), rdflib.URIRef(SHACL + "in"))
    assert listed is not None
    allowed = Collection(shapes, listed)
    for term in sorted(rdflib.URIRef(KG + name) for name in names):
        if term not in set(allowed):
            allowed.append(term)


def _shapes(name: str, triples: Sequence[ox.Triple]) -> Iterator[Violation]:
    import pyshacl
    import rdflib

    shapes, hierarchy = _shape_graph()
    graph = rdflib.Graph(bind_namespaces="none")
    graph.parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
    for triple in hierarchy:
        graph.add(triple)
    conforms, report, _ = pyshacl.validate(graph, shacl_graph=shapes, inplace=True)
    if conforms:
        return
    shacl = rdflib.Namespace(SHACL)
    for result in report.objects(None, shacl.result):
        node, shape, message, value = (
            str(report.value(result, shacl[part]) or "") for part in ("focusNode", "sourceShape", "resultMessage", "value")
        )
        yield Violation(name, node, shape.rpartition("#")[2], message, value)


Breach = tuple[str, str, str, str]
Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class _Facts:
    """The triples of one document by predicate, then subject."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.by_predicate: dict[ox.NamedNode, dict[Node, list[Node]]] = {}
        for triple in triples:
            self.by_predicate.setdefault(triple.predicate, {}).setdefault(triple.subject, []).append(triple.object)

    def all(self, predicate: ox.NamedNode) -> Mapping[Node, Sequence[Node]]:
        return self.by_predicate.get(predicate, {})

    def one(self, subject: Node, predicate: ox.NamedNode) -> Node | None:
        return next(iter(self.all(predicate).get(subject, ())), None)


@functools.cache
def _relations() -> frozenset[ox.NamedNode]:
    """The relations and roles of kg.ttl: all properties that are not about claims."""
    properties = load().properties
    return frozenset(ox.NamedNode(KG + name) for name, known in properties.items() if "Claim" not in known.domain)


def _quote(facts: _Facts) -> Iterator[Breach]:
    text = next((_text(values[0]) for values in facts.all(TEXT).values()), "")
    for passage, quotes in facts.all(QUOTE).items():
        begin, end = (_text(facts.one(passage, offset)) for offset in (BEGIN, END))
        if not (begin.isdigit() and end.isdigit()):
            continue  # the shapes say what is missing
        there = text[int(begin) : int(end)]
        if _text(quotes[0]) != there:
            yield _text(passage), "quote", f"The text has {there!r} at these offsets.", _text(quotes[0])


def _plain(facts: _Facts) -> Iterator[Breach]:
    asserted: set[tuple[Node, ox.NamedNode, Node]] = set()
    for claim in facts.all(SUBJECT):
        about, relation, object_ = (facts.one(claim, part) for part in (SUBJECT, PREDICATE, OBJECT))
        status = facts.one(claim, CERTAINTY), facts.one(claim, POLARITY), facts.one(claim, TEMPORAL)
        if status != (CERTAIN, AFFIRMED, None):
            continue
        if about and object_ and isinstance(relation, ox.NamedNode) and relation in _relations():
            asserted.add((about, relation, object_))
    stands = {(subject, predicate, value) for predicate in _relations()
              for subject, values in facts.all(predicate).items() for value in values}
    for subject, predicate, value in stands - asserted:
        if predicate not in BOUNDS:
            yield _text(subject), "plain", f"Its {_local(predicate)} stands without an affirmed and certain claim.", _text(value)
    for subject, predicate, value in asserted - stands:
        yield _text(subject), "plain", f"Its {_local(predicate)} is affirmed and certain, but does not stand.", _text(value)


def _self(facts: _Facts) -> Iterator[Breach]:
    for predicate in _relations():
        for subject, values in facts.all(predicate).items():
            if subject in values:
                yield _text(subject), "self", f"{_local(predicate)} joins it to itself.", ""


DISJOINT = """
SELECT ?one ?other {
  { ?a owl:disjointWith ?b }
  UNION { [] owl:members ?all . ?all rdf:rest*/rdf:first ?a, ?b FILTER (?a != ?b) }
  ?one rdfs:subClassOf* ?a . ?other rdfs:subClassOf* ?b
}"""


@functools.cache
def _disjoint_pairs() -> frozenset[frozenset[str]]:
    """Every two classes, by IRI, that kg.ttl declares disjoint, themselves or by their ancestors."""
    rows = read_turtle(folder("ontology") / "kg.ttl").query(DISJOINT, prefixes={"owl": OWL, "rdf": RDF, "rdfs": RDFS})
    return frozenset(frozenset((_text(row["one"]), _text(row["other"]))) for row in cast(ox.QuerySolutions, rows))


def _disjoint(classes: Mapping[str, Mapping[str, str]]) -> Iterator[Violation]:
    """`classes` is node -> class -> a document that says so."""
    for node, of in classes.items():
        for one, other in itertools.combinations(sorted(of), 2):
            if frozenset((one, other)) in _disjoint_pairs():
                first, second = one.removeprefix(KG), other.removeprefix(KG)
                yield Violation(of[one], node, "disjoint", f"Nothing is both {first} and {second}.", f"{second} in {of[other]}")


def _union(store: Store) -> Iterator[Violation]:
    held = {quad.triple for quad in store.quads()}
    default = {quad.triple for quad in store.quads(ox.DefaultGraph())}
    for triple in held ^ default:
        where = "a document graph, not in the default graph" if triple in held else "the default graph, in no document graph"
        message = f"Its {_local(triple.predicate)} stands in {where}."
        yield Violation("default graph", _text(triple.subject), "union", message, str(triple.object))


def _local(term: ox.NamedNode) -> str:
    return term.value.rpartition("#")[2]


def _text(term: Node | None) -> str:
    return "" if term is None else str(term) if isinstance(term, ox.Triple) else term.value


def _statements(quads: Iterable[ox.Quad]) -> list[ox.Triple]:
    """What the quads say of entities and events; claims speak of statements, not of the world."""
    kept: dict[ox.Triple, None] = {}
    for quad in quads:
        states_class = quad.predicate == TYPE and _text(quad.object).startswith(KG) and quad.object != CLAIM
        if states_class or quad.predicate in _relations():
            kept[quad.triple] = None
    return list(kept)
