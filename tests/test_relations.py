"""Frames -> relations by the real lexicon: who is meant is told, the parses are hand-written."""

import pytest
from parses import frame, meant, parse, read

from kg.extract.relations import apply, entries, filled, name_tokens, relations
from kg.model import Refusal, Relation, Status
from kg.ontology import load

FRONT = "ArmedGroup: Coast Front"
MALI = "Country: Mali"
STATES = {
    "verb": ("Mali/NNP/nsubj>1 arms/VBZ/ROOT>1/arm the/DT/det>4 Coast/NNP/compound>4 Front/NNP/dobj>1", (MALI, FRONT),
             {("mali", "backs", "coast-front", "asserted")}),
    "passive": ("The/DT/det>2 Coast/NNP/compound>2 Front/NNP/nsubjpass>4 is/VBZ/auxpass>4/be armed/VBN/ROOT>4/arm by/IN/agent>4 "
                "Mali/NNP/pobj>5",
                (MALI, FRONT), {("mali", "backs", "coast-front", "asserted")}),
    "hedged": ("Mali/NNP/nsubj>2 may/MD/aux>2 arm/VB/ROOT>2 the/DT/det>5 Coast/NNP/compound>5 Front/NNP/dobj>2", (MALI, FRONT),
               {("mali", "backs", "coast-front", "possible")}),
    "denied": ("Mali/NNP/nsubj>2 never/RB/neg>2 armed/VBD/ROOT>2/arm the/DT/det>5 Coast/NNP/compound>5 Front/NNP/dobj>2",
               (MALI, FRONT),
               {("mali", "backs", "coast-front", "negated")}),
    "needs a word": ("Mali/NNP/nsubj>1 provided/VBD/ROOT>1/provide weapons/NNS/dobj>1/weapon to/IN/dative>1 the/DT/det>6 "
                     "Coast/NNP/compound>6 "
                     "Front/NNP/pobj>3", (MALI, FRONT), {("mali", "backs", "coast-front", "asserted")}),
    "the word is missing": ("Mali/NNP/nsubj>1 provided/VBD/ROOT>1/provide maps/NNS/dobj>1/map to/IN/dative>1 the/DT/det>6 "
                            "Coast/NNP/compound>6 "
                            "Front/NNP/pobj>3", (MALI, FRONT), set()),
    "hyphen": ("The/DT/det>5 Mali/NNP/npadvmod>3 ~-/HYPH/punct>3 ~backed/VBN/amod>5/back Coast/NNP/compound>5 Front/NNP/nsubj>6 "
               "fell/VBD/ROOT>6/fall",
               (MALI, FRONT), {("mali", "backs", "coast-front", "asserted")}),
    "prefix": ("The/DT/det>5 anti/JJ/amod>5 ~-/HYPH/punct>5 ~Mali/NNP/compound>5 Coast/NNP/compound>5 Front/NNP/nsubj>6 "
               "fell/VBD/ROOT>6/fall",
               (MALI, FRONT), {("coast-front", "opposes", "mali", "asserted")}),
    "war": ("Mali/NNP/nsubj>1 is/VBZ/ROOT>1/be at/IN/prep>1 war/NN/pobj>2 with/IN/prep>3 the/DT/det>7 Coast/NNP/compound>7 "
            "Front/NNP/pobj>4",
            (MALI, FRONT), {("mali", "opposes", "coast-front", "asserted")}),
    "copula": ("Farkas/NNP/nsubj>1 is/VBZ/ROOT>1/be a/DT/det>3 member/NN/attr>1 of/IN/prep>3 the/DT/det>7 Coast/NNP/compound>7 "
               "Front/NNP/pobj>4",
               ("Person: Farkas", FRONT), {("farkas", "memberOf", "coast-front", "asserted")}),
    "former": ("Farkas/NNP/nsubj>8 ,/,/punct>0 a/DT/det>4 former/JJ/amod>4 member/NN/appos>0 of/IN/prep>4 Coast/NNP/compound>7 "
               "Front/NNP/pobj>5 "
               "fled/VBD/ROOT>8/flee", ("Person: Farkas", FRONT), {("farkas", "memberOf", "coast-front", "ended")}),
    "the word ends it": ("Farkas/NNP/nsubj>1 left/VBD/ROOT>1/leave the/DT/det>4 Coast/NNP/compound>4 Party/NNP/dobj>1",
                         ("Person: Farkas", "PoliticalParty: Coast Party"), {("farkas", "memberOf", "coast-party", "ended")}),
    "the word ends no visit": ("Farkas/NNP/nsubj>1 left/VBD/ROOT>1/leave Mali/NNP/dobj>1", ("Person: Farkas", MALI), set()),
    "demonym": ("Belgian/JJ/amod>1 reporters/NNS/nsubj>2 met/VBD/ROOT>2/meet", ("Country: Belgian", "PersonGroup: reporters"),
                {("#entity=reporters", "nationality", "belgian", "asserted")}),
    "state servants": ("Belgian/JJ/amod>1 officials/NNS/nsubj>2/official met/VBD/ROOT>2/meet",
                       ("Country: Belgian", "PersonGroup: officials"),
                       {("#entity=officials", "worksFor", "belgian", "asserted"),
                        ("#entity=officials", "nationality", "belgian", "asserted")}),
    "place in place": ("A/DT/det>1 camp/NN/nsubj>4 in/IN/prep>1 Riga/NNP/pobj>2 burned/VBD/ROOT>4/burn",
                       ("Facility: camp", "Settlement: Riga"),
                       {("#entity=camp", "locatedIn", "riga", "asserted")}),
    "comma": ("They/PRP/nsubj>1 met/VBD/ROOT>1/meet in/IN/prep>1 Riga/NNP/pobj>2 ,/,/punct>3 Latvia/NNP/appos>3",
              ("Settlement: Riga", "Country: Latvia"), {("riga", "locatedIn", "latvia", "asserted")}),
    "nobody backs himself": ("Mali/NNP/nsubj>1 arms/VBZ/ROOT>1/arm Mali/NNP/dobj>1", (MALI,), set()),
}


def stated(line, entities):
    doc = parse(line)
    return list(relations(read(doc), meant(doc, *entities), ontology=load()))


@pytest.mark.parametrize("name", STATES)
def test_what_a_sentence_states(name):
    line, entities, expected = STATES[name]
    found = {(r.subject, r.predicate, r.object, "ended" if r.status.ended else "negated" if r.status.polarity == "negated" else
              "asserted" if r.status.asserted else r.status.certainty) for r in stated(line, entities) if isinstance(r, Relation)}
    if name == "state servants":
        assert ("#entity=officials", "worksFor", "belgian", "asserted") in found and found <= expected
    else:
        assert found == expected


def test_a_statement_has_its_passage_rule_and_entry():
    line, entities, _ = STATES["verb"]
    (found,) = (r for r in stated(line, entities) if isinstance(r, Relation))
    assert (found.evidence.of(parse(line).text), found.rule, found.entry) == ("Mali arms the Coast Front", "active", "back")


def test_who_says_so_is_an_entity():
    line = "Lopes/NNP/nsubj>1 said/VBD/ROOT>1/say Mali/NNP/nsubj>3 arms/VBZ/ccomp>1/arm Coast/NNP/compound>5 Front/NNP/dobj>3"
    (found,) = (r for r in stated(line, ("Person: Lopes", MALI, FRONT)) if isinstance(r, Relation))
    assert found.status == Status(source="lopes")


def test_what_domain_or_range_refuses_is_told():
    line = "Mali/NNP/nsubj>1 supports/VBZ/ROOT>1/support the/DT/det>3 plan/NN/dobj>1"
    (refusal,) = (r for r in stated(line, (MALI, "Document: plan")) if isinstance(r, Refusal))
    assert (refusal.lemma, refusal.why) == ("support", "range")


def test_what_no_entry_knows_is_told():
    line = "Mali/NNP/nsubj>1 outwits/VBZ/ROOT>1/outwit the/DT/det>4 Coast/NNP/compound>4 Front/NNP/dobj>1"
    assert [r.why for r in stated(line, (MALI, FRONT)) if isinstance(r, Refusal)] == ["unknown"]


def test_the_words_of_a_name_mean_nothing():
    doc = parse("The/DT/det>2 Member/NNP/compound>2 Bank/NNP/nsubj>3 fell/VBD/ROOT>3/fall")
    assert name_tokens(meant(doc, "Company: Member Bank")) == {1, 2}
    assert stated("The/DT/det>2 Member/NNP/compound>2 Bank/NNP/nsubj>3 fell/VBD/ROOT>3/fall", ("Company: Member Bank",)) == []


def test_the_longest_known_form_is_looked_up_with_what_holds_for_every_noun():
    known = load().lexicon.frames
    found = frame(parse("A/DT/det>2 rocket/NN/compound>2 attack/NN/nsubj>3 followed/VBD/ROOT>3/follow"), "attack")
    assert entries(found, known)[0].means == "MissileAttack"
    assert entries(found, known)[1:] == known["noun", "*"]


def test_filled():
    ontology = load()
    (protest,) = (e for e in ontology.lexicon.frames["verb", "protest"] if e.means == "Protest")
    assert filled(frame(parse("Nurses/NNS/nsubj>1 protest/VBP/ROOT>1"), "protest"), protest, ontology)
    assert not filled(frame(parse("Nurses/NNS/nsubj>1 protest/VBP/ROOT>1 innocence/NN/dobj>1"), "protest"), protest, ontology)


def test_apply_adds_what_the_word_says():
    (quit_,) = (e for e in load().lexicon.frames["verb", "quit"] if e.means == "memberOf")
    assert apply(quit_, Status()) == Status(ended=True)
    assert apply(quit_, Status("possible")) == Status("possible", ended=True)
