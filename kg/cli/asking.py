"""kg query, show and explain: what asks a graph."""

import datetime
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import QueryError, UsageError
from ..graph.records import Event, text
from .console import say, table
from .options import DEFAULT_STORE, Store

if TYPE_CHECKING:
    from ..graph import Graph
    from ..graph.explain import Explanation

RESULTS = ("table", "csv", "json", "tsv", "xml")
INTEGER = re.compile(r"-?\d+")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def query(
    asked: Annotated[str, typer.Argument(metavar="NAME|FILE|-|SPARQL", show_default=False,
                                         help="A saved question, a file, standard input, or a query itself. Without it the saved "
                                              "questions are listed.")] = "",
    param: Annotated[list[str] | None, typer.Option(
        "--param", "-p", metavar="NAME=VALUE", show_default=False, help="A parameter of the question; may be repeated.",
    )] = None,
    format: Annotated[str, typer.Option(
        "--format", "-f", metavar="NAME", help=f"{', '.join(RESULTS)}; of a CONSTRUCT query turtle, ntriples, jsonld or rdfxml.",
    )] = "table",
    store: Store = DEFAULT_STORE,
) -> None:
    """Ask a graph a saved question, or any SPARQL query."""
    from ..graph import open_graph
    if not asked.strip():
        _list_questions()
        return
    sparql = _read(asked)
    with open_graph(store) as graph:
        _answer(graph, sparql, _parameters(sparql, param or []), format)


def _list_questions() -> None:
    from ..questions import questions
    rows = [(q.name, q.summary, ", ".join(p.name for p in q.parameters)) for q in questions().values()]
    table(("question", "what it answers", "parameters"), rows)
    say("Ask one with: kg query NAME [--param NAME=VALUE]")


def _read(asked: str) -> str:
    """The query, or the name of the saved question, that is meant."""
    if asked == "-":
        return sys.stdin.read()
    if "{" in asked or not (Path(asked).is_file() or Path(asked).suffix or "/" in asked):
        return asked
    try:
        return Path(asked).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no UTF-8 text"
        raise QueryError(f"{asked}: cannot be read as a query: {reason}.") from None


def _parameters(sparql: str, given: Iterable[str]) -> dict[str, Any]:
    """Parameters as Python values. A saved question knows their kinds; of a query, their form tells."""
    found: dict[str, Any] = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals or not name.isidentifier():
            raise UsageError(f"--param {pair!r}: write it as NAME=VALUE.")
        found[name] = value if "{" not in sparql else _value(value)
    return found


def _value(text: str) -> object:
    from ..graph.arguments import spelled_iri
    if INTEGER.fullmatch(text):
        return int(text)
    if DAY.fullmatch(text):
        return datetime.date.fromisoformat(text)
    return spelled_iri(text) or text


def _answer(graph: "Graph", sparql: str, parameters: dict[str, Any], format: str) -> None:
    import pyoxigraph as ox

    from ..export.rdf import SYNTAXES
    from ..graph.select import solved
    from ..terms import PREFIXES
    if format not in RESULTS and format not in SYNTAXES:
        raise UsageError(f"There is no result format {format!r}. There are: {', '.join((*RESULTS, *SYNTAXES))}.")
    answer = graph.run(sparql, **parameters)
    if isinstance(answer, ox.QueryTriples):
        if format != "table" and format not in SYNTAXES:
            raise UsageError(f"The answer is a graph. Ask for it as one of: {', '.join(SYNTAXES)}.")
        triples = sorted(answer, key=str)
        shown = " ".join(map(str, triples))
        used = {prefix: namespace for prefix, namespace in PREFIXES.items() if f"<{namespace}" in shown}
        ox.serialize(triples, sys.stdout.buffer, SYNTAXES.get(format, ox.RdfFormat.TURTLE), prefixes=used)
    elif format in SYNTAXES:
        raise UsageError(f"The answer is a table. Ask for it as one of: {', '.join(RESULTS)}.")
    elif format != "table":
        answer.serialize(sys.stdout.buffer, format=getattr(ox.QueryResultsFormat, format.upper()))
    elif isinstance(answer, ox.QueryBoolean):
        print("yes" if answer else "no")
    else:
        rows = solved(answer).merged()
        table(rows.columns, rows)
        say("1 row" if len(rows) == 1 else f"{len(rows)} rows")


def show(
    name: Annotated[str, typer.Argument(metavar="NAME", show_default=False,
                                        help="An entity or event, by one of its names or its IRI.")],
    store: Store = DEFAULT_STORE,
) -> None:
    """Show what a graph says of one entity or event: facts, events, what is only claimed or denied of it, and its mentions."""
    from ..graph import Entity, open_graph
    with open_graph(store) as graph:
        thing = graph.thing(name)
        unsure = f", {thing.certainty}" if isinstance(thing, Event) and thing.certainty != "certain" else ""
        print(f"{thing.name} ({thing.cls}{unsure})\n{thing.iri}")
        if isinstance(thing, Entity):
            codes = filter(None, [thing.code])
            for title, values in (("also called", thing.aliases), ("country code", codes), ("see", thing.links)):
                if line := ", ".join(values):
                    print(f"{title}: {line}")
        events = graph.events(involving=thing)
        within = {event.iri for event in events} - {thing.iri}
        _section("Facts", [fact for fact in graph.neighbours(thing) if fact.subject.iri not in within], graph.facts(thing))
        _section("Events", map(_event, events))
        _section("Only claimed, denied, or over", [claim for claim in graph.claims(about=thing) if not claim.asserted])
        documents = {document.iri: document.name for document in graph.documents()}
        _section("Mentions", [f"{m.words}  {documents[m.document]} {m.start}-{m.end}" for m in graph.mentions(thing)])


def _section(title: str, *lines: Iterable[object]) -> None:
    found = list(dict.fromkeys(str(line) for part in lines for line in part))
    if found:
        print(f"\n{title}", *found, sep="\n  ")


def _event(event: "Event") -> str:
    parts = [f"{text(event.date) or 'no date':10}  {event.name} ({event.cls})"]
    for title, values in (("by", event.agents), ("of", event.participants), ("in", event.places)):
        if values:
            parts.append(f"{title} {', '.join(map(str, values))}")
    parts += [f"{number} {what}" for number, what in ((event.killed, "killed"), (event.injured, "injured")) if number is not None]
    return "; ".join(parts)


def explain(
    statement: Annotated[list[str], typer.Argument(
        metavar="SUBJECT PROPERTY [OBJECT] | CLAIM", show_default=False,
        help="A statement in three words (names with spaces in quotes), or a claim's IRI. The object may be a name, a number "
             "(killed 4), a date (date 1987-05-12), or nothing for every one.",
    )],
    store: Store = DEFAULT_STORE,
) -> None:
    """Explain why a graph says something: the words it was read from, who says so, how surely, and by which rule."""
    from ..graph import open_graph
    if len(statement) > 3:
        raise UsageError(f"A statement has three parts, subject, property and object; these are {len(statement)}. "
                         "Put names with spaces into quotes.")
    with open_graph(store) as graph:
        print("\n\n".join(map(_explained, graph.explain(*statement))))


def _explained(found: "Explanation") -> str:
    claim, passage, document = found.claim, found.claim.passage, found.document
    origin = ", ".join(filter(None, (document.title, document.publisher, text(document.issued), document.source)))
    lines = [
        f"{claim.subject} {claim.predicate} {text(claim.object)}",
        f"  status      {claim.status}",
        f"  confidence  {claim.confidence:.2f}",
        f"  document    {document.name}" + (f" ({origin})" if origin else ""),
        f"  passage     characters {passage.start}-{passage.end}: {' '.join(found.marked().split())}",
        f"  names       {'; '.join(f'{m.words} {m.start}-{m.end}' for m in found.names)}" if found.names else "",
        f"  rule        {claim.rule}" + (f": {found.rule}" if found.rule else ""),
        f"  lexicon     {found.entry}" if found.entry else "",
        f"  claim       {claim.iri}",
    ]
    return "\n".join(filter(None, lines))
