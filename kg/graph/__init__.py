"""Graph: the Python way to read a knowledge graph, and to add and remove documents.

Reading needs no language pipeline: spaCy is imported by `add` alone. What is asked comes back as plain records
(`Entity`, `Event`, `Claim`, ...), and every list in an order that depends on its content alone.
"""

import datetime
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import store
from ..errors import StoreError
from . import convert, html, select
from .arguments import What, calendar_day, node
from .names import Match
from .reader import Reader
from .records import Claim, Document, Entity, Event, Fact, Node, Passage, Rows, Statement, Summary
from .records import text as text_of

if TYPE_CHECKING:
    import networkx
    import owlready2
    import pandas
    import rdflib

    from ..model import Document as Source
    from ..pipeline import Report

__all__ = [
    "Claim", "Document", "Entity", "Event", "Fact", "Graph", "Match", "Node", "Passage", "Rows", "Statement", "Summary",
    "demo", "open_graph",
]

DEMO = Path(__file__).parent / "demo.trig"


class Graph(Reader):
    """A knowledge graph: what documents say, each statement with its evidence.

    >>> demo()
    <Graph demo: 2 documents>
    """

    report: "Report | None" = None
    """What `kg.build` did to make it, None for a graph that was opened."""

    def __repr__(self) -> str:
        return f"<Graph {self.name}: {len(self.store.graphs())} documents>"

    def __enter__(self) -> "Graph":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the store; `with kg.open(...) as graph:` does so by itself.

        >>> graph = demo()
        >>> graph.close()
        >>> graph.entities()
        Traceback (most recent call last):
        kg.errors.StoreError: :memory:: this store is closed.
        """
        self.store.close()

    def query_df(self, sparql: str, **parameters: Any) -> "pandas.DataFrame":
        """The rows of a SELECT query or saved question as a pandas table; asked as with `query`.

        >>> demo().query_df("leaders")["leaderLabel"].to_list()
        ['Ana Petrov']
        """
        return convert.frame(self.query(sparql, **parameters))

    def to_pandas(self, table: str = "claims") -> "pandas.DataFrame":
        """One table of the graph for pandas: "claims", "statements", "facts", "entities", "events" or "documents".

        >>> print(demo().to_pandas("events")[["name", "date", "killed"]].to_string(index=False, max_colwidth=20))
                       name       date  killed
        rocket attack on...  1987-05-12       4
        airstrike on a d...  1987-05-13       2
        meeting of Oskar...  1987-05-18    <NA>
        """
        return convert.to_pandas(self, table)

    def to_networkx(self, *, claimed: bool = False) -> "networkx.MultiDiGraph":
        """The entities and events as a networkx MultiDiGraph, with an edge for each statement between two of them.

        Nodes have label, kind and aliases, edges label, certainty, polarity, documents and confidence. Without `claimed`
        only what is stated as certain is there.

        >>> import networkx
        >>> network = demo().to_networkx()
        >>> front = demo().iri("Northern Front")
        >>> [network.nodes[one]["label"] for one in sorted(network.predecessors(front))]
        ['Ana Petrov', 'Grauland', 'Ruritania']
        """
        return convert.to_networkx(self, claimed=claimed)

    def to_rdflib(self) -> "rdflib.Graph":
        """The default graph as an rdflib Graph on the same store: nothing is copied, and it shows what stands there now.

        >>> from rdflib import RDF, Namespace
        >>> len(list(demo().to_rdflib().subjects(RDF.type, Namespace("https://w3id.org/kg-builder/ontology#").Person)))
        3
        """
        return convert.to_rdflib(self)

    def to_owlready(self) -> "owlready2.Ontology":
        """The schema and all that is stated as certain as an owlready2 ontology in a world of its own.

        >>> onto = demo().to_owlready()
        >>> sorted(person.label[0] for person in onto.Person.instances())
        ['Ana Petrov', 'Oskar Lindt', 'Rupert Holm']
        """
        return convert.to_owlready(self)

    def _repr_html_(self) -> str:
        return html.page(self)

    def save(self, path: str | Path, *, format: str | None = None, claimed: bool = False) -> Path:
        """Writes the graph to a file; its format follows from the ending, or from `format`. Gives back the path.

        .ttl .nt .jsonld .rdf hold the default graph, .trig .nq one graph per document; docs/exports.md tells of the others.
        Lists of events (acled, geojson) leave out what is not certain to have happened, unless `claimed` is set.
        Raises UsageError where the ending tells no format.

        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = demo().save(f"{folder}/graph.ttl")
        ...     path.name, path.stat().st_size > 10_000
        ('graph.ttl', True)
        >>> demo().save("graph.doc")
        Traceback (most recent call last):
        kg.errors.UsageError: graph.doc: the ending tells no format...
        """
        from ..export import save
        return save(self, Path(path), format=format, claimed=claimed)

    def add(self, text: "str | Source", *, identifier: str | None = None, date: datetime.date | str | None = None,
            model: str | None = None) -> "Report":
        """Reads one more text, or model.Document, into the graph; a document with the same identifier is replaced.

        identifier  what to call it, by default "text-" and a number that follows from the text
        date        the day it was issued, as a date or as "1987-06-01": weekdays and "last month" are read from there

        The graph must have been opened for writing. This loads the language pipeline.

        >>> graph = demo()
        >>> report = graph.add("Ana Petrov met Oskar Lindt in Hentzau.", identifier="note", date="1987-06-01")
        >>> graph.document("note").issued
        datetime.date(1987, 6, 1)
        """
        from ..pipeline import build
        from ..read.text import article
        self._writable()
        if isinstance(text, str):
            name = identifier or f"text-{hashlib.blake2b(text.encode(), digest_size=4).hexdigest()}"
            text = article(text, identifier=name, date=None if date is None else calendar_day(date))
        return build([text], store=self.store, model=model)

    def _writable(self) -> None:
        if self.store.read_only:
            raise StoreError(f"{self.name}: this graph was opened to read only. Open it with kg.open({self.name!r}, write=True).")

    def retract(self, document: What) -> list[Fact]:
        """Removes one document and all that the graph held because of it alone; gives back the facts that lost their support.

        Raises NotFound where there is no such document. The graph must have been opened for writing.

        >>> graph = demo()
        >>> [str(fact) for fact in graph.retract("1987-05-20-talks") if fact.predicate == "opposes"]
        ['Grauland opposes Northern Front']
        >>> [person.name for person in graph.entities("Person")]
        ['Ana Petrov', 'Rupert Holm']
        """
        self._writable()
        name = node(self.document(document).iri)
        held = select.facts(self.store, f"GRAPH {name} {{ ?subject ?property ?object }}", self.ontology)
        lost = {(str(t.subject), select.local(t.predicate.value), getattr(t.object, "value", ""))
                for t in self.store.retract(name).lost}
        return [f for f in held if (str(node(f.subject.iri)), f.predicate, getattr(f.object, "iri", text_of(f.object))) in lost]


def open_graph(location: str | Path, *, write: bool = False) -> Graph:
    """The graph at `location`: the folder of a store, or the URL of a SPARQL server.

    It is opened for reading, so that others may read and write beside it, unless `write` is set. What others write
    later is seen by opening it again. Raises StoreError where there is no store, StoreLocked where another writes.

    >>> import kg
    >>> kg.open("no/such/store.kg")
    Traceback (most recent call last):
    kg.errors.StoreError: ...
    """
    return Graph(store.open(location, read_only=not write), name=str(location))


def demo() -> Graph:
    """A small graph of an invented war, to try things on; each call gives a new one that may be changed.

    >>> import kg
    >>> [str(event) for event in kg.demo().events("Attack")]
    ['rocket attack on Camp Zenda', 'airstrike on a depot of the Front']
    """
    import pyoxigraph as ox
    graphs: dict[ox.NamedNode, list[ox.Quad]] = {}
    for quad in ox.parse(path=str(DEMO), format=ox.RdfFormat.TRIG):
        graphs.setdefault(quad.graph_name, []).append(quad)
    opened = store.open(":memory:", create=True)
    opened.replace(graphs.items())
    return Graph(opened, name="demo")
