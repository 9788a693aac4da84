"""build(): joins the stages, and reports what was done and what was not, and why.

    read -> annotate -> mentions, coreference, resolve -> frames -> relations, positions, events -> quads -> store
"""

import datetime
import functools
import itertools
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

import pyoxigraph as ox
from spacy.attrs import IS_PUNCT, IS_SPACE
from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as Sentence

from . import annotate, gazetteer, ontology, rdf
from .errors import DocumentError, DocumentSkipped, NothingBuilt
from .extract.byline import with_authors
from .extract.confidence import confident
from .extract.coreference.sieve import corefer
from .extract.dateline import dateline_relations, filed_from, with_dateline
from .extract.dates import time_expressions
from .extract.events.assembly import events
from .extract.frames.reading import frames
from .extract.mentions.finding import mentions
from .extract.openfacts.facts import OpenFact
from .extract.openfacts.facts import open_facts as facts_in_words
from .extract.positions import positions
from .extract.relations import peoples, relations
from .gazetteer import Gazetteer
from .model import Document, Entity, Event, Extraction, Refusal, Relation, Resolution
from .ontology import Ontology
from .read import documents
from .report import Gaps
from .resolve import resolve
from .store import Store
from .workers import spread

BATCH = 64
"""Documents a write: the store syncs to disk once a batch."""
SWITCH = 0.002
"""Seconds after which the extraction lets the parser have the interpreter, which it needs only between pieces of arithmetic;
Python's usual 0.005 made builds some 4 % slower."""

Stated = TypeVar("Stated", Relation, Event)
Item = TypeVar("Item")
Progress = Callable[[int, int | None, str], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did. `failures` holds one error for each document that was not built, `gaps` what was seen and
    not mapped."""

    documents: int = 0
    words: int = 0
    seconds: float = 0.0
    failures: tuple[DocumentError, ...] = ()
    gaps: Gaps = field(default_factory=Gaps, compare=False)

    def tell(self) -> None:
        """Warns of the documents that were left out; raises NothingBuilt where no other is left."""
        if self.failures and not self.documents:
            raise NothingBuilt(self.failures)
        failed = [failure for failure in self.failures if not isinstance(failure, DocumentSkipped)]
        if failed:
            count = "1 document was" if len(failed) == 1 else f"{len(failed)} documents were"
            warnings.warn(f"{count} left out (see `report.failures`). The first: {failed[0]}", stacklevel=3)


def build(sources: Iterable[str | Path | Document], *, store: Store, model: str | None = None, base: str = rdf.BASE,
          date: datetime.date | None = None, jobs: int = 1, progress: Progress | None = None) -> Report:
    """Read, extract and store every document of `sources`; each replaces the graph of its own earlier version.

    A source that fails is reported in the result and the others are built. `jobs` processes share the work; the result is
    the same with any number. Raises ModelError, StoreError and WorkerLost.
    """
    begun = time.perf_counter()
    failures: list[DocumentError] = []
    gaps = Gaps()
    batch, built, words = [], 0, 0
    with _Writer(store) as writer:
        for made in _made(sources, model, base, date, jobs, failures):
            batch.append((ox.NamedNode(made.graph), made.triples))
            gaps.add(made.refusals)
            built, words = built + 1, words + made.words
            if progress:
                progress(built, None, made.identifier)
            if len(batch) == BATCH:
                writer.write(batch)
                batch = []
        writer.write(batch)
    return Report(built, words, time.perf_counter() - begun, tuple(failures), gaps)


class _Made(NamedTuple):
    """What one document adds to a build: the IRI of its graph and the N-Triples in it."""

    identifier: str
    graph: str
    triples: bytes
    words: int
    refusals: tuple[Refusal, ...]


def _made(sources: Iterable[str | Path | Document], model: str | None, base: str, date: datetime.date | None, jobs: int,
          failures: list[DocumentError]) -> Iterator[_Made]:
    if jobs == 1:
        yield from _extracted(sources, model, base, date, failures)
        return
    shares = annotate.shares(_readable(sources, date, failures))
    for made, failed in spread(shares, functools.partial(_share, model, base), jobs):
        yield from made
        failures += failed


def _share(model: str | None, base: str, read: list[Document]) -> tuple[list[_Made], list[DocumentError]]:
    """What one of several processes does at a time."""
    failures: list[DocumentError] = []
    return list(_extracted(read, model, base, None, failures)), failures


def _extracted(sources: Iterable[str | Path | Document], model: str | None, base: str, date: datetime.date | None,
               failures: list[DocumentError]) -> Iterator[_Made]:
    terms = ontology.load()
    read = extractions(sources, annotate.pipeline(model), terms, gazetteer.load(), date=date, failures=failures)
    for extraction, words in read:
        document = extraction.document
        yield _Made(document.identifier, rdf.document_iri(document, base=base).value,
                    rdf.ntriples(extraction, base=base, ontology=terms), words, extraction.refusals)


class _Writer:
    """Writes one batch while the next is extracted: the store needs no interpreter lock. At most one batch waits."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._thread = ThreadPoolExecutor(1)
        self._pending: Future | None = None

    def write(self, batch: list[tuple[ox.NamedNode, bytes]]) -> None:
        """Hand over a batch; raises what the batch before it failed with."""
        self._wait()
        self._pending = self._thread.submit(self._store.replace, batch) if batch else None

    def _wait(self) -> None:
        if self._pending is not None:
            self._pending.result()

    def __enter__(self) -> "_Writer":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        self._thread.shutdown(wait=True)
        if kind is None:
            self._wait()


def extractions(sources: Iterable[str | Path | Document], nlp: Language, terms: Ontology, places: Gazetteer, *,
                date: datetime.date | None = None, failures: list[DocumentError]) -> Iterator[tuple[Extraction, int]]:
    """Each document's extraction with its number of words; what fails is appended to `failures` and passed over."""
    defects = []
    for document, doc in _ahead(annotate.batches(_readable(sources, date, failures), nlp)):
        try:
            words = int((doc.to_array([IS_PUNCT, IS_SPACE]).sum(axis=1) == 0).sum())
            yield extract(document, doc, ontology=terms, gazetteer=places), words
        except Exception as error:  # a defect of ours must not lose the other documents; it is reported with its cause
            name, reason = document.origin or document.identifier, f"{type(error).__name__}: {error}"
            failure = DocumentError(f"{name}: could not be extracted ({reason}). Please report it.")
            failure.__cause__ = error
            defects.append(failure)
    failures += defects


def _ahead(batches: Iterator[list[Item]]) -> Iterator[Item]:
    """What is in the batches, each made by a thread while the one before is used.

    A good half of spaCy's work is arithmetic that needs no interpreter lock: meanwhile the extraction has it.
    """
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH)
    try:
        with ThreadPoolExecutor(1) as thread:
            pending = thread.submit(next, batches, None)
            while (batch := pending.result()) is not None:
                pending = thread.submit(next, batches, None)
                yield from batch
    finally:
        sys.setswitchinterval(usual)


def _readable(sources: Iterable[str | Path | Document], date: datetime.date | None,
              failures: list[DocumentError]) -> Iterator[Document]:
    for given, group in itertools.groupby(sources, lambda source: isinstance(source, Document)):
        # All paths go to one reader: it sees where two of them would be the same document.
        one = cast(Iterator[Any], group)
        for document in one if given else documents(one, date=date):
            if isinstance(document, DocumentError):
                failures.append(document)
            else:
                yield document


def extract(document: Document, doc: Doc, *, ontology: Ontology, gazetteer: Gazetteer) -> Extraction:
    """Everything that one parsed document states."""
    found = mentions(doc, ontology=ontology, gazetteer=gazetteer, document=document)
    found = with_dateline(found, document, doc, gazetteer=gazetteer)
    found = with_authors(found, document, doc, lexicon=ontology.lexicon, gazetteer=gazetteer)
    clusters = corefer(doc, found, ontology=ontology, gazetteer=gazetteer)
    resolution = resolve(doc, document, clusters, ontology=ontology, gazetteer=gazetteer)
    sentences = list(annotate.sentences(document, doc))
    read = frames(sentences, time_expressions(doc), lexicon=ontology.lexicon, entities=resolution.heads)
    stated = list(relations(read, resolution, ontology=ontology))
    held = list(positions(read, resolution, doc, ontology=ontology))
    facts = [r for r in stated if isinstance(r, Relation)] + [r for position in held for r in position.relations]
    facts += peoples(resolution)
    facts += dateline_relations(document, resolution, ontology=ontology)
    here = filed_from(document, resolution, ontology=ontology)
    happened = events(read, facts, resolution, document, doc, here=here, ontology=ontology)
    facts = [_attributed(fact, resolution, ontology) for fact in facts]
    happened = tuple(
        replace(event, status=_attributed(event, resolution, ontology).status,
                roles=tuple(_attributed(role, resolution, ontology) for role in event.roles))
        for event in happened)
    told = {role.object for event in happened for role in event.roles}
    facts = [fact for fact in facts if _worth_telling(fact, resolution, told, ontology)]
    return Extraction(
        document,
        _entities(resolution, [position.entity for position in held], facts, happened),
        tuple(confident(fact) for fact in dict.fromkeys(facts)),
        tuple(replace(event, roles=tuple(confident(role) for role in event.roles)) for event in happened),
        _shown([r for r in stated if isinstance(r, Refusal)], sentences),
    )


def _shown(refusals: Iterable[Refusal], sentences: Sequence[Sentence]) -> tuple[Refusal, ...]:
    """Each refusal with its sentence."""
    told = list(refusals)
    texts = {number: sentences[number].text for number in {refusal.sentence for refusal in told}}
    return tuple(replace(refusal, example=texts[refusal.sentence]) for refusal in told)


def _attributed(stated: Stated, resolution: Resolution, terms: Ontology) -> Stated:
    """The statement without a speaker that cannot speak: "the building said" comes from a bad parse."""
    speaker = resolution.entities.get(stated.status.source or "")
    if speaker is None or terms.is_a(speaker.cls, "Agent"):
        return stated
    return replace(stated, status=replace(stated.status, source=None))


def _worth_telling(fact: Relation, resolution: Resolution, told: set, terms: Ontology) -> bool:
    """Where an unnamed place lies ("a village in the north") is told only of the places where something happens."""
    subject = resolution.entities.get(fact.subject)
    unnamed_place = subject is not None and not subject.named and terms.is_a(subject.cls, "Place")
    return not unnamed_place or fact.subject in told


def open_facts(paths: Iterable[str | Path | Document], *, model: str | None = None,
               date: datetime.date | None = None) -> Iterator[OpenFact | DocumentError]:
    """Every statement that the sentences of the documents make, in their own words; what cannot be read as an error in its place.

    Raises ModelError where the language pipeline `model` is not installed.
    """
    nlp, lexicon = annotate.pipeline(model), ontology.load().lexicon
    failures: list[DocumentError] = []
    for document, doc in annotate.annotate(_readable(paths, date, failures), nlp):
        yield from failures
        failures.clear()
        read = frames(annotate.sentences(document, doc), (), lexicon=lexicon)
        yield from facts_in_words(annotate.sentences(document, doc), read, lexicon=lexicon, document=document.identifier)
    yield from failures


def _entities(resolution: Resolution, held: Iterable[Entity], facts: Iterable[Relation],
              happened: Iterable[Event]) -> tuple[Entity, ...]:
    """Named entities, and of the unnamed ones those that take part in a fact or are spoken of again."""
    statements = [*facts, *(role for event in happened for role in event.roles)]
    used = {key for fact in statements for key in (fact.subject, fact.object, fact.status.source) if isinstance(key, str)}
    entities = {key: entity for key, entity in resolution.entities.items()
                if entity.cls and (entity.named or key in used or len(entity.mentions) > 1)}
    for position in held:
        known = entities.get(position.key)
        if known is not None:
            position = replace(known, mentions=tuple(dict.fromkeys(known.mentions + position.mentions)))
        entities[position.key] = position
    return tuple(entities[key] for key in sorted(entities))
