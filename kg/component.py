"""kg as a component of a spaCy pipeline: `nlp.add_pipe("kg")` gives each Doc its facts as `doc._.facts`.

spaCy finds the component by the entry point of this package; nothing needs to be imported.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, cast

from spacy.language import Language
from spacy.tokens import Doc, Span

from . import gazetteer, ontology
from .annotate import NEEDED
from .errors import ModelError
from .graph.records import Committed, text
from .model import Certainty, Document, Extraction, Period, Polarity
from .pipeline import extract
from .read.layout import paragraphs

KEY = "kg.facts"
"""Where a Doc keeps its facts: as plain lists, so that it can be stored and sent to other processes."""


@dataclass(frozen=True, slots=True)
class DocFact(Committed):
    """One statement of a Doc: who, what relation or role, whom or what, by the names that the document gives them.

    certainty, polarity  how the text commits itself;  source  who says so, None for the text itself
    ended                a state that the text says is over
    span                 the passage, as a span of the Doc
    """

    subject: str
    predicate: str
    object: str
    certainty: Certainty
    polarity: Polarity
    ended: bool
    source: str | None
    confidence: float
    rule: str
    span: Span

    def __str__(self) -> str:
        return f"{self.subject} {self.predicate} {self.object} ({self._words(self.source)})"


@Language.factory("kg", default_config={"date": None}, assigns=["doc._.facts"])
class Component:
    """Reads the facts of each Doc. `date` is the day on which the texts were issued, "1987-05-14".

    Raises ModelError where the pipeline lacks a component that the extraction reads.
    """

    def __init__(self, nlp: Language, name: str, date: str | None = None) -> None:
        missing = [part for part in NEEDED if part not in nlp.pipe_names]
        if missing:
            raise ModelError(f"kg needs {', '.join(missing)} in the pipeline before it.")
        self.date = datetime.date.fromisoformat(date) if date else None

    def __call__(self, doc: Doc) -> Doc:
        # All of the Doc is read as it was parsed: a dateline or headline is not told apart.
        document = Document("doc", doc.text, tuple(paragraphs(doc.text)), issued=self.date)
        found = extract(document, doc, ontology=ontology.load(), gazetteer=gazetteer.load())
        doc.user_data[KEY] = _plain(found)
        return doc


def _plain(found: Extraction) -> list[list]:
    """The statements of a document as lists of strings, numbers and truth values."""
    names = {e.key: e.name for e in found.entities} | {e.key: e.label for e in found.events}
    rows = []
    for fact in (*found.relations, *(role for event in found.events for role in event.roles)):
        status, value = fact.status, fact.object
        shown = names.get(value, value) if isinstance(value, str) else _value(value)
        rows.append([
            names[fact.subject], fact.predicate, shown, status.certainty, status.polarity, status.ended,
            names.get(status.source or ""), fact.confidence, fact.rule, *fact.evidence,
        ])
    return rows


def _value(value: Period | int) -> str:
    stretch = f"{value.earliest or ''}/{value.latest or ''}" if isinstance(value, Period) else ""
    return text(value) or stretch


def _facts(doc: Doc) -> tuple[DocFact, ...]:
    rows: Sequence[Any] = doc.user_data.get(KEY, ())
    names = [field.name for field in fields(DocFact)][:-1]
    return tuple(DocFact(**dict(zip(names, row[:-2], strict=True)),
                         span=cast(Span, doc.char_span(row[-2], row[-1], alignment_mode="expand"))) for row in rows)


Doc.set_extension("facts", getter=_facts, force=True)
