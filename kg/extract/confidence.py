"""How sure the builder is that it read a statement right: the measured precision of the rule that found it."""

from dataclasses import replace

from ..model import Relation

PRIOR = 0.7
"""Precision of a rule that was never measured."""


def confident(relation: Relation) -> Relation:
    """The relation with the confidence of its rule."""
    return replace(relation, confidence=PRIOR)
