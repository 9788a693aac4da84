"""Numbers as the text counts them."""

import pytest
from parses import parse, word

from kg.extract.numbers import count, value


@pytest.mark.parametrize("text, number", [
    ("7", 7), ("1,200", 1200), ("1,234,567", 1234567), ("seven", 7), ("twenty-five", 25), ("Twelve", 12), ("a", 1), ("dozen", 12),
    ("two hundred", 200), (" 40 ", 40),
    ("half a dozen", 6), ("three dozen", 36), ("1.5 million", 1_500_000), ("2 thousand", 2000),
    ("dozens", None), ("3.5", None), ("2nd", None), ("107mm", None), ("1,2", None), ("", None), ("several", None), ("-5", None),
                                          ("¾", None),
])
def test_value(text, number):
    assert value(text) == number


@pytest.mark.parametrize("line, noun, number", [
    ("Six/CD/nummod>1 soldiers/NNS/nsubj>2/soldier fell/VBD/ROOT>2", "soldiers", 6),
    ("Six/CD/nummod>2 old/JJ/amod>2 soldiers/NNS/nsubj>3/soldier fell/VBD/ROOT>3", "soldiers", 6),
    ("twenty/CD/compound>2 ~-/HYPH/punct>2 ~five/CD/nummod>3 soldiers/NNS/ROOT>3/soldier", "soldiers", 25),
    ("at/RB/advmod>2 least/RBS/advmod>2 40/CD/nummod>3 soldiers/NNS/ROOT>3/soldier", "soldiers", 40),
    ("A/DT/det>1 soldier/NN/nsubj>2 fell/VBD/ROOT>2", "soldier", 1),
    ("The/DT/det>1 soldier/NN/nsubj>2 fell/VBD/ROOT>2", "soldier", None),
    ("Soldiers/NNS/nsubj>1/soldier fell/VBD/ROOT>1", "Soldiers", None),
    ("It/PRP/nsubj>1 killed/VBD/ROOT>1/kill six/CD/dobj>1", "six", 6),
    ("Six/CD/nsubj>4 of/IN/prep>0 the/DT/det>3 soldiers/NNS/pobj>1/soldier fell/VBD/ROOT>4", "soldiers", 6),
    ("Dozens/NNS/nsubj>3/dozen of/IN/prep>0 soldiers/NNS/pobj>1/soldier fell/VBD/ROOT>3", "soldiers", None),
])
def test_count(line, noun, number):
    assert count(word(parse(line), noun)) == number
