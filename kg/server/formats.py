"""The formats that answers and bodies take. Imports nothing of the web: worker processes need it too."""

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox


@dataclass(frozen=True, slots=True)
class Format:
    """A format: `name` is what `?format=` and file endings call it, `aliases` are other media types for it."""

    name: str
    media_type: str
    aliases: tuple[str, ...] = ()
    charset: bool = False

    @property
    def content_type(self) -> str:
        return f"{self.media_type}; charset=utf-8" if self.charset else self.media_type


HTML = Format("html", "text/html", ("application/xhtml+xml",), charset=True)

RESULTS = (
    Format("json", "application/sparql-results+json", ("application/json",)),
    Format("xml", "application/sparql-results+xml", ("application/xml", "text/xml")),
    Format("csv", "text/csv", charset=True),
    Format("tsv", "text/tab-separated-values", charset=True),
)
GRAPHS = (
    Format("ttl", "text/turtle", ("application/x-turtle", "text/rdf+n3", "text/n3"), charset=True),
    Format("nt", "application/n-triples", ("text/plain",)),
    Format("nq", "application/n-quads", ("text/x-nquads",)),
    Format("trig", "application/trig", ("application/x-trig",)),
    Format("rdf", "application/rdf+xml", ("application/xml", "text/xml")),
    Format("jsonld", "application/ld+json", ("application/json",)),
)
DATASETS = tuple(f for name in ("trig", "nq", "jsonld") for f in GRAPHS if f.name == name)
"""The formats that keep named graphs apart."""

OTHER_NAMES = {
    "srj": "json", "srx": "xml", "turtle": "ttl", "ntriples": "nt", "nquads": "nq", "rdfxml": "rdf", "json-ld": "jsonld",
}  # fmt: skip

RDF_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "nq": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG,
    "rdf": ox.RdfFormat.RDF_XML, "jsonld": ox.RdfFormat.JSON_LD,
}  # fmt: skip
RESULT_FORMATS = {
    "json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML, "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}  # fmt: skip
BY_NAME = {f.name: f for f in (*RESULTS, *GRAPHS, HTML)}


def written(statements: Iterable[ox.Triple] | Iterable[ox.Quad], name: str, prefixes: dict[str, str] | None = None) -> bytes:
    """Statements in the RDF format `name`."""
    content = ox.serialize(statements, format=RDF_FORMATS[name], prefixes=prefixes)
    assert content is not None
    return content
