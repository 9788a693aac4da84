"""Mentions: names with their boundaries and classes, nominals with kind and number, pronouns.

cases/entities.json: sentences with the `names` that must be found, exactly as written and of that class, and with what
must not be a name (`absent`) or not of a class (`never`: [name, class]); `xfail` marks what does not work yet.
"""

import json
from pathlib import Path

import pytest
from factories import make_doc

from kg import gazetteer, ontology
from kg.annotate import annotate
from kg.extract.classes.kinds import Scene, noun_kind
from kg.extract.classes.weighing import acronyms
from kg.extract.columns import columns
from kg.extract.mentions.finding import mentions
from kg.extract.mentions.nominals import amount, expletive
from kg.extract.names.naming import names
from kg.model import Document, Span

WORDS = ontology.load()
PLACES = gazetteer.load()


def found(doc, kind="name"):
    """(text, class) of the mentions of one kind."""
    return [(m.text, m.cls) for m in mentions(doc, ontology=WORDS, gazetteer=PLACES) if m.kind == kind]


def read(nlp, text):
    """The mentions of a text that the language pipeline has read."""
    document = Document("doc", text, (Span(0, len(text)),))
    ((_, doc),) = annotate([document], nlp)
    return mentions(doc, ontology=WORDS, gazetteer=PLACES, document=document)


def classes(nlp, text):
    return {m.text: m.cls for m in read(nlp, text) if m.kind == "name"}


def sentences():
    """The cases of entities.json."""
    cases = json.loads((Path(__file__).parent / "cases" / "entities.json").read_text(encoding="utf-8"))
    return [
        pytest.param(case, id=case["text"][:50],
                     marks=[pytest.mark.xfail(strict=True, reason=case["xfail"])] if "xfail" in case else [])
        for case in cases
    ]


@pytest.mark.model
@pytest.mark.parametrize("case", sentences())
def test_names_of_a_sentence(nlp, case):
    built = [(m.text, m.cls) for m in read(nlp, case["text"]) if m.kind == "name"]
    assert [pair for pair in map(tuple, case.get("names", ())) if pair not in built] == [], built
    assert not {text for text, _ in built} & set(case.get("absent", ())), built
    assert not set(built) & set(map(tuple, case.get("never", ()))), built


# -- names -----------------------------------------------------------------------------------------------------------


def test_an_article_and_a_possessive_ending_are_no_part_of_a_name():
    doc = make_doc(
        "The Northern Front 's men left .",
        heads=[2, 2, 4, 2, 5, 5, 5],
        deps="det compound poss case nsubj ROOT punct",
        tags="DT NNP NNP POS NNS VBD .",
        ents=[(0, 4, "ORG")],
    )
    assert found(doc) == [("Northern Front", "ArmedGroup")]


@pytest.mark.parametrize("label", ["PERSON", "ORG"])
def test_a_rank_is_no_part_of_a_name_and_makes_a_person(label):
    doc = make_doc(
        "Gen. Ana Petrov left .",
        heads=[2, 2, 3, 3, 3],
        deps="compound compound nsubj ROOT punct",
        tags="NNP NNP NNP VBD .",
        ents=[(0, 3, label)],
    )
    assert found(doc) == [("Ana Petrov", "Person")]


def test_a_word_of_a_title_is_no_name():
    doc = make_doc(
        "Harbour Secretary Oskar Lindt left .",
        heads=[3, 3, 3, 4, 4, 4],
        deps="compound compound compound nsubj ROOT punct",
        tags="NNP NNP NNP NNP VBD .",
        ents=[(0, 1, "ORG"), (2, 4, "PERSON")],
    )
    assert found(doc) == [("Oskar Lindt", "Person")]


def test_capitalised_words_without_a_label_are_a_name():
    doc = make_doc(
        "Troops shelled Al Zenda Camp yesterday .",
        heads=[1, 1, 4, 4, 1, 1, 1],
        deps="nsubj ROOT compound compound dobj npadvmod punct",
        tags="NNS VBD NNP NNP NNP NN .",
    )
    assert found(doc) == [("Al Zenda Camp", "Facility")]


def test_what_is_a_name_in_one_place_is_one_in_the_others():
    doc = make_doc(
        "Rebels met Zenda . Then Zenda left .",
        heads=[1, 1, 1, 1, 6, 6, 6, 6],
        deps="nsubj ROOT dobj punct advmod nsubj ROOT punct",
        tags="NNS VBD NNP . RB NNP VBD .",
        ents=[(2, 3, "ORG")],
    )
    assert found(doc) == [("Zenda", "Organization"), ("Zenda", "Organization")]


def test_a_force_of_a_corps_is_two_names():
    doc = make_doc(
        "the Border Force of the Zenda Guard Corps left .",
        heads=[2, 2, 8, 2, 7, 7, 7, 3, 8, 8],
        deps="det compound nsubj prep det compound compound pobj ROOT punct",
        tags="DT NNP NNP IN DT NNP NNP NNP VBD .",
        ents=[(0, 8, "ORG")],
    )
    assert found(doc) == [("Border Force", "SecurityForce"), ("Zenda Guard Corps", "SecurityForce")]


def test_the_acronym_in_brackets_says_where_the_name_begins():
    doc = make_doc(
        "It armed Hentzau Sons al - Zenda ( HSZ ) .",
        heads=[1, 1, 3, 1, 6, 6, 3, 8, 3, 8, 1],
        deps="nsubj ROOT compound dobj compound punct appos punct appos punct punct",
        tags="PRP VBD NNP NNPS NNP HYPH NNP -LRB- NNP -RRB- .",
        ents=[(2, 3, "NORP"), (8, 9, "ORG")],
    )
    page = columns(doc)
    assert [page.words(name.start, name.end) for name in names(page, WORDS.lexicon, PLACES)] == ["Hentzau Sons al - Zenda", "HSZ"]


def test_the_name_of_an_operation_or_law_is_no_entity():
    doc = make_doc(
        "Operation Zenda Wind began .",
        heads=[2, 2, 3, 3, 3],
        deps="compound compound nsubj ROOT punct",
        tags="NNP NNP NNP VBD .",
        ents=[(0, 3, "ORG")],
    )
    assert found(doc) == []


@pytest.mark.parametrize(
    ("written", "label", "cls"),
    [
        ("Zenda Brigade", "ORG", "SecurityForce"),
        ("Zenda Ministry", "ORG", "GovernmentBody"),
        ("Zenda Party", "ORG", "PoliticalParty"),
        ("Zenda Airport", "ORG", "Facility"),
        ("Zenda Province", "GPE", "Region"),
        ("Zenda Herald", "ORG", "MediaOrganization"),
        ("Zenda Holdings", "ORG", "Company"),
        ("Zenda University", "ORG", "Organization"),
        ("Lake Zenda", "LOC", "Region"),
        ("Camp Zenda", "PERSON", "Facility"),
        ("Zenda Liberation Army", "ORG", "ArmedGroup"),
        ("World Zenda Organization", "ORG", "InternationalOrganization"),
        ("Rupert Zenda", "ORG", "Person"),
        ("Zenda", "ORG", "Organization"),
        ("Zenda", "FAC", "Facility"),
        ("Zenda", "GPE", "Settlement"),
    ],
)
def test_a_name_has_the_class_of_its_last_or_first_word(written, label, cls):
    n = len(written.split())
    doc = make_doc(
        f"They saw {written} .",
        heads=[1, 1, *[n + 1] * (n - 1), 1, 1],
        deps=["nsubj", "ROOT", *["compound"] * (n - 1), "dobj", "punct"],
        tags=["PRP", "VBD", *["NNP"] * n, "."],
        ents=[(2, 2 + n, label)],
    )
    assert found(doc) == [(written, cls)]


def test_a_country_is_known_by_its_name_and_by_the_word_for_its_people():
    doc = make_doc(
        "Chad praised Kenyan soldiers .",
        heads=[1, 1, 3, 1, 1],
        deps="nsubj ROOT amod dobj punct",
        tags="NNP VBD JJ NNS .",
        ents=[(0, 1, "PERSON"), (2, 3, "NORP")],
    )
    assert found(doc) == [("Chad", "Country"), ("Kenyan", "Country")]


def test_people_named_by_their_country_are_people_and_name_it():
    doc = make_doc(
        "Two Kenyans left .", heads=[1, 2, 2, 2], deps="nummod nsubj ROOT punct", tags="CD NNPS VBD .", ents=[(1, 2, "NORP")]
    )
    (people,) = [m for m in mentions(doc, ontology=WORDS, gazetteer=PLACES) if m.kind == "nominal"]
    assert (people.text, people.cls, people.number, people.plural) == ("Two Kenyans", "PersonGroup", 2, True)
    assert found(doc) == [("Kenyans", "Country")]


@pytest.mark.parametrize(
    ("noun", "cls"),
    [
        ("fighter", "ArmedGroup"),
        ("reporter", "MediaOrganization"),
        ("shareholder", "Company"),
    ],
)
def test_a_name_has_the_class_that_the_noun_after_it_tells(noun, cls):
    doc = make_doc(
        f"Zenda {noun}s fled .",
        lemmas=f"Zenda {noun} flee .",
        heads=[1, 2, 2, 2],
        deps="compound nsubj ROOT punct",
        tags="NNP NNS VBD .",
        ents=[(0, 1, "ORG")],
    )
    assert found(doc) == [("Zenda", cls)]


def test_an_apposition_says_what_a_name_is():
    doc = make_doc(
        "Zenda , a militia , fled .",
        heads=[5, 0, 3, 0, 0, 5, 5],
        deps="nsubj punct det appos punct ROOT punct",
        tags="NNP , DT NN , VBD .",
        ents=[(0, 1, "PERSON")],
    )
    assert found(doc) == [("Zenda", "ArmedGroup")]


def test_an_acronym_shares_the_evidence_of_what_it_stands_for():
    doc = make_doc(
        "The Zenda Front ( ZF ) fled . ZF returned .",
        heads=[2, 2, 6, 4, 2, 4, 6, 6, 9, 9, 9],
        deps="det compound nsubj punct appos punct ROOT punct nsubj ROOT punct",
        tags="DT NNP NNP -LRB- NNP -RRB- VBD . NNP VBD .",
        ents=[(1, 3, "ORG"), (4, 5, "GPE"), (8, 9, "ORG")],
    )
    assert found(doc) == [("Zenda Front", "ArmedGroup"), ("ZF", "ArmedGroup"), ("ZF", "ArmedGroup")]


def test_an_agency_in_brackets_abbreviates_no_city():
    doc = make_doc(
        "OLD ZENDA ( AP )",
        heads=[1, 1, 3, 1, 3],
        deps="compound ROOT punct appos punct",
        tags="NNP NNP -LRB- NNP -RRB-",
        ents=[(0, 2, "GPE"), (3, 4, "ORG")],
    )
    page = columns(doc)
    known = names(page, WORDS.lexicon, PLACES)
    assert acronyms(page, known, [page.words(name.start, name.end).lower() for name in known]) == {}
    assert found(doc)[1] == ("AP", "MediaOrganization")


# -- nominals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phrase", "tags", "cls"),
    [
        ("militia", "NN", "ArmedGroup"),
        ("armed group", "JJ NN", "ArmedGroup"),
        ("student group", "NN NN", "Organization"),
        ("rebel army", "NN NN", "ArmedGroup"),
        ("army", "NN", "SecurityForce"),
        ("armed forces", "JJ NNS", "SecurityForce"),
        ("soldiers", "NNS", "PersonGroup"),
        ("soldier", "NN", "Person"),
        ("spokeswoman", "NN", "Person"),
        ("rocket", "NN", "Weapon"),
        ("gold mine", "NN NN", "Facility"),
        ("newspaper", "NN", "MediaOrganization"),
        ("clock", "NN", None),
    ],
)
def test_the_kind_of_a_noun(phrase, tags, cls):
    n = len(phrase.split())
    lemmas = [word.removesuffix("s") if tag == "NNS" else word for word, tag in zip(phrase.split(), tags.split(), strict=True)]
    doc = make_doc(
        f"the {phrase}",
        heads=[n] * n + [n],
        deps=["det", *["compound"] * (n - 1), "ROOT"],
        tags=f"DT {tags}",
        lemmas=["the", *lemmas],
    )
    assert noun_kind(Scene(columns(doc), WORDS, PLACES), n) == cls


def test_a_nominal_has_its_number_apart_and_its_modifiers_on_their_own():
    doc = make_doc(
        "At least three Kenyan soldiers fled .",
        heads=[1, 2, 4, 4, 5, 5, 5],
        deps="advmod advmod nummod amod nsubj ROOT punct",
        tags="RB RBS CD JJ NNS VBD .",
        lemmas="at least three Kenyan soldier flee .",
        ents=[(3, 4, "NORP")],
    )
    everything = mentions(doc, ontology=WORDS, gazetteer=PLACES)
    assert [(m.text, m.cls, m.number) for m in everything] == [
        ("At least three Kenyan soldiers", "PersonGroup", 3),
        ("Kenyan", "Country", None),
    ]


def test_dozens_of_people_are_people():
    doc = make_doc(
        "dozens of villagers fled .",
        heads=[3, 0, 1, 3, 3],
        deps="nsubj prep pobj ROOT punct",
        tags="NNS IN NNS VBD .",
        lemmas="dozen of villager flee .",
    )
    (people,) = mentions(doc, ontology=WORDS, gazetteer=PLACES)
    assert (people.text, people.cls, people.head) == ("dozens of villagers", "PersonGroup", 2)


def test_the_wounded_are_people():
    doc = make_doc("the wounded fled .", heads=[1, 2, 2, 2], deps="det nsubj ROOT punct", tags="DT JJ VBD .")
    assert found(doc, "nominal") == [("the wounded", "PersonGroup")]


def test_a_modifying_army_is_a_mention_of_its_own():
    doc = make_doc(
        "the army spokesman left .", heads=[2, 2, 3, 3, 3], deps="det compound nsubj ROOT punct", tags="DT NN NN VBD ."
    )
    assert found(doc, "nominal") == [("the army spokesman", "Person"), ("army", "SecurityForce")]


@pytest.mark.parametrize(("word", "value"), [("three", 3), ("1,200", 1200), ("dozens", None), ("twenty-one", 21)])
def test_amounts(word, value):
    assert amount(word) == value


# -- pronouns --------------------------------------------------------------------------------------------------------


def test_it_without_a_referent_is_no_mention():
    doc = make_doc(
        "It is clear that he left .",
        heads=[1, 1, 1, 5, 5, 1, 1],
        deps="nsubj ROOT acomp mark nsubj ccomp punct",
        tags="PRP VBZ JJ IN PRP VBD .",
        lemmas="it be clear that he leave .",
    )
    assert expletive(columns(doc), 0, WORDS.lexicon)
    assert found(doc, "pronoun") == [("he", "Person")]


# -- with the language pipeline --------------------------------------------------------------------------------------


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Gunmen from the Ochre Banner, a separatist militia, killed a Kenyan soldier in Lamu on Friday.",
            {"Ochre Banner": "ArmedGroup", "Kenyan": "Country", "Lamu": "Settlement"},
        ),
        (
            "The Defence Ministry said Col. Jan van der Berg would visit Ghent University.",
            {"Defence Ministry": "GovernmentBody", "Jan van der Berg": "Person", "Ghent University": "Organization"},
        ),
        (
            "Bolivia's Vice President Elena Rojas told the Folha newspaper that Grupo Andes SA would close its mine near Potosi.",
            {"Bolivia": "Country", "Elena Rojas": "Person", "Folha": "MediaOrganization", "Potosi": "Settlement"},
        ),
    ],
)
def test_names_of_an_article(nlp, text, expected):
    built = classes(nlp, text)
    assert {name: built.get(name) for name in expected} == expected


@pytest.mark.model
def test_every_mention_is_its_text_and_holds_its_head(nlp):
    text = "“We’ll go,” said Dr. Li Na (Peking University).\n\nHER TEAM\u200e of 12 left Xi’an at 5 p.m.; it's “over”."
    for mention in read(nlp, text):
        assert mention.span.of(text).replace("\u200e", " ") == mention.text  # a mark of no width is read as a space
        assert mention.start <= mention.head < mention.end


@pytest.mark.model
def test_an_empty_text_has_no_mentions(nlp):
    assert read(nlp, "") == ()
