"""Open facts: the constructions one by one on parses written by hand, and both halves of the reader's sentences."""

import pytest
from factories import make_doc
from openfacts import cases, loosely, score, strictly

from kg import ontology
from kg.extract.frames.reading import frames
from kg.extract.openfacts.facts import open_facts


def read(doc) -> list[str]:
    return list(map(str, open_facts(doc.sents, lexicon=ontology.load().lexicon)))


def test_one_fact_per_object_and_preposition():
    doc = make_doc("Ruritania sold tanks to Lodz in May .", heads=[1, 1, 1, 1, 3, 1, 5, 1],
                   deps="nsubj ROOT dobj prep pobj prep pobj punct", tags="NNP VBD NNS IN NNP IN NNP .",
                   lemmas="Ruritania sell tank to Lodz in May .")
    assert read(doc) == ["Ruritania | sold | tanks", "Ruritania | sold tanks to | Lodz", "Ruritania | sold tanks in | May"]


def test_verb_chain_is_one_phrase_and_shares_its_beginning():
    doc = make_doc("Banks refused to lend money and take deposits .", heads=[1, 1, 3, 1, 3, 3, 3, 6, 1],
                   deps="nsubj ROOT aux xcomp dobj cc conj dobj punct", tags="NNS VBD TO VB NN CC VB NNS .",
                   lemmas="bank refuse to lend money and take deposit .")
    assert read(doc) == ["Banks | refused to lend | money", "Banks | refused to take | deposits"]


def test_relative_clause_goes_back_to_its_noun():
    doc = make_doc("Ana , who led the party , resigned .", heads=[7, 0, 3, 0, 5, 3, 0, 7, 7],
                   deps="nsubj punct nsubj relcl det dobj punct ROOT punct", tags="NNP , WP VBD DT NN , VBD .",
                   lemmas="Ana , who lead the party , resign .")
    assert read(doc) == ["Ana | led | the party"]


def test_object_relative():
    doc = make_doc("The bridge that they built fell .", heads=[1, 5, 4, 4, 1, 5, 5], deps="det nsubj dobj nsubj relcl ROOT punct",
                   tags="DT NN WDT PRP VBD VBD .", lemmas="the bridge that they build fall .")
    assert read(doc) == ["they | built | The bridge"]


def test_preposition_inside_an_object():
    doc = make_doc("Ana is head of the board .", heads=[1, 1, 1, 2, 5, 3, 1], deps="nsubj ROOT attr prep det pobj punct",
                   tags="NNP VBZ NN IN DT NN .", lemmas="Ana be head of the board .", pos="PROPN AUX NOUN ADP DET NOUN PUNCT")
    assert read(doc) == ["Ana | is | head of the board", "Ana | is head of | the board"]


def test_apposition_makes_no_fact():
    doc = make_doc("Ana , a lawyer , left .", heads=[5, 0, 3, 0, 0, 5, 5], deps="nsubj punct det appos punct ROOT punct",
                   tags="NNP , DT NN , VBD .", lemmas="Ana , a lawyer , leave .")
    assert read(doc) == []


def test_negation_stays_in_the_phrase_and_in_the_status():
    doc = make_doc("Rebels did not enter the town .", heads=[3, 3, 3, 3, 5, 3, 3], deps="nsubj aux neg ROOT det dobj punct",
                   tags="NNS VBD RB VB DT NN .", lemmas="rebel do not enter the town .")
    lexicon = ontology.load().lexicon
    (fact,) = open_facts(doc.sents, frames(doc.sents, (), lexicon=lexicon), lexicon=lexicon, document="a")
    assert (fact.relation, fact.status.polarity, fact.document) == ("did not enter", "negated", "a")
    assert fact.span.of(doc.text) == "Rebels did not enter the town" and fact.object_span.of(doc.text) == "the town"


@pytest.mark.model
@pytest.mark.parametrize(("half", "precision", "recall"), [("dev", 0.92, 0.92), ("heldout", 0.88, 0.82)])
def test_what_a_careful_reader_takes(nlp, half, precision, recall):
    sentences = list(cases(half))
    lexicon = ontology.load().lexicon
    built = [[(fact.subject, fact.relation, fact.object) for fact in open_facts(doc.sents, lexicon=lexicon)]
             for doc in nlp.pipe(case.text for case in sentences)]
    loose, strict = (score(sentences, built, same) for same in (loosely, strictly))
    assert loose.precision >= precision and loose.recall >= recall, f"{loose}; word by word {strict}"
