"""kg's store beside plain pyoxigraph on the same content in the same run: python tests/benchmarks/store.py [DOCUMENTS]"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import world

import kg.store
from kg import ontology, rdf
from kg.terms import PREFIXES, in_graph

BATCH = 64
QUERIES = {
    "look-up": "SELECT ?p ?o { id:group-3 ?p ?o }",
    "who leads what": "SELECT ?n ?m { ?s kg:leads ?o . ?s rdfs:label ?n . ?o rdfs:label ?m }",
    "the dead by town": """SELECT ?t (SUM(?k) AS ?n) { ?e kg:killed ?k ; kg:location/rdfs:label ?t }
                           GROUP BY ?t ORDER BY DESC(?n) LIMIT 20""",
    "only probable": "SELECT ?s ?o { ?c kg:certainty kg:probable ; rdf:subject ?s ; rdf:predicate kg:agent ; rdf:object ?o }",
    "by document": "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?c a kg:Claim } } GROUP BY ?g",
}


def seconds(do: Callable[[], object]) -> float:
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun


def batches(documents: list) -> list[list]:
    return [documents[begin : begin + BATCH] for begin in range(0, len(documents), BATCH)]


def plainly(store: ox.Store, documents: list) -> None:
    """What one would write without kg: bulk_load of each batch, into the document graphs and the default graph."""
    for batch in batches(documents):
        nquads = b"".join(content + in_graph(content, graph) for graph, content in batch)
        store.bulk_load(nquads, format=ox.RdfFormat.N_QUADS)


def show(name: str, ours: float, plain: float) -> None:
    print(f"{name:17} kg {ours * 1e3:8.3f} ms   pyoxigraph {plain * 1e3:8.3f} ms   speed {plain / ours:.2f} of plain")


def main(size: int = 1000) -> None:
    schema = ontology.load()
    told = [world.extraction(number, size) for number in range(size)]
    mapping = seconds(lambda: [rdf.ntriples(one, ontology=schema) for one in told])
    documents = [(rdf.document_iri(one.document), rdf.ntriples(one, ontology=schema)) for one in told]
    statements = sum(content.count(b"\n") for _, content in documents)
    changed = [(graph, content.replace(b'"en"', b'"en-GB"')) for graph, content in documents[: size // 10]]
    print(f"{size} documents, {statements / size:.0f} statements each; per document: mapping {mapping / size * 1e3:.2f} ms")
    with tempfile.TemporaryDirectory() as folder:
        with kg.store.open(Path(folder) / "kg", create=True) as store:
            ours = seconds(lambda: [store.replace(batch) for batch in batches(documents)])
            plain = seconds(lambda: plainly(ox.Store(Path(folder) / "plain"), documents))
            show("load", ours / size, plain / size)
            again = seconds(lambda: [store.replace(batch) for batch in batches(documents)])
            some = seconds(lambda: store.replace(changed))
            lost = seconds(lambda: [store.retract(graph) for graph, _ in documents[:20]])
            print(f"rebuilt unchanged {again / size * 1e3:.2f} ms, changed {some / len(changed) * 1e3:.2f} ms, "
                  f"retracted {lost / 20 * 1e3:.2f} ms (each with a sync to disk)")
            store.optimize()
        engine = ox.Store.read_only(str(Path(folder) / "kg"))
        with kg.store.open(Path(folder) / "kg", read_only=True) as store:
            for name, sparql in QUERIES.items():
                pairs = [(seconds(lambda q=sparql: list(store.query(q, prefixes=PREFIXES))),
                          seconds(lambda q=sparql: list(engine.query(q, prefixes=PREFIXES)))) for _ in range(20)]
                ours, plain = (statistics.median(column) for column in zip(*pairs, strict=True))
                show(name, ours, plain)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
