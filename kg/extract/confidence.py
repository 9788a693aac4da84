"""How sure the builder is that it read a statement right: the measured precision of the rule that found it.

ontology/tables/confidence.tsv tells how many statements each rule built of each property on annotated texts, between which
ends, and how many of them were right; tests/benchmarks/reliability.py makes it. What was seen rarely is drawn towards what is
more general, step by step: the rule towards its property, that towards all statements with such ends, those towards all there
are. Each step is the mean of a Beta distribution whose prior is the step above.
"""

import csv
import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ..model import Period, Relation
from ..resources import folder

PRIOR = 16.0
"""How many statements the step above counts for."""
START = 0.7
"""Precision before anything was measured."""
SAME = {"earliest": "date", "latest": "date"}
"""Properties that are read together with another."""

Kind = tuple[str, str, str]
"""Ends, property and rule of a statement: ("event unnamed", "agent", "passive")."""


def kind(relation: Relation) -> Kind:
    """What decides how sure a statement is.

    >>> from kg.model import Span
    >>> kind(Relation("ana-petrov", "leads", "#entity=militia", Span(0, 9), "title"))
    ('named unnamed', 'leads', 'title')
    """
    return f"{_end(relation.subject)} {_end(relation.object)}", SAME.get(relation.predicate, relation.predicate), relation.rule


def _end(end: str | Period | int) -> str:
    if not isinstance(end, str):
        return "value"
    return "event" if end.startswith("#event=") else "unnamed" if end.startswith("#") else "named"


@dataclass(frozen=True)
class Precisions:
    """The precision of each kind of statement, from the numbers of right and of all statements that were judged.

    >>> seen = Precisions({("named named", "leads", "title"): (19, 20), ("named named", "leads", "as"): (1, 4)})
    >>> [round(seen.of(("named named", "leads", rule)), 2) for rule in ("title", "as", "never seen")]
    [0.89, 0.71, 0.82]
    """

    counts: Mapping[Kind, tuple[float, float]]

    @functools.cached_property
    def _steps(self) -> dict[tuple[str, ...], tuple[float, float]]:
        sums: dict[tuple[str, ...], list[float]] = defaultdict(lambda: [0.0, 0.0])
        for key, (right, built) in self.counts.items():
            for step in _steps(key):
                sums[step][0] += right
                sums[step][1] += built
        return {step: (right, built) for step, (right, built) in sums.items()}

    def of(self, key: Kind) -> float:
        """The probability that such a statement is right."""
        precision = START
        for step in _steps(key):
            right, built = self._steps.get(step, (0.0, 0.0))
            precision = (right + PRIOR * precision) / (built + PRIOR)
        return precision


def _steps(key: Kind) -> Iterator[tuple[str, ...]]:
    return (key[:length] for length in range(len(key) + 1))


def read(path: Path) -> Precisions:
    """The precisions that a table holds."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return Precisions({(row["ends"], row["property"], row["rule"]): (float(row["right"]), float(row["built"]))
                           for row in rows})


@functools.cache
def _measured() -> Precisions:
    return read(folder("ontology") / "tables" / "confidence.tsv")


@functools.cache
def _confidence(key: Kind) -> float:
    return round(_measured().of(key), 2)


def confident(relation: Relation) -> Relation:
    """The relation with the confidence of its kind."""
    return replace(relation, confidence=_confidence(kind(relation)))
