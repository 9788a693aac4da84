"""Questions to a parse tree: hand-written parses, the answer for each construction, and what must not be answered."""

import pytest
from parses import parse, word

from kg.extract.clauses import Clauses
from kg.extract.syntax import clause, conjuncts, infinitive, lemma, nominal, passive, phrase, prepositions, spread, verbal
from kg.ontology import load

NOUNS = load().lexicon.words("complex-preposition")
CLAUSES = {
    "active": ("Cuba/NNP/nsubj>1 armed/VBD/ROOT>1/arm rebels/NNS/dobj>1 ././punct>1", "armed", ["Cuba"], ["rebels"]),
    "passive": ("The/DT/det>1 bridge/NN/nsubjpass>3 was/VBD/auxpass>3/be bombed/VBN/ROOT>3 by/IN/agent>3 rebels/NNS/pobj>4 "
                "././punct>3",
                "bombed", ["rebels"], ["bridge"]),
    "passive without agent": ("Forty/CD/nsubjpass>2 were/VBD/auxpass>2/be killed/VBN/ROOT>2 and/CC/cc>2 sixty/CD/nsubj>5 "
                              "wounded/VBN/conj>2 "
                              "././punct>5", "wounded", [], ["sixty"]),
    "relative clause": ("The/DT/det>1 rebels/NNS/nsubj>6 who/WP/nsubj>3 seized/VBD/relcl>1 the/DT/det>5 mine/NN/dobj>3 "
                        "fled/VBD/ROOT>6 "
                        "././punct>6", "seized", ["rebels"], ["mine"]),
    "object relative": ("The/DT/det>1 mine/NN/nsubj>5 that/WDT/dobj>4 rebels/NNS/nsubj>4 seized/VBD/relcl>1 burned/VBD/ROOT>5 "
                        "././punct>5",
                        "seized", ["rebels"], ["mine"]),
    "bare object relative": ("The/DT/det>1 mine/NN/nsubj>4 rebels/NNS/nsubj>3 seized/VBD/relcl>1 burned/VBD/ROOT>4 ././punct>4",
                             "seized", ["rebels"], ["mine"]),
    "participle": ("A/DT/det>1 force/NN/nsubj>5 armed/VBN/acl>1 by/IN/agent>2 Cuba/NNP/pobj>3 fell/VBD/ROOT>5 ././punct>5",
                   "armed", ["Cuba"], ["force"]),
    "coordinated participle": ("A/DT/det>1 force/NN/nsubj>9 armed/VBN/acl>1 by/IN/agent>2 Cuba/NNP/pobj>3 and/CC/cc>2 "
                               "trained/VBN/conj>2 "
                               "by/IN/agent>6 Mali/NNP/pobj>7 fell/VBD/ROOT>9 ././punct>9", "trained", ["Mali"], ["force"]),
    "present participle": ("Rebels/NNS/nsubj>3 holding/VBG/acl>0 hostages/NNS/dobj>1 fled/VBD/ROOT>3 ././punct>3",
                           "holding", ["Rebels"], ["hostages"]),
    "coordination": ("Rebels/NNS/nsubj>1 seized/VBD/ROOT>1 and/CC/cc>1 burned/VBD/conj>1 the/DT/det>5 mine/NN/dobj>3 ././punct>1",
                     "burned", ["Rebels"], ["mine"]),
    "subject control": ("Cuba/NNP/nsubj>1 wants/VBZ/ROOT>1 to/TO/aux>3 arm/VB/xcomp>1 the/DT/det>5 rebels/NNS/dobj>3 ././punct>1",
                        "arm", ["Cuba"], ["rebels"]),
    "object control": ("Cuba/NNP/nsubj>1 told/VBD/ROOT>1 the/DT/det>3 rebels/NNS/dobj>1 to/TO/aux>5 leave/VB/xcomp>1 ././punct>1",
                       "leave", ["rebels"], []),
    "gerund of the object": ("Peru/NNP/nsubj>1 accused/VBD/ROOT>1 Cuba/NNP/dobj>1 of/IN/prep>1 arming/VBG/pcomp>3 "
                             "rebels/NNS/dobj>4 ././punct>1",
                             "arming", ["Cuba"], ["rebels"]),
    "gerund of the subject": ("Peru/NNP/nsubj>1 left/VBD/ROOT>1 Cuba/NNP/dobj>1 after/IN/prep>1 arming/VBG/pcomp>3 "
                              "rebels/NNS/dobj>4 ././punct>1",
                              "arming", ["Peru"], ["rebels"]),
    "gerund without object "
    "above": ("Cuba/NNP/nsubj>1 profited/VBD/ROOT>1 from/IN/prep>1 arming/VBG/pcomp>2 rebels/NNS/dobj>3 ././punct>1",
                                    "arming", ["Cuba"], ["rebels"]),
    "participle of what is "
    "reported": ("Rebels/NNS/nsubj>1 bombed/VBD/ccomp>6 the/DT/det>3 mine/NN/dobj>1 ,/,/punct>6 officials/NNS/nsubj>6 "
                                       "said/VBD/ROOT>6 ,/,/punct>6 killing/VBG/advcl>6 six/CD/dobj>8 ././punct>6", "killing",
                                       ["Rebels"], ["six"]),
    "nobody": ("To/TO/aux>1 err/VB/ROOT>1 ././punct>1", "err", [], []),
}


@pytest.mark.parametrize("name", CLAUSES)
def test_logical_subject_and_object(name):
    line, verb, subjects, objects = CLAUSES[name]
    doc = parse(line)
    found = Clauses(load().lexicon).of(word(doc, verb))
    assert [t.text for t in found.subjects] == subjects
    assert [t.text for t in found.objects] == objects


def test_a_passive_keeps_its_surface_subject_for_coordination_and_control():
    doc = parse(CLAUSES["passive"][0])
    assert [t.text for t in Clauses(load().lexicon).of(word(doc, "bombed")).surface] == ["bridge"]


def test_a_loop_in_a_bad_parse_ends():
    doc = parse("struck/VBD/ROOT>0 hit/VBD/conj>0 ran/VBD/conj>1")
    assert Clauses(load().lexicon).of(word(doc, "ran")).subjects == ()


def test_conjuncts_in_text_order():
    doc = parse("Niger/NNP/nsubj>5 ,/,/punct>0 Chad/NNP/conj>0 and/CC/cc>2 Togo/NNP/conj>2 met/VBD/ROOT>5 ././punct>5")
    assert [t.text for t in conjuncts(doc[0])] == ["Niger", "Chad", "Togo"]
    assert [t.text for t in conjuncts(doc[5])] == ["met"]


@pytest.mark.parametrize("line, names", [
    ("Groups/NNS/nsubj>11 ,/,/punct>0 including/VBG/prep>0 the/DT/det>5 Ash/NNP/compound>5 Brigade/NNP/pobj>2 and/CC/cc>5 "
     "the/DT/det>9 "
     "Sea/NNP/compound>9 Guard/NNP/conj>5 ,/,/punct>11 met/VBD/ROOT>11", ["Groups", "Brigade", "Guard"]),
    ("Groups/NNS/nsubj>6 such/JJ/amod>2 as/IN/prep>0 the/DT/det>5 Ash/NNP/compound>5 Brigade/NNP/pobj>2 met/VBD/ROOT>6",
     ["Groups", "Brigade"]),
    ("Groups/NNS/nsubj>4 in/IN/prep>0 the/DT/det>3 north/NN/pobj>1 met/VBD/ROOT>4", ["Groups"]),
])
def test_members_that_a_list_names(line, names):
    doc = parse(line)
    assert [t.text for t in spread(doc[0])] == names


def test_a_phrase_has_what_stands_before_its_head_and_nothing_behind():
    doc = parse("Two/CD/nummod>3 old/JJ/amod>3 Greek/JJ/amod>3 ships/NNS/nsubj>6 near/IN/prep>3 Malta/NNP/pobj>4 sank/VBD/ROOT>6 "
                "././punct>6")
    assert phrase(doc[3]).of(doc.text) == "Two old Greek ships"
    assert clause(doc[3]).of(doc.text) == "Two old Greek ships near Malta"
    assert clause(doc[6]).of(doc.text) == "Two old Greek ships near Malta sank"


def test_a_verb_with_its_particle():
    doc = parse("Troops/NNS/nsubj>1 carried/VBD/ROOT>1/carry out/RP/prt>1 raids/NNS/dobj>1 there/RB/advmod>1 ././punct>1")
    assert lemma(doc[1]) == "carry out"
    assert lemma(doc[3]) == "raids"


def test_kinds_of_words():
    doc = parse("Mali/NNP/nsubj>2 has/VBZ/aux>2/have struck/VBN/ROOT>2 and/CC/cc>2 it/PRP/nsubj>5 is/VBZ/conj>2/be to/TO/aux>7 "
                "strike/VB/xcomp>5")
    assert [t.text for t in doc if verbal(t)] == ["struck", "is", "strike"]
    assert [t.text for t in doc if nominal(t)] == ["Mali", "it"]
    assert [t.text for t in doc if infinitive(t)] == ["strike"]
    assert not any(passive(t) for t in doc)


@pytest.mark.parametrize("line, expected", [
    ("Cuba/NNP/nsubj>1 struck/VBD/ROOT>1 in/IN/prep>1 retaliation/NN/pobj>2 for/IN/prep>3 the/DT/det>6 raid/NN/pobj>4",
     [("in retaliation for", ["raid"])]),
    ("They/PRP/nsubj>1 met/VBD/ROOT>1 in/IN/prep>1 May/NNP/pobj>2 with/IN/prep>1 Mali/NNP/pobj>4 and/CC/cc>5 Togo/NNP/conj>5",
     [("in", ["May"]), ("with", ["Mali", "Togo"])]),
    ("They/PRP/nsubj>1 fled/VBD/ROOT>1 out/IN/prep>1 of/IN/prep>2 Riga/NNP/pobj>3", [("out of", ["Riga"])]),
    ("They/PRP/nsubj>1 fled/VBD/ROOT>1 north/RB/advmod>1 of/IN/prep>2 Riga/NNP/pobj>3", [("north of", ["Riga"])]),
    ("They/PRP/nsubj>1 fled/VBD/ROOT>1 today/RB/advmod>1", []),
])
def test_prepositions_and_their_chains(line, expected):
    doc = parse(line)
    assert [(name, [t.text for t in objects]) for name, _, objects in prepositions(doc[1], NOUNS)] == expected
