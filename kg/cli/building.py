"""kg build, check and frames: what makes a graph and looks after it."""

import json
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ..errors import DocumentSkipped, NothingBuilt, ValidationFailed
from ..terms import BASE
from .console import fail, progress, say
from .options import DEFAULT_STORE, Date, Model, Paths, Store, day

if TYPE_CHECKING:
    from ..graph.records import Summary
    from ..pipeline import Report

SOME_FAILED = 3
KINDS = 7
"""Kinds of things that a line of the summary names."""


def build(
    paths: Paths,
    store: Annotated[str | None, typer.Option(
        "--store", "-s", metavar="DIR", envvar="KG_STORE", show_default=False,
        help=f"The folder that keeps the graph, or the URL of a SPARQL server. Default: {DEFAULT_STORE}, or none with --out.",
    )] = None,
    out: Annotated[Path | None, typer.Option(
        "--out", "-o", metavar="FILE", show_default=False,
        help="Write the graph to a file, in the format of its ending: .ttl .nt .jsonld .rdf .trig .nq ...",
    )] = None,
    model: Model = None,
    base: Annotated[str, typer.Option("--base", metavar="IRI", help="What the IRIs of named things begin with.")] = BASE,
    date: Date = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, metavar="N", help="Processes that share the work, of some 600 MB "
                                                                             "each.")] = 1,
    report: Annotated[Path | None, typer.Option(
        "--report", metavar="FILE", show_default=False,
        help="List what was seen and not mapped, how often, with an example: .tsv .csv .json; - for stdout.",
    )] = None,
) -> None:
    """Read documents and build their graph; a document that is there already is replaced."""
    from .. import build as build_graph
    from ..export import check_place, format_of
    if out is not None:
        format_of(out)  # what is wrong with it is told before the work, not after it
    for path in (out, report):
        if path is not None and str(path) != "-":
            check_place(path)
    location = store if store is not None else ":memory:" if out is not None else DEFAULT_STORE
    try:
        with warnings.catch_warnings(), progress("reading") as watch:
            warnings.filterwarnings("ignore", message=".* left out")  # every one is told below
            graph = build_graph(paths, location, model=model, base=base, date=day(date), jobs=jobs, progress=watch)
    except NothingBuilt as error:
        for failure in error.failures:
            fail(failure)
        raise typer.Exit(1) from None
    with graph:
        done = graph.report
        assert done is not None
        for failure in done.failures:
            fail(failure)
        _tell(done, graph.summary())
        if out is not None:
            graph.save(out)
            say(f"Written to {out}.")
        if report is not None:
            done.gaps.write(report)
    _suggest(location)
    if _failed(done):
        raise typer.Exit(SOME_FAILED)


def _tell(done: "Report", summary: "Summary") -> None:
    """What was built, in some lines for people."""
    failed = f", {_failed(done)} failed" if _failed(done) else ""
    say(f"{_count(done.documents, 'document')} built{failed}: {done.words:,} words in {done.seconds:.1f} s")
    say(f"The graph now holds {_count(summary.documents, 'document')}:")
    for what, counts in (("entities", summary.entities), ("relations", summary.relations), ("events", summary.events)):
        say(f"  {what:10} {_kinds(counts)}")
    claims = {"asserted": summary.asserted, "only claimed": summary.hedged, "denied": summary.denied, "over": summary.ended}
    say(f"  {'claims':10} {_kinds(claims)}")


def _failed(done: "Report") -> int:
    """How many documents failed; files that are no documents are told and do not count."""
    return sum(not isinstance(failure, DocumentSkipped) for failure in done.failures)


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _kinds(counts: Mapping[str, int]) -> str:
    """How many there are in all, and of the most frequent kinds."""
    shown = [f"{number:,} {kind}" for kind, number in list(counts.items())[:KINDS]]
    rest = sum(list(counts.values())[KINDS:])
    return f"{sum(counts.values()):6,}  {', '.join([*shown, f'{rest:,} others'] if rest else shown)}".rstrip()


def _suggest(location: str) -> None:
    """What to try next."""
    if location != ":memory:":
        option = "" if location == DEFAULT_STORE else f" --store {location}"
        say(f"Try: kg query{option}    kg query attacks{option}    kg show NAME{option}    kg serve{option}")


def check(store: Store = DEFAULT_STORE) -> None:
    """Check a graph: its shapes and rules, and by a reasoner, where Java is installed, its consistency with the ontology."""
    from ..check import consistent, validate
    from ..graph import open_graph
    with open_graph(store) as graph:
        violations = validate(graph.store)
        consistency = consistent(graph.store.quads())
    for violation in violations:
        print(violation)
    say(f"Shapes and rules: {len(violations) or 'no'} violations.")
    say(consistency.message)
    if violations or consistency.consistent is False:
        raise ValidationFailed(f"{store}: the graph breaks the ontology or its shapes.")


def frames(
    paths: Paths,
    model: Model = None,
    date: Date = None,
    format: Annotated[Literal["tsv", "jsonl"], typer.Option("--format", "-f", help="Columns, or one object a line.")] = "tsv",
) -> None:
    """Print every statement that the sentences make, whether or not the ontology has a relation for it.

    One line each: document, start and end offset, subject, relation phrase, object, certainty, polarity.
    """
    from ..errors import DocumentError
    from ..pipeline import open_facts
    failed = 0
    for fact in open_facts(paths, model=model, date=day(date)):
        if isinstance(fact, DocumentError):
            fail(fact)
            failed += 1
            continue
        row = {
            "document": fact.document, "start": fact.span.start, "end": fact.span.end,
            "subject": fact.subject, "relation": fact.relation, "object": fact.object,
            "certainty": fact.status.certainty, "polarity": fact.status.polarity,
        }
        print(json.dumps(row, ensure_ascii=False) if format == "jsonl" else "\t".join(map(str, row.values())))
    if failed:
        raise typer.Exit(SOME_FAILED)
