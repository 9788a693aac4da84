"""Sentences and what a reader takes from them: cases/*.json, built with the real pipeline and compared by name.

    {"text": "...", "date": "1987-05-14", "facts": [["Ruritania", "backs", "Northern Front"]], "not": [[...]], "xfail": "reason"}

A fact is found where a claim says so: its subject and object are called so (by any name; an event by its class too), its
property is that. A fourth part may demand its status: "asserted", "probable", "possible", "negated" or "ended"; a fifth who
says so ("" for the text itself). `not` must not be found; with more parts, not with those. "*" stands for anything.
`xfail` is strict: a known failure that works is told. What is no list of such cases belongs to another test.
"""

import datetime
import json
from pathlib import Path

import pytest

import kg
from kg.graph.names import fold
from kg.graph.records import Claim, Node, text

CASES = Path(__file__).parent / "cases"


def cases() -> list:
    found = []
    for path in sorted(CASES.glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        for number, case in enumerate(told if isinstance(told, list) else ()):
            if isinstance(case, dict) and "text" in case and {"facts", "not"} & set(case):
                marks = [pytest.mark.xfail(strict=True, reason=case["xfail"])] if "xfail" in case else []
                found.append(pytest.param(case, id=f"{path.stem}-{number}-{case['text'][:40]}", marks=marks))
    return found


@pytest.fixture(scope="module")
def built(nlp):
    """A function that builds one text, in place of the one before, with the pipeline that is loaded already."""
    from kg import gazetteer, ontology, rdf, store
    from kg.annotate import annotate
    from kg.pipeline import extract
    from kg.read.text import article

    opened = store.open(":memory:", create=True)

    def build(case) -> kg.Graph:
        date = datetime.date.fromisoformat(case["date"]) if "date" in case else None
        document = article(case["text"], identifier="case", date=date)
        ((document, doc),) = annotate([document], nlp)
        found = extract(document, doc, ontology=ontology.load(), gazetteer=gazetteer.load())
        opened.replace([(rdf.document_iri(document), rdf.quads(found, ontology=ontology.load()))])
        return kg.Graph(opened)

    yield build
    opened.close()


def called(graph: kg.Graph, end) -> set[str]:
    """Every name by which a case may call one end of a statement; events, also denied ones, by their class too."""
    if not isinstance(end, Node):
        return {text(end)}
    names = {fold(name) for _, name, _, node in graph.names.entries if node.iri == end.iri}
    kinds = {fold(text(claim.object)) for claim in graph.claims(end) if claim.predicate == "type" and claim.subject == end}
    return names | kinds | {fold(end.cls or end.name)}


def status(claim: Claim) -> str:
    if claim.polarity == "negated":
        return "negated"
    return "ended" if claim.ended else "asserted" if claim.certainty == "certain" else claim.certainty


def holds(graph: kg.Graph, claims: list[Claim], fact: list[str]) -> bool:
    """True where some claim says what `fact` says, part by part."""
    subject, predicate, value, *more = map(str, fact)
    committed, speaker = [*more, "*", "*"][:2]
    return any(
        predicate in (claim.predicate, "*") and fits(subject, called(graph, claim.subject))
               and fits(value, called(graph, claim.object))
        and fits(committed, {status(claim)}) and fits(speaker, called(graph, claim.source) if claim.source else {""})
        for claim in claims
    )


def fits(wanted: str, names: set[str]) -> bool:
    return wanted == "*" or wanted in names or fold(wanted) in names


@pytest.mark.model
@pytest.mark.parametrize("case", cases())
def test_case(case, built):
    graph = built(case)
    claims = graph.claims()
    told = "\n".join(map(str, claims))
    missing = [fact for fact in case.get("facts", ()) if not holds(graph, claims, fact)]
    wrong = [fact for fact in case.get("not", ()) if holds(graph, claims, fact)]
    assert not missing, f"missing {missing} in:\n{told}"
    assert not wrong, f"wrong {wrong} in:\n{told}"
