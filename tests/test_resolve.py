"""From clusters to entities: name, class, key, links, label and number."""

from collections import Counter

import pytest
from factories import make_doc, make_document

from kg import gazetteer, ontology
from kg.annotate import annotate
from kg.extract.columns import columns
from kg.extract.coreference.sieve import corefer
from kg.extract.mentions.finding import mentions
from kg.extract.mentions.labels import nominal_label, slug
from kg.model import Document, Span
from kg.read.text import article
from kg.resolve import resolve
from kg.resolve.entities import fullest
from kg.resolve.places import choose_place

WORDS = ontology.load()
PLACES = gazetteer.load()


def resolved(doc, document=None):
    found = mentions(doc, ontology=WORDS, gazetteer=PLACES, document=document)
    clusters = corefer(doc, found, ontology=WORDS, gazetteer=PLACES)
    return resolve(doc, document or make_document(doc.text), clusters, ontology=WORDS, gazetteer=PLACES)


def read(nlp, text):
    document = Document("doc", text, (Span(0, len(text)),))
    ((_, doc),) = annotate([document], nlp)
    return doc, resolved(doc, document)


def test_a_country_has_its_tables_name_code_and_links():
    doc = make_doc(
        "Kenyan soldiers left the U.S. .",
        heads=[1, 2, 2, 4, 2, 2],
        deps="amod nsubj ROOT det dobj punct",
        tags="JJ NNS VBD DT NNP .",
        lemmas="Kenyan soldier leave the U.S. .",
        ents=[(0, 1, "NORP"), (4, 5, "GPE")],
    )
    entities = resolved(doc).entities
    kenya = entities["kenya"]
    assert (kenya.name, kenya.aliases, kenya.code, kenya.cls) == ("Kenya", ("Kenyan",), "KE", "Country")
    assert entities["united-states"].aliases == ("U.S.",)
    assert any("wikidata" in link for link in kenya.links)


def test_a_person_bears_the_fullest_name_without_titles():
    doc = make_doc(
        "Petrov left . Gen. Ana Petrov slept .",
        heads=[1, 1, 1, 5, 5, 6, 6, 6],
        deps="nsubj ROOT punct compound compound nsubj ROOT punct",
        tags="NNP VBD . NNP NNP NNP VBD .",
        ents=[(0, 1, "PERSON"), (4, 6, "PERSON")],
    )
    (petrov,) = resolved(doc).entities.values()
    assert (petrov.key, petrov.name, petrov.aliases, petrov.cls) == ("ana-petrov", "Ana Petrov", ("Petrov",), "Person")
    assert petrov.named and petrov.rules == ("shortened_names",)


def test_an_unnamed_entity_belongs_to_its_document_and_has_its_number():
    doc = make_doc(
        "At least three Kenyan soldiers fled .",
        heads=[1, 2, 4, 4, 5, 5, 5],
        deps="advmod advmod nummod amod nsubj ROOT punct",
        tags="RB RBS CD JJ NNS VBD .",
        lemmas="at least three Kenyan soldier flee .",
        ents=[(3, 4, "NORP")],
    )
    soldiers = resolved(doc).entities["#entity=kenyan-soldiers"]
    assert (soldiers.name, soldiers.number, soldiers.named) == ("Kenyan soldiers", 3, False)


def test_labels_that_clash_are_numbered_in_text_order():
    doc = make_doc(
        "Two rebels shot four rebels .",
        heads=[1, 2, 2, 4, 2, 2],
        deps="nummod nsubj ROOT nummod dobj punct",
        tags="CD NNS VBD CD NNS .",
        lemmas="two rebel shoot four rebel .",
    )
    assert [(entity.key, entity.number) for entity in resolved(doc).entities.values()] == [
        ("#entity=rebels", 2),
        ("#entity=rebels-2", 4),
    ]


def test_pronouns_alone_make_no_entity():
    doc = make_doc("They left .", heads=[1, 1, 1], deps="nsubj ROOT punct", tags="PRP VBD .")
    assert resolved(doc).entities == {}


def test_an_unknown_kind_of_thing_is_kept_only_where_it_is_spoken_of_again():
    doc = make_doc("The clock stopped .", heads=[1, 2, 2, 2], deps="det nsubj ROOT punct", tags="DT NN VBD .")
    assert resolved(doc).entities == {}


def test_a_states_institution_is_as_good_as_named():
    doc = make_doc(
        "The Kenyan army left . Kenya 's army slept .",
        heads=[2, 2, 3, 3, 3, 7, 5, 8, 8, 8],
        deps="det amod nsubj ROOT punct poss case nsubj ROOT punct",
        tags="DT JJ NN VBD . NNP POS NN VBD .",
        ents=[(1, 2, "NORP"), (5, 6, "GPE")],
    )
    army = resolved(doc).entities["kenya-army"]
    assert (army.name, army.cls, len(army.mentions)) == ("Kenyan army", "SecurityForce", 2)


def test_a_ministrys_key_has_its_country_where_the_text_says_it():
    doc = make_doc(
        "Kenya 's Defence Ministry spoke .",
        heads=[3, 0, 3, 4, 4, 4],
        deps="poss case compound nsubj ROOT punct",
        tags="NNP POS NNP NNP VBD .",
        ents=[(0, 1, "GPE"), (2, 4, "ORG")],
    )
    ministry = resolved(doc).entities["kenya-defense-ministry"]
    assert (ministry.name, ministry.cls) == ("Defence Ministry", "GovernmentBody")


def test_tokens_lead_to_their_entity():
    doc = make_doc(
        "dozens of villagers met Ana Petrov .",
        heads=[3, 0, 1, 3, 5, 3, 3],
        deps="nsubj prep pobj ROOT compound dobj punct",
        tags="NNS IN NNS VBD NNP NNP .",
        lemmas="dozen of villager meet Ana Petrov .",
        ents=[(4, 6, "PERSON")],
    )
    resolution = resolved(doc)
    assert resolution.at(0) is resolution.at(2) is resolution.entities["#entity=villagers"]
    assert resolution.at(4) is resolution.at(5) is resolution.entities["ana-petrov"]
    assert resolution.at(3) is None


def test_a_citys_country_is_the_one_that_the_text_speaks_of():
    tripoli = PLACES.places("Tripoli")
    assert choose_place(tripoli, "Settlement", Counter()).country == "LY"
    assert choose_place(tripoli, "Settlement", Counter(LB=3)).country == "LB"
    assert choose_place(PLACES.places("Geneva"), "Settlement", Counter(US=9)).country == "CH"


@pytest.mark.parametrize(
    ("forms", "name"),
    [
        ({"Petrov": 4, "Ana Petrov": 1}, "Ana Petrov"),
        ({"NF": 5, "Northern Front": 1}, "Northern Front"),
        ({"U.N.": 2}, "U.N."),
    ],
)
def test_the_fullest_form(forms, name):
    assert fullest(Counter(forms), "Organization") == name


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("N’Djamena Accord", "ndjamena-accord"),
        ("Łódź", "lodz"),
        ("Sons of al-Nur (2nd)", "sons-of-al-nur-2nd"),
        ("…", "unnamed"),
        ("São Tomé", "sao-tome"),
    ],
)
def test_slugs_are_plain_ascii(name, key):
    assert slug(name) == key


@pytest.mark.parametrize(
    ("words", "heads", "deps", "tags", "label"),
    [
        ("at least three tall soldiers", [1, 2, 4, 4, 4], "advmod advmod nummod amod ROOT", "RB RBS CD JJ NNS", "tall soldiers"),
        ("The other rebels", [2, 2, 2], "det amod ROOT", "DT JJ NNS", "rebels"),
        (
            "his Kenyan - backed militia",
            [4, 3, 3, 4, 4],
            "poss npadvmod punct amod ROOT",
            "PRP$ JJ HYPH VBN NN",
            "Kenyan - backed militia",
        ),
    ],
)
def test_a_label_is_what_a_person_would_say(words, heads, deps, tags, label):
    doc = make_doc(words, heads=heads, deps=deps, tags=tags)
    (mention,) = [m for m in mentions(doc, ontology=WORDS, gazetteer=PLACES) if m.kind == "nominal"]
    assert nominal_label(columns(doc), mention, WORDS) == label


@pytest.mark.model
def test_entities_of_an_article(nlp):
    text = (
        "Two Lebanese soldiers were wounded in Tripoli when the Ochre Banner, a local militia, attacked a base. "
        "The militia is led by Ana Petrov, Lebanon's army said. The Lebanese army shelled its camp."
    )
    _, resolution = read(nlp, text)
    built = {key: entity.cls for key, entity in resolution.entities.items()}
    assert built["ochre-banner"] == "ArmedGroup"
    assert built["ana-petrov"] == "Person"
    assert built["lebanon-army"] == "SecurityForce"
    assert built["tripoli-lebanon"] == "Settlement"
    assert resolution.entities["#entity=lebanese-soldiers"].number == 2
    assert {m.text for m in resolution.entities["ochre-banner"].mentions} >= {"Ochre Banner", "The militia"}


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "key", "phrase"),
    [
        ("Senator Ana Petrov, a lawyer from Kisumu, resigned.", "ana-petrov", "Senator Ana Petrov, a lawyer from Kisumu"),
        ("They met Ana Petrov of the Northern Front and Viktor Holm.", "ana-petrov", "Ana Petrov of the Northern Front"),
        ("Floods hit Kisumu, Kenya.", "kisumu", "Kisumu, Kenya"),
    ],
)
def test_the_phrase_around_a_name_is_a_mention_too(nlp, text, key, phrase):
    assert phrase in [m.text for m in read(nlp, text)[1].entities[key].mentions]


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("The Northern Front fled.", "northern-front"),
        ("Nairobi and Kampala agreed.", "kenya"),
    ],
)
def test_a_name_alone_has_no_phrase(nlp, text, key):
    _, resolution = read(nlp, text)
    assert len(resolution.entities[key].mentions) == 1


@pytest.mark.model
def test_we_is_the_speakers_side(nlp):
    _, resolution = read(nlp, "“We will defend the town,” said Ana Petrov. “We have no fear.”")
    side = resolution.entities["#entity=side-of-ana-petrov"]
    assert (side.name, side.cls, [m.text for m in side.mentions]) == ("side of Ana Petrov", "PersonGroup", ["We", "We"])
    _, resolution = read(nlp, "“We will defend the town,” said Ana Petrov, a spokeswoman for the Northern Front.")
    assert "We" in [m.text for m in resolution.entities["northern-front"].mentions]


@pytest.mark.model
def test_the_same_text_gives_the_same_entities(nlp):
    text = "Kenya and Chad met. Kenya's army praised Ana Petrov (AP) and the Northern Front (NF)."
    assert read(nlp, text)[1] == read(nlp, text)[1]


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Jackson was arrested in Oslo.", "jackson-person"),
        ("The town of Velmora lies near Oslo.", "velmora-place"),
        ("He was shot near the Velmora Bridge in Oslo.", "velmora-bridge"),
        ("Ana Petrov was arrested in Oslo.", "ana-petrov"),
    ],
)
def test_a_key_tells_the_kind_where_the_name_alone_does_not(nlp, text, key):
    """So that two documents that take one name for different kinds of things do not contradict each other."""
    assert {key, "oslo"} <= set(read(nlp, text)[1].entities)


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("The Kenyan Defence Ministry denied it.", "kenya-defense-ministry"),
        ("Kenya's Ministry of Defense denied it.", "kenya-defense-ministry"),
        ("The Foreign Ministry in Nairobi denied it.", "kenya-foreign-ministry"),
        ("The State Department denied it.", "united-states-state-department"),
        ("The Foreign Ministry denied it.", "#entity=foreign-ministry"),
    ],
)
def test_one_institution_has_one_key_and_two_have_two(nlp, text, key):
    """The name alone is any country's: without a country it belongs to its document."""
    assert key in read(nlp, text)[1].entities


@pytest.mark.model
def test_the_dateline_tells_whose_institution_it_is(nlp):
    text = "NAIROBI, May 3 (AP) - Kenya closed its border on Friday. The Foreign Ministry gave no reason."
    document = article(text, identifier="doc")
    ((_, doc),) = annotate([document], nlp)
    clusters = corefer(doc, mentions(doc, ontology=WORDS, gazetteer=PLACES, document=document), ontology=WORDS, gazetteer=PLACES)
    assert "kenya-foreign-ministry" in resolve(doc, document, clusters, ontology=WORDS, gazetteer=PLACES).entities
