"""Events: triggers with their roles, harm, merging, cause and response, on hand-written parses."""

import datetime

import pytest
from parses import meant, parse, read, word

from kg.extract.events.assembly import events
from kg.extract.events.merge import overlap
from kg.extract.events.triggers import class_by_means, event_mentions, weapon_words
from kg.model import Document, Period, Relation, Span
from kg.ontology import load

CAMP, REBELS, RIGA = "Facility: camp", "PersonGroup: rebels", "Settlement: Riga"
ROLES = {
    "verb": ("Rebels/NNS/nsubj>1/rebel attacked/VBD/ROOT>1/attack the/DT/det>3 camp/NN/dobj>1 in/IN/prep>1 Riga/NNP/pobj>4",
             ("PersonGroup: Rebels", CAMP, RIGA), "Attack", {"agent Rebels", "target camp", "location Riga"}),
    "place on the thing hit": ("Rebels/NNS/nsubj>1/rebel shot/VBD/ROOT>1/shoot guards/NNS/dobj>1/guard in/IN/prep>2 "
                               "Riga/NNP/pobj>3",
                               ("PersonGroup: Rebels", "PersonGroup: guards", RIGA), "ArmedAssault",
                               {"agent Rebels", "target guards", "location Riga"}),
    "light verb": ("Rebels/NNS/nsubj>1/rebel carried/VBD/ROOT>1/carry out/RP/prt>1 an/DT/det>4 attack/NN/dobj>1 on/IN/prep>4 "
                   "the/DT/det>7 "
                   "camp/NN/pobj>5", ("PersonGroup: Rebels", CAMP), "Attack", {"agent Rebels", "target camp"}),
    "no light verb": ("Rebels/NNS/nsubj>1/rebel condemned/VBD/ROOT>1/condemn an/DT/det>3 attack/NN/dobj>1 on/IN/prep>3 "
                      "the/DT/det>6 camp/NN/pobj>4",
                      ("PersonGroup: Rebels", CAMP), "Attack", {"target camp"}),
    "passive": ("The/DT/det>1 camp/NN/nsubjpass>3 was/VBD/auxpass>3/be shelled/VBN/ROOT>3/shell by/IN/agent>3 Mali/NNP/pobj>4",
                (CAMP, "Country: Mali"), "MissileAttack", {"agent Mali", "target camp"}),
    "weapon": ("Four/CD/nummod>1 rockets/NNS/nsubj>2/rocket hit/VBD/ROOT>2 the/DT/det>4 camp/NN/dobj>2",
               (CAMP, "Weapon: rockets"),
               "MissileAttack", {"instrument rockets", "target camp"}),
    "owner of the weapon": ("Greek/JJ/amod>1 warplanes/NNS/nsubj>2/warplane bombed/VBD/ROOT>2/bomb the/DT/det>4 camp/NN/dobj>2",
                            ("Country: Greek", "Weapon: warplanes", CAMP), "Airstrike",
                            {"agent Greek", "instrument warplanes", "target camp"}),
    "what is hit is no weapon": ("Mali/NNP/nsubj>1 attacked/VBD/ROOT>1/attack a/DT/det>4 rocket/NN/compound>4 depot/NN/dobj>1",
                                 ("Country: Mali", "Facility: depot"), "Attack",
                                 {"agent Mali", "target depot"}),
    "symmetric": ("Chile/NNP/nsubj>1 met/VBD/ROOT>1/meet Peru/NNP/dobj>1 in/IN/prep>1 Riga/NNP/pobj>3",
                  ("Country: Chile", "Country: Peru", RIGA),
                  "Meeting", {"participant Chile", "participant Peru", "location Riga"}),
    "event as subject": ("The/DT/det>2 drone/NN/compound>2 strike/NN/nsubj>3 destroyed/VBD/ROOT>3/destroy the/DT/det>5 "
                         "camp/NN/dobj>3", (CAMP,),
                         "DroneStrike", {"target camp"}),
    "occurring": ("The/DT/det>1 attack/NN/nsubj>2 took/VBD/ROOT>2/take place/NN/dobj>2 in/IN/prep>2 Riga/NNP/pobj>4", (RIGA,),
                  "Attack",
                  {"location Riga"}),
    "objective genitive": ("Mali/NNP/poss>2 ~'s/POS/case>0 invasion/NN/nsubj>5 of/IN/prep>2 Togo/NNP/pobj>3 "
                           "failed/VBD/ROOT>5/fail",
                           ("Country: Mali", "Country: Togo"), "MilitaryOperation", {"agent Mali", "target Togo"}),
    "people are arrested, places are "
    "not": ("Police/NNS/nsubj>1 arrested/VBD/ROOT>1/arrest Vos/NNP/dobj>1 in/IN/prep>1 Riga/NNP/pobj>3",
                                            ("SecurityForce: Police", "Person: Vos", RIGA), "Arrest",
                                            {"agent Police", "target Vos", "location Riga"}),
    "places are seized, people kidnapped": ("Rebels/NNS/nsubj>1/rebel seized/VBD/ROOT>1/seize Vos/NNP/dobj>1",
                                            ("PersonGroup: Rebels", "Person: Vos"),
                                            "Kidnapping", {"agent Rebels", "target Vos"}),
}


def told(line: str, *entities: str, times: tuple[tuple[int, int], ...] = (), issued: str | None = "1993-06-16"):
    """The events of a parse."""
    doc = parse(line)
    document = Document("doc", doc.text, (Span(0, len(doc.text)),), issued=datetime.date.fromisoformat(issued) if issued
                        else None)
    resolution = meant(doc, *entities)
    return events(read(doc, times), (), resolution, document, doc, ontology=load()), resolution


def roles(event, resolution) -> set[str]:
    return {f"{role.predicate} {resolution.entities[role.object].name if role.object in resolution.entities else role.object}"
            for role in event.roles if not isinstance(role.object, Period)}


@pytest.mark.parametrize("name", ROLES)
def test_class_and_roles(name):
    line, entities, cls, expected = ROLES[name]
    (event,), resolution = told(line, *entities)
    assert (event.cls, roles(event, resolution)) == (cls, expected)


@pytest.mark.parametrize("line, entities", [
    ("Storms/NNS/nsubj>1/storm struck/VBD/ROOT>1/strike the/DT/det>3 camp/NN/dobj>1", (CAMP,)),
    ("Hurricane/NNP/npadvmod>2 Berta/NNP/nsubj>2 struck/VBD/ROOT>2/strike Togo/NNP/dobj>2", ("Country: Togo",)),
    ("Two/CD/nummod>1 guards/NNS/nsubjpass>3/guard were/VBD/auxpass>3/be killed/VBN/ROOT>3/kill", ("PersonGroup: guards",)),
    ("The/DT/det>1 floods/NNS/nsubj>2/flood killed/VBD/ROOT>2/kill ten/CD/nummod>4 guards/NNS/dobj>2/guard",
     ("PersonGroup: guards",)),
    ("Ten/CD/nummod>1 guards/NNS/nsubj>2/guard died/VBD/ROOT>2/die", ("PersonGroup: guards",)),
    ("The/DT/det>1 camp/NN/nsubjpass>3 was/VBD/auxpass>3/be praised/VBN/ROOT>3/praise", (CAMP,)),
    ("Attacks/NNS/nsubj>2/attack may/MD/aux>2 follow/VB/ROOT>2", ()),
])
def test_no_event(line, entities):
    assert told(line, *entities)[0] == ()


def harm(event) -> dict[str, int]:
    return {role.predicate: role.object for role in event.roles if role.predicate in ("killed", "injured")}


@pytest.mark.parametrize("line, entities, cls, expected", [
    ("The/DT/det>1 blast/NN/nsubj>2 killed/VBD/ROOT>2/kill six/CD/nummod>4 guards/NNS/dobj>2/guard", ("PersonGroup: guards",),
     "Bombing", {"killed": 6}),
    ("The/DT/det>1 blast/NN/nsubj>2 killed/VBD/ROOT>2/kill 12/CD/nummod>4 people/NNS/dobj>2 ,/,/punct>4 "
     "including/VBG/prep>4/include four/CD/nummod>8 "
     "children/NNS/pobj>6/child", ("PersonGroup: people", "PersonGroup: children"), "Bombing", {"killed": 12}),
    ("The/DT/det>1 blast/NN/nsubj>2 killed/VBD/ROOT>2/kill two/CD/nummod>4 guards/NNS/dobj>2/guard and/CC/cc>4 four/CD/nummod>7 "
     "nuns/NNS/conj>4/nun",
     ("PersonGroup: guards", "PersonGroup: nuns"), "Bombing", {"killed": 6}),
    ("The/DT/det>1 blast/NN/nsubj>2 killed/VBD/ROOT>2/kill guards/NNS/dobj>2/guard", ("PersonGroup: guards",), "Bombing", {}),
    ("A/DT/det>1 bomb/NN/nsubj>2 killed/VBD/ROOT>2/kill six/CD/nummod>4 guards/NNS/dobj>2/guard",
     ("PersonGroup: guards", "Weapon: bomb"), "Bombing",
     {"killed": 6}),
    ("Rebels/NNS/nsubj>1/rebel killed/VBD/ROOT>1/kill six/CD/nummod>3 guards/NNS/dobj>1/guard",
     ("PersonGroup: Rebels", "PersonGroup: guards"), "Attack",
     {"killed": 6}),
    ("Rebels/NNS/nsubj>1/rebel stormed/VBD/ROOT>1/storm the/DT/det>3 camp/NN/dobj>1 ,/,/punct>1 wounding/VBG/advcl>1/wound "
     "six/CD/dobj>5",
     ("PersonGroup: Rebels", CAMP), "ArmedAssault", {"injured": 6}),
])
def test_harm(line, entities, cls, expected):
    (event,), _ = told(line, *entities)
    assert (event.cls, harm(event)) == (cls, expected)


def test_the_same_attack_told_twice_is_one_event():
    (event,
     ), resolution = told("Rebels/NNS/nsubj>1/rebel attacked/VBD/ROOT>1/attack the/DT/det>3 camp/NN/dobj>1 ././punct>1 "
                          "The/DT/det>6 "
                                "attack/NN/nsubj>7 killed/VBD/ROOT>7/kill six/CD/nummod>9 guards/NNS/dobj>7/guard ././punct>7",
                                "PersonGroup: Rebels", CAMP, "PersonGroup: guards")
    assert {"agent Rebels", "target camp", "victim guards", "killed 6"} <= roles(event, resolution)
    assert len(event.mentions) == 2


def test_another_bomb_is_another_event():
    found, _ = told("A/DT/det>1 bomb/NN/nsubj>2 killed/VBD/ROOT>2/kill two/CD/nummod>4 guards/NNS/dobj>2/guard ././punct>2 "
                    "Another/DT/det>7 "
                    "bomb/NN/nsubj>8 killed/VBD/ROOT>8/kill two/CD/nummod>10 guards/NNS/dobj>8/guard ././punct>8",
                    "PersonGroup: guards", "Weapon: bomb")
    assert [harm(event) for event in found] == [{"killed": 2}, {"killed": 2}]
    assert [event.key for event in found] == ["#event=bombing-1", "#event=bombing-2"]


def test_two_towns_are_two_attacks():
    found, _ = told("Rebels/NNS/nsubj>1/rebel attacked/VBD/ROOT>1/attack Riga/NNP/dobj>1 ././punct>1 Rebels/NNS/nsubj>5/rebel "
                    "attacked/VBD/ROOT>5/attack "
                    "Sorvik/NNP/dobj>5 ././punct>5", "PersonGroup: Rebels", RIGA, "Settlement: Sorvik")
    assert len(found) == 2


def test_an_answer_is_another_event_and_linked():
    found, _ = told("Mali/NNP/nsubj>1 bombed/VBD/ROOT>1/bomb the/DT/det>3 camp/NN/dobj>1 in/IN/prep>1 retaliation/NN/pobj>4 "
                    "for/IN/prep>5 the/DT/det>8 "
                    "attack/NN/pobj>6 on/IN/prep>8 Riga/NNP/pobj>9", "Country: Mali", CAMP, RIGA)
    answer, attack = found
    assert (answer.cls, attack.cls) == ("Bombing", "Attack")
    assert [role.object for role in answer.roles if role.predicate == "inResponseTo"] == [attack.key]
    assert not [role for role in attack.roles if role.predicate in ("inResponseTo", "agent")]


def test_a_cause_is_told_for_its_effect():
    found, _ = told("The/DT/det>1 arrest/NN/nsubj>2 prompted/VBD/ROOT>2/prompt protests/NNS/dobj>2/protest")
    assert [(event.cls, [(role.predicate, role.object) for role in event.roles]) for event in found] == [
        ("Arrest", [("causes", "#event=protest-1")]), ("Protest", [])]


@pytest.mark.parametrize("line, entities, certainty, source", [
    ("Police/NNS/nsubj>1 blamed/VBD/ROOT>1/blame Mali/NNP/dobj>1 for/IN/prep>1 the/DT/det>5 attack/NN/pobj>3",
     ("SecurityForce: Police", "Country: Mali"),
     "probable", "police"),
    ("Mali/NNP/nsubj>1 claimed/VBD/ROOT>1/claim responsibility/NN/dobj>1 for/IN/prep>2 the/DT/det>5 attack/NN/pobj>3",
     ("Country: Mali",), "possible", "mali"),
    ("Mali/NNP/nsubj>1 is/VBZ/ROOT>1/be behind/IN/prep>1 the/DT/det>4 attack/NN/pobj>2", ("Country: Mali",), "certain", None),
    ("Suspected/JJ/amod>1 rebels/NNS/nsubj>2/rebel attacked/VBD/ROOT>2/attack the/DT/det>4 camp/NN/dobj>2", (REBELS, CAMP),
     "probable", None),
])
def test_whose_deed_it_is_said_to_be(line, entities, certainty, source):
    (event,), _ = told(line, *entities)
    (agent,) = (role for role in event.roles if role.predicate == "agent")
    assert (agent.status.certainty, agent.status.source) == (certainty, source)
    assert all(role.status.certainty == "certain" for role in event.roles if role.predicate == "target")


def test_a_date_is_the_events_own_at_its_own_precision():
    line = "Rebels/NNS/nsubj>1/rebel attacked/VBD/ROOT>1/attack the/DT/det>3 camp/NN/dobj>1 on/IN/prep>1 Monday/NNP/pobj>4"
    (event,), _ = told(line, "PersonGroup: Rebels", CAMP, times=((5, 6),))
    (date,) = (role.object for role in event.roles if role.predicate == "date")
    assert date == Period.day(datetime.date(1993, 6, 14))
    (event,), _ = told(line, "PersonGroup: Rebels", CAMP, times=((5, 6),), issued=None)
    assert not [role for role in event.roles if role.predicate == "date"]


def test_when_it_was_condemned_is_not_when_it_was():
    (event,
     ), _ = told("The/DT/det>1 attack/NN/nsubjpass>6 on/IN/prep>1 the/DT/det>4 camp/NN/pobj>2 was/VBD/auxpass>6/be "
                 "condemned/VBN/ROOT>6/condemn "
                       "on/IN/prep>6 Monday/NNP/pobj>7", CAMP, times=((8, 9),))
    assert not [role for role in event.roles if role.predicate == "date"]


def test_a_place_in_a_place_is_told_too():
    doc = parse(ROLES["verb"][0] + " ././punct>1")
    resolution = meant(doc, "PersonGroup: Rebels", CAMP, RIGA)
    document = Document("doc", doc.text, (Span(0, len(doc.text)),))
    wider = Relation("riga", "locatedIn", "#entity=camp", Span(0, 1), "test")
    (event,) = events(read(doc), (wider,), resolution, document, doc, ontology=load())
    assert {role.object for role in event.roles if role.predicate == "location"} == {"riga", "#entity=camp"}


def test_mentions_know_whether_they_refer_back():
    doc = parse("The/DT/det>1 attack/NN/nsubj>2 followed/VBD/ROOT>2/follow attacks/NNS/dobj>2/attack")
    first, second = event_mentions(read(doc), meant(doc), doc, ontology=load())
    assert (first.definite, first.plural, second.definite, second.plural) == (True, False, False, True)


def test_the_weapon_makes_the_class():
    doc = parse("A/DT/det>2 roadside/NN/compound>2 bomb/NN/ROOT>2")
    assert weapon_words(word(doc, "bomb")) == ["bomb", "roadside bomb", "roadside"]
    assert class_by_means("Attack", ["bomb"], load()) == "Bombing"
    assert class_by_means("Attack", ["feather"], load()) == "Attack"


@pytest.mark.parametrize("one, other, expected", [
    (Period.day(datetime.date(1993, 6, 14)), Period("1993-06", datetime.date(1993, 6, 1), datetime.date(1993, 6, 30)), True),
    (Period.day(datetime.date(1993, 6, 14)), Period.day(datetime.date(1993, 6, 15)), False),
    (Period.day(datetime.date(1993, 6, 14)), Period(None, datetime.date(1990, 1, 1), None), True),
    (Period.day(datetime.date(1989, 6, 14)), Period(None, datetime.date(1990, 1, 1), None), False),
])
def test_overlap(one, other, expected):
    assert overlap(one, other) == overlap(other, one) == expected
