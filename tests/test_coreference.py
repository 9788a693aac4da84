"""Coreference: each rule of the sieve on a made-up text, what it must join and what it must keep apart.

Whole texts are in cases/coreference.json:

    {"text": "...", "together": [["Ana Petrov", "she"]], "apart": [["a bank", "the bank/2"]], "xfail": "reason"}

A mention is called by its text or its first words; "/2" is its second one of these words.
"""

import json
import re
from pathlib import Path

import pytest
from factories import make_doc

from kg import gazetteer, ontology
from kg.annotate import annotate
from kg.extract.coreference import sieve
from kg.extract.coreference.samename import consonants
from kg.extract.coreference.sieve import corefer
from kg.extract.coreference.story import compatible
from kg.extract.mentions.finding import mentions
from kg.model import Document, Span
from kg.read.text import article

WORDS = ontology.load()
PLACES = gazetteer.load()


def groups(doc, document=None):
    """The clusters of more than one mention, as texts."""
    found = mentions(doc, ontology=WORDS, gazetteer=PLACES, document=document)
    clusters = corefer(doc, found, ontology=WORDS, gazetteer=PLACES)
    return [[m.text for m in cluster.mentions] for cluster in clusters if len(cluster.mentions) > 1]


def read(nlp, text):
    """The clusters of a text that the language pipeline has read; a line is a paragraph."""
    spans, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            spans.append(Span(start, start + len(line)))
        start += len(line) + 1
    document = Document("doc", text, tuple(spans))
    ((_, doc),) = annotate([document], nlp)
    return groups(doc, document)


def together(clusters, *texts):
    """True where one cluster has all of `texts`."""
    return any(set(texts) <= set(cluster) for cluster in clusters)


def test_every_rule_says_what_it_does():
    for rule in sieve.SIEVE:
        assert rule.__doc__ and rule.__doc__.split("\n")[0].endswith("."), rule.__name__


def test_every_mention_is_in_one_cluster_in_text_order():
    doc = make_doc(
        "Ana Petrov left . Petrov slept .",
        heads=[1, 2, 2, 2, 5, 5, 5],
        deps="compound nsubj ROOT punct nsubj ROOT punct",
        tags="NNP NNP VBD . NNP VBD .",
        ents=[(0, 2, "PERSON"), (4, 5, "PERSON")],
    )
    found = mentions(doc, ontology=WORDS, gazetteer=PLACES)
    clusters = corefer(doc, found, ontology=WORDS, gazetteer=PLACES)
    assert [m for cluster in clusters for m in cluster.mentions] == list(found)
    assert clusters[0].rules == ("shortened_names",)


def test_two_people_of_one_last_name_are_not_merged_by_it():
    doc = make_doc(
        "Ana Holm met Rupert Holm . Holm slept .",
        heads=[1, 2, 2, 4, 2, 2, 7, 7, 7],
        deps="compound nsubj ROOT compound dobj punct nsubj ROOT punct",
        tags="NNP NNP VBD NNP NNP . NNP VBD .",
        ents=[(0, 2, "PERSON"), (3, 5, "PERSON"), (6, 7, "PERSON")],
    )
    assert groups(doc) == []


def test_an_acronym_in_brackets_is_the_name_before_it():
    doc = make_doc(
        "The Zenda Front ( ZF ) fled . ZF returned .",
        heads=[2, 2, 6, 4, 2, 4, 6, 6, 9, 9, 9],
        deps="det compound nsubj punct appos punct ROOT punct nsubj ROOT punct",
        tags="DT NNP NNP -LRB- NNP -RRB- VBD . NNP VBD .",
        ents=[(1, 3, "ORG"), (4, 5, "ORG"), (8, 9, "ORG")],
    )
    assert groups(doc) == [["Zenda Front", "ZF", "ZF"]]


def test_a_demonym_is_its_country():
    doc = make_doc(
        "Kenya praised Kenyan soldiers .",
        heads=[1, 1, 3, 1, 1],
        deps="nsubj ROOT amod dobj punct",
        tags="NNP VBD JJ NNS .",
        ents=[(0, 1, "GPE"), (2, 3, "NORP")],
    )
    assert groups(doc) == [["Kenya", "Kenyan"]]


def test_the_fighters_of_a_group_are_the_group():
    doc = make_doc(
        "Zenda Front rebels fled .",
        heads=[1, 2, 3, 3, 3],
        deps="compound compound nsubj ROOT punct",
        tags="NNP NNP NNS VBD .",
        lemmas="Zenda Front rebel flee .",
        ents=[(0, 2, "ORG")],
    )
    assert groups(doc) == [["Zenda Front rebels", "Zenda Front"]]


def test_an_apposition_is_the_name_it_explains():
    doc = make_doc(
        "Zenda , a militia , fled .",
        heads=[5, 0, 3, 0, 0, 5, 5],
        deps="nsubj punct det appos punct ROOT punct",
        tags="NNP , DT NN , VBD .",
        ents=[(0, 1, "ORG")],
    )
    assert groups(doc) == [["Zenda", "a militia"]]


def test_a_pronoun_does_not_mean_the_other_argument_of_its_verb():
    doc = make_doc(
        "Ana Petrov met him .",
        heads=[1, 2, 2, 2, 2],
        deps="compound nsubj ROOT dobj punct",
        tags="NNP NNP VBD PRP .",
        ents=[(0, 2, "PERSON")],
    )
    assert groups(doc) == []


def test_he_and_she_agree_with_given_names():
    doc = make_doc(
        "Maria Holm met Viktor Holm . She slept .",
        heads=[1, 2, 2, 4, 2, 2, 7, 7, 7],
        deps="compound nsubj ROOT compound dobj punct nsubj ROOT punct",
        tags="NNP NNP VBD NNP NNP . PRP VBD .",
        ents=[(0, 2, "PERSON"), (3, 5, "PERSON")],
    )
    assert groups(doc) == [["Maria Holm", "She"]]


def test_a_counted_or_indefinite_nominal_is_somebody_new():
    doc = make_doc(
        "Soldiers fled . Three soldiers died .",
        heads=[1, 1, 1, 4, 5, 5, 5],
        deps="nsubj ROOT punct nummod nsubj ROOT punct",
        tags="NNS VBD . CD NNS VBD .",
        lemmas="soldier flee . three soldier die .",
    )
    assert groups(doc) == []


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("ArmedGroup", "Organization", True),
        ("ArmedGroup", "Company", False),
        ("Person", "Country", False),
        ("Agent", "Country", True),
        ("Settlement", "Region", True),
        ("Settlement", "Facility", False),
        ("", "Weapon", True),
    ],
)
def test_classes_that_may_be_one(a, b, same):
    assert compatible(a, b) is compatible(b, a) is same


def test_transliterations_keep_their_consonants():
    assert consonants("qasem") == consonants("kasim")
    assert consonants("soleimani") != consonants("rouhani")


# -- with the language pipeline --------------------------------------------------------------------------------------

GENERALS = (
    "Gen. Ana Petrov, commander of the Northern Front, met Kenyan President Daniel Moto in Nairobi on Tuesday. "
    "The general said her group wanted peace.\nThe president thanked her. Moto's office said he would travel to Geneva. "
    "Nairobi accused the Northern Front (NF) of killing two soldiers. The NF denied it. "
    "“We have killed nobody,” Petrov told reporters."
)


@pytest.mark.model
@pytest.mark.parametrize(
    "texts",
    [
        ("Ana Petrov", "The general", "her", "Petrov"),
        ("Daniel Moto", "The president", "Moto", "he"),
        ("Northern Front", "NF"),
        ("Kenyan", "Nairobi"),
    ],
)
def test_titles_roles_acronyms_and_capitals(nlp, texts):
    assert together(read(nlp, GENERALS), *texts)


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "texts"),
    [
        (
            "The Ochre Banner, also known as Bandera Ocre, freed the engineers. The rebels kept their trucks.",
            ("Ochre Banner", "Bandera Ocre"),
        ),
        ("The town of Lamu fell. Kenya's army retook the town a day later.", ("The town of Lamu", "Lamu", "the town")),
        ("North Korea fired a missile. The North said it was a test.", ("North Korea", "North", "it")),
        ("Sarah Klein, a spokeswoman for Boeing, said she was sorry.", ("Sarah Klein", "she")),
        ("Chad said its troops had left.", ("Chad", "its")),
        ("The Church of Norway sold land. The Church said it needed money.", ("Church of Norway", "Church")),
    ],
)
def test_pairs_of_one_text(nlp, text, texts):
    assert together(read(nlp, text), *texts)


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("A bomb went off in Nairobi. The Kenyan army blamed a militia.", ("Nairobi", "Kenyan")),
        ("South Korea and North Korea will talk.", ("South Korea", "North Korea")),
        ("The Interior Ministry met the Defence Ministry.", ("Interior Ministry", "Defence Ministry")),
        ("Rebels shot two soldiers. Police shot four soldiers.", ("two soldiers", "four soldiers")),
    ],
)
def test_pairs_that_are_two(nlp, text, texts):
    assert not together(read(nlp, text), *texts)


def cases() -> list:
    told = json.loads((Path(__file__).parent / "cases" / "coreference.json").read_text(encoding="utf-8"))
    return [
        pytest.param(
            case,
            id=f"{number}-{case['text'][:40]}",
            marks=[pytest.mark.xfail(strict=True, reason=case["xfail"])] if "xfail" in case else [],
        )
        for number, case in enumerate(told)
    ]


def cluster_of(clusters, text, called):
    """The number of the cluster that has the mention which a case means by `called`."""
    counted = re.fullmatch(r"(.*)/(\d)", called)
    words, count = (counted[1], int(counted[2])) if counted else (called, 1)
    found = sorted(
        (m.text != words, m.start, number)
        for number, cluster in enumerate(clusters)
        for m in cluster.mentions
        if f"{m.text} ".startswith(f"{words} ") or (words.startswith(f"{m.text} ") and text.startswith(words, m.span.start))
    )
    assert len(found) >= count, f"no mention {called!r}"
    return found[count - 1][2]


@pytest.mark.model
@pytest.mark.parametrize("case", cases())
def test_case(nlp, case):
    document = article(case["text"], identifier="case")
    ((_, doc),) = annotate([document], nlp)
    found = mentions(doc, ontology=WORDS, gazetteer=PLACES, document=document)
    clusters = corefer(doc, found, ontology=WORDS, gazetteer=PLACES)
    told = "\n".join(str([m.text for m in cluster.mentions]) for cluster in clusters if len(cluster.mentions) > 1)
    for called in case.get("together", ()):
        numbers = [cluster_of(clusters, case["text"], one) for one in called]
        assert len(set(numbers)) == 1, f"apart: {called} in:\n{told}"
    for called in case.get("apart", ()):
        numbers = [cluster_of(clusters, case["text"], one) for one in called]
        assert len(set(numbers)) == len(numbers), f"together: {called} in:\n{told}"
