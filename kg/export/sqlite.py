"""A SQLite database for Datasette: documents, entities, events, claims and mentions as tables with keys between them."""

import contextlib
import errno
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING

from ..graph.records import Node
from ..graph.records import text as shown
from ..terms import IRI
from . import stream

if TYPE_CHECKING:
    from ..graph import Graph

SCHEMA = """
CREATE TABLE documents (iri TEXT PRIMARY KEY, name TEXT, title TEXT, issued TEXT, publisher TEXT, source TEXT);
CREATE TABLE things (iri TEXT PRIMARY KEY, name TEXT, kind TEXT, code TEXT, is_event INTEGER);
CREATE TABLE aliases (thing TEXT REFERENCES things(iri), alias TEXT);
CREATE TABLE links (thing TEXT REFERENCES things(iri), link TEXT);
CREATE TABLE events (
    iri TEXT PRIMARY KEY REFERENCES things(iri), certainty TEXT, date TEXT, earliest TEXT, latest TEXT, killed INTEGER,
    injured INTEGER
);
CREATE TABLE claims (
    iri TEXT PRIMARY KEY, subject TEXT REFERENCES things(iri), predicate TEXT, object TEXT REFERENCES things(iri), value TEXT,
    certainty TEXT, polarity TEXT, ended INTEGER, source TEXT REFERENCES things(iri), confidence REAL, rule TEXT, entry TEXT,
    document TEXT REFERENCES documents(iri), start INTEGER, end INTEGER, passage TEXT
);
CREATE TABLE mentions (
    thing TEXT REFERENCES things(iri), document TEXT REFERENCES documents(iri), start INTEGER, end INTEGER, words TEXT
);
CREATE INDEX claims_subject ON claims(subject);
CREATE INDEX claims_object ON claims(object);
CREATE INDEX claims_predicate ON claims(predicate);
CREATE INDEX aliases_alias ON aliases(alias);
CREATE INDEX mentions_thing ON mentions(thing);
CREATE VIEW facts AS
    SELECT DISTINCT s.name AS subject, c.predicate, coalesce(o.name, c.value) AS object, c.document
    FROM claims c JOIN things s ON s.iri = c.subject LEFT JOIN things o ON o.iri = c.object
    WHERE c.certainty = 'certain' AND c.polarity = 'affirmed' AND NOT c.ended;
"""


def write(graph: "Graph", output: IO[bytes]) -> None:
    """The database file."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "graph.db")
        try:
            with contextlib.closing(sqlite3.connect(path)) as database:
                database.executescript(SCHEMA)
                for table, rows in _tables(graph):
                    _fill(database, table, rows)
                database.commit()
        except sqlite3.OperationalError as error:
            raise OSError(errno.EIO, f"{error} in {folder} (is the disk full?)") from error
        with open(path, "rb") as made:
            while piece := made.read(1 << 20):
                output.write(piece)


def _fill(database: sqlite3.Connection, table: str, rows: Iterable[tuple]) -> None:
    for row in rows:
        database.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)


def _tables(graph: "Graph") -> Iterator[tuple[str, Iterable[tuple]]]:
    documents, entities, events = graph.documents(), graph.entities(), graph.events(claimed=True)
    yield "documents", ((d.iri, d.name, d.title, shown(d.issued) or None, d.publisher, d.source) for d in documents)
    yield "things", ((e.iri, e.name, e.cls, e.code, 0) for e in entities)
    yield "things", ((e.iri, e.name, e.cls, None, 1) for e in events)
    yield "aliases", ((e.iri, alias) for e in entities for alias in e.aliases)
    yield "links", ((e.iri, link) for e in entities for link in e.links)
    yield "events", ((e.iri, e.certainty, *(shown(day) or None for day in (e.date, e.earliest, e.latest)), e.killed, e.injured)
                     for e in events)
    known = {thing.iri for thing in (*entities, *events)}
    yield "things", ((iri, name, "Event", None, 1) for iri, name in _denied(graph, known))
    yield "claims", _claims(graph)
    mentions = (mention for some in stream.batches(graph) for mention in stream.mentions(graph, some))
    yield "mentions", ((thing, m.document, m.start, m.end, m.words) for m, thing in mentions)


def _denied(graph: "Graph", known: set[IRI]) -> Iterator[tuple[str, str]]:
    """Events that no document affirms: they have no class in the graph, and claims still speak of them."""
    for claim in graph.claims(polarity="negated"):
        if claim.subject.iri not in known:
            known.add(claim.subject.iri)
            yield claim.subject.iri, claim.subject.name


def _claims(graph: "Graph") -> Iterator[tuple]:
    for claim in stream.claims(graph):
        if claim.predicate == "type":
            continue  # the class of an event is a column of things
        thing, passage = isinstance(claim.object, Node), claim.passage
        yield (
            claim.iri, claim.subject.iri, claim.predicate, claim.object.iri if isinstance(claim.object, Node) else None,
            None if thing else shown(claim.object), claim.certainty, claim.polarity, int(claim.ended),
            claim.source.iri if claim.source else None, claim.confidence, claim.rule, claim.entry,
            passage.document, passage.start, passage.end, passage.words,
        )
