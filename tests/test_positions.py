"""Titles -> positions, on hand-written parses."""

import pytest
from parses import meant, parse, read

from kg.extract.positions import positions, slug
from kg.ontology import load

HELD = {
    "title with its country": ("Latvian/JJ/amod>3 President/NNP/compound>3 Juris/NNP/compound>3 Ozols/NNP/nsubj>4 "
                               "left/VBD/ROOT>4/leave",
                               ("Person: Juris Ozols", "Country: Latvian"), "President",
                               {("leads", "latvian"), ("nationality", "latvian")}),
    "title with its country "
    "behind": ("President/NNP/compound>2 Juris/NNP/compound>2 Ozols/NNP/nsubj>5 of/IN/prep>2 Latvia/NNP/pobj>3 "
                                      "left/VBD/ROOT>5/leave", ("Person: Juris Ozols", "Country: Latvia"), "President",
                                      {("leads", "latvia")}),
    "apposition": ("Juris/NNP/compound>1 Ozols/NNP/nsubj>8 ,/,/punct>1 the/DT/det>4 president/NN/appos>1 of/IN/prep>4 "
                   "Latvia/NNP/pobj>5 ,/,/punct>8 "
                   "left/VBD/ROOT>8/leave", ("Person: Juris Ozols", "Country: Latvia"), "president of Latvia",
                   {("leads", "latvia")}),
    "inverted copula": ("The/DT/det>1 leader/NN/nsubj>5 of/IN/prep>1 the/DT/det>4 League/NNP/pobj>2 is/VBZ/ROOT>5/be "
                        "Vos/NNP/attr>5",
                        ("Person: Vos", "Organization: League"), "leader of the League", {("leads", "league")}),
    "a minister does not "
    "lead": ("Latvian/JJ/amod>3 Minister/NNP/compound>3 Juris/NNP/compound>3 Ozols/NNP/nsubj>4 left/VBD/ROOT>4/leave",
                                 ("Person: Juris Ozols", "Country: Latvian"), "Minister",
                                 {("worksFor", "latvian"), ("nationality", "latvian")}),
    "a rank of a force": ("Colonel/NNP/compound>1 Okoro/NNP/nsubj>5 of/IN/prep>1 the/DT/det>4 Guard/NNP/pobj>2 "
                          "left/VBD/ROOT>5/leave",
                          ("Person: Okoro", "SecurityForce: Guard"), "Colonel", {("memberOf", "guard")}),
    "a mayor of a town": ("Mayor/NNP/compound>1 Holt/NNP/nsubj>4 of/IN/prep>1 Riga/NNP/pobj>2 left/VBD/ROOT>4/leave",
                          ("Person: Holt", "Settlement: Riga"), "Mayor", {("leads", "riga")}),
    "where they met is not what he "
    "leads": ("They/PRP/nsubj>1 met/VBD/ROOT>1/meet President/NNP/compound>3 Ozols/NNP/dobj>1 in/IN/prep>1 Riga/NNP/pobj>4",
                                            ("Person: Ozols", "Settlement: Riga"), "President", set()),
    "no place of an office": ("Ozols/NNP/nsubj>6 ,/,/punct>0 ambassador/NN/appos>0 to/IN/prep>2 Panama/NNP/pobj>3 ,/,/punct>6 "
                              "left/VBD/ROOT>6/leave",
                              ("Person: Ozols", "Country: Panama"), None, set()),
}


def held(line, entities):
    doc = parse(line)
    return list(positions(read(doc), meant(doc, *entities), doc, ontology=load()))


@pytest.mark.parametrize("name", HELD)
def test_position_and_what_it_is_in(name):
    line, entities, position, expected = HELD[name]
    (found,) = held(line, entities)
    if position is not None:
        assert found.entity.name == position
    assert {(r.predicate, r.object) for r in found.relations if r.predicate != "holdsPosition"} == expected
    assert {r.object for r in found.relations if r.predicate == "holdsPosition"} == {found.entity.key}


@pytest.mark.parametrize("words, ended, certainty", [
    ("Former/JJ/amod>2 President/NNP/compound>2 Ozols/NNP/nsubj>3 left/VBD/ROOT>3/leave", True, "certain"),
    ("The/DT/det>3 late/JJ/amod>3 King/NNP/compound>3 Ozols/NNP/nsubj>4 left/VBD/ROOT>4/leave", True, "certain"),
    ("Alleged/JJ/amod>2 leader/NN/compound>2 Ozols/NNP/nsubj>3 left/VBD/ROOT>3/leave", False, "probable"),
    ("President/NNP/compound>1 Ozols/NNP/nsubj>3 may/MD/aux>3 leave/VB/ROOT>3", False, "certain"),
    ("Ozols/NNP/nsubj>2 may/MD/aux>2 become/VB/ROOT>2 president/NN/attr>2", False, "possible"),
])
def test_status_of_a_position(words, ended, certainty):
    (found,) = held(words, ("Person: Ozols",))
    assert {(r.status.ended, r.status.certainty) for r in found.relations} == {(ended, certainty)}


@pytest.mark.parametrize("line, entities", [
    ("The/DT/det>1 president/NN/nsubj>2 left/VBD/ROOT>2/leave", ("Person: president",)),
    ("Dr./NNP/compound>1 Weiss/NNP/nsubj>2 left/VBD/ROOT>2/leave", ("Person: Weiss",)),
    ("President/NNP/compound>1 Airlines/NNP/nsubj>2 failed/VBD/ROOT>2/fail", ("Company: Airlines",)),
])
def test_no_position(line, entities):
    assert held(line, entities) == []


def test_a_title_of_two_words_is_one():
    (found,
     ) = held("Lieutenant/NNP/compound>3 General/NNP/compound>3 Paul/NNP/compound>3 Okoro/NNP/nsubj>4 left/VBD/ROOT>4/leave",
                    ("Person: Paul Okoro",))
    assert found.entity.name == "Lieutenant General"


@pytest.mark.parametrize("name, expected", [
    ("Secretary of State", "secretary-of-state"), ("chargé d’affaires", "charge-daffaires"), ("--", "unnamed"),
    ("大臣", "unnamed"),
])
def test_slug(name, expected):
    assert slug(name) == expected
