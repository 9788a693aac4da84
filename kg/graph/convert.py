"""A graph as the objects of other Python libraries; each library is imported when it is asked for."""

import io
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from ..errors import MissingExtra, StoreError, UsageError
from ..ontology import KG, OWL, RDF, read_turtle
from ..resources import folder
from ..store import EmbeddedStore
from ..terms import PREFIXES
from .records import Node, Rows, text

if TYPE_CHECKING:
    import networkx
    import owlready2
    import pandas
    import rdflib

    from .reader import Reader

TABLES = ("entities", "events", "facts", "statements", "claims", "documents")
"""What can be asked for as a table."""
TYPES = {"killed": "Int64", "injured": "Int64", "earliest": "datetime64[s]", "latest": "datetime64[s]", "issued": "datetime64[s]"}
"""The types of columns that pandas would not find by itself."""


def frame(rows: Rows) -> "pandas.DataFrame":
    """The rows of an answer as a pandas table."""
    return _pandas().DataFrame([tuple(row) for row in rows], columns=list(rows.columns))


def to_pandas(graph: "Reader", table: str) -> "pandas.DataFrame":
    """One of TABLES as a pandas table, things by their names with their IRIs beside them."""
    if table not in TABLES:
        raise UsageError(f"There is no table {table!r}. There are: {', '.join(TABLES)}.")
    pandas = _pandas()
    made = pandas.DataFrame([_flat(record) for record in getattr(graph, table)()])
    for name, kind in TYPES.items():
        if name in made:
            made[name] = made[name].astype(kind)
    return made


def _flat(record: Any) -> dict[str, Any]:
    """A record as columns: a thing gives its name and its IRI, several give their names."""
    columns: dict[str, Any] = {}
    for slots in (getattr(cls, "__slots__", ()) for cls in reversed(type(record).__mro__)):
        for name in slots:
            value = getattr(record, name)
            if hasattr(value, "words"):
                columns |= {"document": value.document, "start": value.start, "end": value.end, "words": value.words}
            elif isinstance(value, Node):
                columns |= {name: value.name, f"{name}_iri": value.iri}
            elif isinstance(value, tuple):
                columns[name] = ", ".join(map(text, value))
            elif name == "date":
                columns[name] = text(value) or None  # at its own precision, which pandas has no type for
            else:
                columns[name] = value
    return columns


def to_networkx(graph: "Reader", *, claimed: bool) -> "networkx.MultiDiGraph":
    """A networkx MultiDiGraph: entities and events by IRI, an edge for each statement between them.

    Nodes have label, kind, aliases, and those of events certainty, date, killed and injured; edges have label, certainty,
    polarity, documents and confidence. Without `claimed` only what is stated as certain is there.
    """
    try:
        import networkx as nx
    except ImportError:
        raise MissingExtra("networkx", extra="networkx") from None
    made = nx.MultiDiGraph()
    for entity in graph.entities():
        made.add_node(str(entity.iri), label=entity.name, kind=entity.cls, aliases="; ".join(entity.aliases))
    for event in graph.events(claimed=claimed):
        known = {"date": text(event.date) or None, "killed": event.killed, "injured": event.injured, "certainty": event.certainty}
        stated = {name: value for name, value in known.items() if value is not None}
        made.add_node(str(event.iri), label=event.name, kind=event.cls, aliases="", **stated)
    for found in graph.statements():
        ends = (found.subject.iri, found.object.iri) if isinstance(found.object, Node) else ()
        if ends and (claimed or found.asserted) and all(end in made for end in ends):
            key = found.predicate if found.asserted else f"{found.predicate} {found.certainty} {found.polarity} {found.ended}"
            made.add_edge(
                *map(str, ends), key=key, label=found.predicate, certainty=found.certainty,
                polarity=found.polarity, ended=found.ended, documents=found.documents, confidence=found.confidence,
            )
    return made


def to_rdflib(graph: "Reader") -> "rdflib.Graph":
    """The default graph as an rdflib Graph on the same store: nothing is copied, and what is read is what stands there now."""
    import rdflib
    endpoint = getattr(graph.store, "endpoint", None)
    if endpoint is not None:
        from rdflib.plugins.stores.sparqlstore import SPARQLStore
        return rdflib.Graph(store=SPARQLStore(endpoint), identifier=rdflib.graph.DATASET_DEFAULT_GRAPH_ID)
    try:
        from oxrdflib import OxigraphStore
    except ImportError:
        raise MissingExtra("oxrdflib", extra="rdflib") from None
    if not isinstance(graph.store, EmbeddedStore):
        raise StoreError(f"{graph.store.location}: rdflib cannot share this store. Save the graph with save() and read the file.")
    made = rdflib.Graph(store=OxigraphStore(store=graph.store.engine), identifier=rdflib.graph.DATASET_DEFAULT_GRAPH_ID)
    for prefix, iri in PREFIXES.items():
        made.bind(prefix, iri, override=True, replace=True)
    return made


def to_owlready(graph: "Reader") -> "owlready2.Ontology":
    """An owlready2 ontology in a world of its own: the schema of kg.ttl, with entities, events and facts as its individuals."""
    import owlready2
    world = owlready2.World()
    schema = [quad.triple for quad in read_turtle(folder("ontology") / "kg.ttl")]
    told = graph.construct("""CONSTRUCT { ?s ?p ?o } WHERE {
        ?s a ?class . FILTER(STRSTARTS(STR(?class), STR(kg:)) && ?class NOT IN (kg:Claim, kg:Document))
        ?s ?p ?o . FILTER(?p != rdfs:seeAlso && ?p != owl:sameAs)
    }""")
    kind, individual = ox.NamedNode(RDF + "type"), ox.NamedNode(OWL + "NamedIndividual")
    individuals = [ox.Triple(node, kind, individual) for node in dict.fromkeys(triple.subject for triple in told)]
    known = io.BytesIO()
    ox.serialize([*schema, *told, *individuals], known, format=ox.RdfFormat.N_TRIPLES)
    known.seek(0)
    return world.get_ontology(KG).load(fileobj=known)


def _pandas() -> Any:
    try:
        import pandas
    except ImportError:
        raise MissingExtra("pandas", extra="pandas") from None
    return pandas
