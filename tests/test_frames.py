"""Frames: which predicates a parse has, with which arguments in which slots."""

import pytest
from parses import frame, parse, read, slots, word


@pytest.mark.parametrize("line, lemma, rule, expected", [
    ("Mali/NNP/nsubj>1 gave/VBD/ROOT>1/give rebels/NNS/dative>1 arms/NNS/dobj>1 in/IN/prep>1 Riga/NNP/pobj>4", "give", "active",
     {"subject Mali", "indirect rebels", "object arms", "prep:in Riga"}),
    ("Latvian/JJ/amod>3 President/NNP/compound>3 Juris/NNP/compound>3 Ozols/NNP/nsubj>4 left/VBD/ROOT>4/leave", "president",
     "title",
     {"self President", "subject Ozols", "modifier Latvian"}),
    ("Mali/NNP/poss>3 ~'s/POS/case>0 President/NNP/compound>3 Ozols/NNP/nsubj>4 left/VBD/ROOT>4/leave", "president", "title",
     {"self President", "subject Ozols", "possessor Mali"}),
    ("Ozols/NNP/nsubj>7 ,/,/punct>0 the/DT/det>3 president/NN/appos>0 of/IN/prep>3 Latvia/NNP/pobj>4 ,/,/punct>7 "
     "left/VBD/ROOT>7/leave", "president",
     "apposition", {"self president", "subject Ozols", "prep:of Latvia"}),
    ("The/DT/det>1 leader/NN/nsubj>5 ,/,/punct>1 Hanna/NNP/compound>4 Vos/NNP/appos>1 left/VBD/ROOT>5/leave", "leader",
     "apposition",
     {"self leader", "subject Vos"}),
    ("Farkas/NNP/nsubj>1 is/VBZ/ROOT>1/be a/DT/det>3 member/NN/attr>1 of/IN/prep>3 the/DT/det>7 Coast/NNP/compound>7 "
     "Front/NNP/pobj>4", "member",
     "copula", {"self member", "subject Farkas", "prep:of Front"}),
    ("Their/PRP$/poss>1 leader/NN/nsubj>2 is/VBZ/ROOT>2/be Hanna/NNP/compound>4 Vos/NNP/attr>2", "leader", "copula",
     {"self leader", "possessor Their", "subject Vos"}),
    ("Vos/NNP/nsubj>1 served/VBD/ROOT>1/serve as/IN/prep>1 leader/NN/pobj>2 of/IN/prep>3 Mali/NNP/pobj>4", "leader", "as",
     {"self leader", "subject Vos", "prep:of Mali"}),
    ("The/DT/det>1 front/NN/nsubj>8 of/IN/prep>5 which/WDT/pobj>2 Mali/NNP/nsubj>5 is/VBZ/relcl>1/be a/DT/det>7 member/NN/attr>5 "
     "met/VBD/ROOT>8/meet",
     "member", "copula", {"self member", "subject Mali", "prep:of front"}),
    ("Mali/NNP/nsubj>1 has/VBZ/ROOT>1/have ties/NNS/dobj>1/tie to/IN/prep>2 Cuba/NNP/pobj>3", "tie", "noun",
     {"self ties", "prep:to Cuba", "bearer Mali"}),
    ("Mali/NNP/nsubj>1 is/VBZ/ROOT>1/be at/IN/prep>1 war/NN/pobj>2 with/IN/prep>3 Cuba/NNP/pobj>4", "war", "noun",
     {"self war", "prep:with Cuba", "bearer Mali"}),
    ("They/PRP/nsubj>1 met/VBD/ROOT>1/meet in/IN/prep>1 Riga/NNP/pobj>2 ,/,/punct>3 Latvia/NNP/appos>3", "riga", "noun",
     {"self Riga", "comma Latvia"}),
    ("The/DT/det>3 U.S./NNP/nmod>3 Coast/NNP/compound>3 Guard/NNP/nsubj>4 left/VBD/ROOT>4/leave", "guard", "noun",
     {"self Guard", "modifier U.S.", "modifier Coast"}),
    ("Cuba/NNP/nsubj>1 is/VBZ/ROOT>1/be loyal/JJ/acomp>1 to/IN/prep>2 Mali/NNP/pobj>3", "loyal", "predicate adjective",
     {"subject Cuba", "prep:to Mali"}),
    ("A/DT/det>1 militia/NN/nsubj>5 loyal/JJ/amod>1 to/IN/prep>2 Mali/NNP/pobj>3 left/VBD/ROOT>5/leave", "loyal", "attribute",
     {"subject militia", "prep:to Mali"}),
    ("The/DT/det>4 Mali/NNP/npadvmod>3 ~-/HYPH/punct>3 ~backed/VBN/amod>4/back Front/NNP/nsubj>5 fell/VBD/ROOT>5/fall", "back",
     "participle",
     {"prefix Mali", "object Front"}),
    ("The/DT/det>4 pro/JJ/amod>4 ~-/HYPH/punct>4 ~Mali/NNP/compound>4 Front/NNP/nsubj>5 fell/VBD/ROOT>5/fall", "pro",
     "hyphenated adjective",
     {"prefix Mali", "subject Front"}),
])
def test_arguments_by_slot(line, lemma, rule, expected):
    doc = parse(line)
    assert expected <= slots(frame(doc, lemma, rule=rule), doc)


def test_what_is_counted_is_meant():
    doc = parse("Dozens/NNS/nsubj>3/dozen of/IN/prep>0 rebels/NNS/pobj>1 fled/VBD/ROOT>3/flee")
    assert slots(frame(doc, "flee"), doc) == {"subject rebels"}


def test_an_adjective_without_arguments_is_no_frame():
    assert [f.lemma for f in read(parse("The/DT/det>2 green/JJ/amod>2 car/NN/nsubj>3 stopped/VBD/ROOT>3/stop"))] == ["car",
                                                                                                                     "stop"]


def test_longer_forms_come_first():
    doc = parse("A/DT/det>4 big/JJ/amod>4 ballistic/JJ/amod>4 missile/NN/compound>4 attack/NN/nsubj>5 followed/VBD/ROOT>5/follow")
    assert frame(doc, "attack").variants[:3] == ("big ballistic missile attack", "ballistic missile attack", "missile attack")
    verb = parse("Troops/NNS/nsubj>1 opened/VBD/ROOT>1/open fire/NN/dobj>1 ././punct>1")
    assert frame(verb, "open").variants == ("open fire",)


@pytest.mark.parametrize("line, lemma, tense", [
    ("Mali/NNP/nsubj>1 struck/VBD/ROOT>1/strike", "strike", "past"),
    ("Mali/NNP/nsubj>2 will/MD/aux>2 strike/VB/ROOT>2", "strike", "future"),
    ("Mali/NNP/nsubj>1 strikes/VBZ/ROOT>1/strike", "strike", "present"),
    ("Mali/NNP/nsubj>2 has/VBZ/aux>2/have struck/VBN/ROOT>2/strike", "strike", "past"),
    ("Mali/NNP/nsubj>1 wants/VBZ/ROOT>1/want to/TO/aux>3 strike/VB/xcomp>1", "strike", "future"),
])
def test_tense(line, lemma, tense):
    assert frame(parse(line), lemma).tense == tense


def test_a_time_belongs_to_its_clause_even_where_the_parser_hangs_it_on_a_noun():
    doc = parse("Rebels/NNS/nsubj>1 seized/VBD/ROOT>1/seize men/NNS/dobj>1 near/IN/prep>2 bridges/NNS/pobj>3 on/IN/prep>4 "
                "Monday/NNP/pobj>5")
    times = {f.lemma: f.times for f in read(doc, ((6, 7),))}
    assert times["seize"] == ((6, 7),)
    assert times["bridges"] == ()


def test_a_frame_carries_status_and_speaker():
    doc = parse("Officials/NNS/nsubj>1 denied/VBD/ROOT>1/deny that/IN/mark>4 Cuba/NNP/nsubj>4 supports/VBZ/ccomp>1/support "
                "rebels/NNS/dobj>4")
    found = frame(doc, "support")
    assert (found.status.polarity, found.speaker) == ("negated", word(doc, "Officials").i)


def test_what_an_attribute_commits_to_is_kept_apart_from_its_clause():
    doc = parse("Rebels/NNS/nsubj>2 may/MD/aux>2 free/VB/ROOT>2 the/DT/det>5 former/JJ/amod>5 leader/NN/dobj>2")
    found = frame(doc, "leader")
    assert (found.given.certainty, found.given.ended) == ("certain", True)


def test_the_span_of_a_predicated_noun_holds_both():
    doc = parse("Yesterday/NN/npadvmod>2 Farkas/NNP/nsubj>2 was/VBD/ROOT>2/be a/DT/det>4 member/NN/attr>2 of/IN/prep>4 "
                "Mali/NNP/pobj>5 ././punct>2")
    assert frame(doc, "member").span.of(doc.text).endswith("was a member of Mali")


def test_no_sentence_no_frame():
    from kg.extract.frames.reading import frames
    from kg.ontology import load
    assert frames((), (), lexicon=load().lexicon) == ()
