"""Whatever a document holds, it is built: no exception, a graph that parses, offsets that fit, work linear in its length."""

import functools
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from noise import GROWING, ODD, STORY

from kg import annotate, gazetteer, ontology, pipeline, rdf
from kg.errors import DocumentError
from kg.extract.openfacts.facts import open_facts
from kg.model import Document, Extraction, Span
from kg.read.text import article

pytestmark = pytest.mark.model
SMALL = 240
"""Tokens, some, of a text that grows."""
LINEAR = ["no punctuation", "one long sentence", "prepositional chain", "adjective chain", "names with commas", "possessives",
          "appositions", "said that", "same line", "tolls", "quotations", "dates with events", "table"]
"""Kinds of text whose work was once more than linear, or is likely to be."""
EXTRACT = str(Path(pipeline.__file__).parent / "extract")


def document(text: str) -> Document:
    """The text as an article, or where no paragraph is found in it as one paragraph."""
    try:
        return article(text, identifier="noise")
    except DocumentError:
        return Document("noise", text, (Span(0, len(text)),))


def extracted(text: str, nlp) -> Extraction:
    ((_, doc),) = annotate.annotate([document(text)], nlp)
    return pipeline.extract(document(text), doc, ontology=ontology.load(), gazetteer=gazetteer.load())


def check(text: str, nlp) -> None:
    """Build the text's graph and its open facts, and see that every passage is one of the text."""
    found = extracted(text, nlp)
    quads = rdf.quads(found, ontology=ontology.load())
    assert quads
    for quad in quads:
        if quad.predicate == ox.NamedNode("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#anchorOf"):
            start, end = map(int, quad.subject.value.rpartition("#char=")[2].split(","))
            assert quad.object.value == found.document.text[start:end]
    ((_, doc),) = annotate.annotate([found.document], nlp)
    for fact in open_facts(doc.sents, lexicon=ontology.load().lexicon):
        assert 0 <= fact.span.start < fact.span.end <= len(text)


@pytest.mark.parametrize("kind", sorted(ODD))
def test_odd_text(nlp, kind):
    check(ODD[kind], nlp)


@pytest.mark.parametrize("kind", sorted(GROWING))
def test_noise(nlp, kind):
    check(GROWING[kind](SMALL), nlp)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(max_size=300))
def test_any_text(nlp, text):
    check(text, nlp)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(words=st.lists(st.sampled_from([*STORY.split(), "“", "”", '"', "(", ")", "\n\n", "—", "not", "who", "that", "if", "?"]),
                      max_size=60))
def test_any_order_of_words(nlp, words):
    check(" ".join(words), nlp)


@pytest.mark.parametrize("kind", ["names with commas", "possessives", "one long sentence"])
def test_sentence_of_thousands_of_words(nlp, kind):
    assert extracted(GROWING[kind](3000), nlp).document


@pytest.mark.parametrize("kind", ["sentences", "one long sentence", "same line"])
def test_document_in_pieces_is_read_as_in_one(nlp, monkeypatch, kind):
    told = document(STORY + "\n\n" + GROWING[kind](500))
    ((_, whole),) = annotate.annotate([told], nlp)
    monkeypatch.setattr(annotate, "pieces", functools.partial(annotate.pieces, longest=400))
    assert len(list(annotate.pieces(told))) > 3
    ((_, joined),) = annotate.annotate([told], nlp)
    assert joined.text == told.text and [token.idx for token in joined] == [token.idx for token in whole]
    differing = sum(one.dep_ != other.dep_ or one.tag_ != other.tag_ for one, other in zip(whole, joined, strict=True))
    assert differing < 0.1 * len(whole)


def test_pieces_end_with_a_paragraph_a_sentence_or_a_word():
    text = "Rebels left Graz.\n\nThey went to Linz. It rained. " + "very " * 10 + "a" * 30
    told = Document("long", text, (Span(0, 17), Span(19, len(text))))
    assert [piece.of(text) for piece in annotate.pieces(told, 25)] == [
        "Rebels left Graz.\n\n", "They went to Linz. ", "It rained. ", "very very very very very ", "very very very very very ",
        "a" * 25, "a" * 5]


@pytest.mark.parametrize("kind", LINEAR)
def test_work_is_linear_in_length(nlp, kind):
    """Lines of the extraction that run, not seconds: the same on every machine."""
    extracted(GROWING[kind](60), nlp)
    short, long = (lines_run(GROWING[kind](number), nlp) for number in (250, 1000))
    assert long < 5.5 * short, f"{long:,} lines for four times the text of {short:,}"


def lines_run(text: str, nlp) -> int:
    """How many lines of kg/extract run while the text is extracted."""
    told = document(text)
    ((_, doc),) = annotate.annotate([told], nlp)
    count, before = 0, sys.gettrace()

    def line(frame, event, argument):
        nonlocal count
        count += 1
        return line

    sys.settrace(lambda frame, event, argument: line if frame.f_code.co_filename.startswith(EXTRACT) else None)
    try:
        pipeline.extract(told, doc, ontology=ontology.load(), gazetteer=gazetteer.load())
    finally:
        sys.settrace(before)
    return count
