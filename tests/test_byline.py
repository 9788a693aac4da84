"""Bylines: who wrote an article is a person of it."""

import pytest

from kg import gazetteer, ontology
from kg.annotate import annotate
from kg.pipeline import extract
from kg.read.text import article


@pytest.mark.model
@pytest.mark.parametrize(
    ("line", "writers"),
    [
        ("By ANA PETROV, Associated Press Writer", ["Ana Petrov"]),
        ("By Ana Petrov and Jan van der Holm in Oslo", ["Ana Petrov", "Jan van der Holm"]),
        ("By BBC Persian", []),
        ("By Ana Holm, BBC News, The Hague", ["Ana Holm"]),
        ("By Our Foreign Staff", []),
    ],
)
def test_writers_of_the_byline_are_persons(nlp, line, writers):
    text = f"Ferry sinks off the coast\n\n{line}\n\nOSLO (AP) - A ferry sank on Monday. Nobody was hurt in it."
    ((document, doc),) = annotate([article(text, identifier="a")], nlp)
    found = extract(document, doc, ontology=ontology.load(), gazetteer=gazetteer.load())
    assert [entity.name for entity in found.entities if entity.cls == "Person"] == writers
