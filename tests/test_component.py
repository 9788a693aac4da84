"""The spaCy component: facts on Docs, found by its entry point, kept when a Doc is stored."""

import pytest
import spacy
from spacy.tokens import Doc

from kg.errors import ModelError

TEXT = "Iran backs the Harbour Brigade. The Harbour Brigade attacked a port in Syria on Sunday, killing three soldiers."

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def piped(nlp):
    """The session's pipeline with the component at its end."""
    component = nlp.add_pipe("kg", config={"date": "1974-06-03"})
    yield nlp
    nlp.remove_pipe("kg")
    assert component


def test_facts_of_a_doc(piped):
    doc = piped(TEXT)
    facts = {str(fact).partition(" (")[0]: fact for fact in doc._.facts}
    backed = facts["Iran backs Harbour Brigade"]
    assert (backed.certainty, backed.polarity, backed.source, backed.ended) == ("certain", "affirmed", None, False)
    assert "Iran backs" in backed.span.text and backed.span.doc is doc
    assert any(fact.predicate == "date" and fact.object == "1974-06-02" for fact in doc._.facts)
    assert any(fact.predicate == "agent" and fact.object == "Harbour Brigade" for fact in doc._.facts)


def test_many_docs_and_empty_ones(piped):
    docs = list(piped.pipe([TEXT, "", "   \n"]))
    assert docs[0]._.facts and docs[1]._.facts == docs[2]._.facts == ()


def test_facts_survive_storage(piped):
    doc = piped(TEXT)
    again = Doc(doc.vocab).from_bytes(doc.to_bytes())
    assert [str(fact) for fact in again._.facts] == [str(fact) for fact in doc._.facts]


def test_a_pipeline_without_a_parser():
    with pytest.raises(ModelError, match="kg needs tagger, parser"):
        spacy.blank("en").add_pipe("kg")
