"""Open facts against what a careful reader takes from a sentence (cases/openfacts), with the measures of both halves.

A fact of the reader is "subject | relation | object", words in brackets may be missing; alternatives stand in a list.
Loosely, a built fact is the reader's where subject, object and the whole overlap enough word by word; strictly, where each
part has exactly the reader's words, but for determiners. What is listed under "also" is right when built and not missed.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

CASES = Path(__file__).parent / "cases" / "openfacts"
DETERMINERS = frozenset({"a", "an", "the", "that"})
WHOLE, END = 0.75, 0.5
"""Overlap (F1 of words) that the whole fact, and each of its ends, needs."""


@dataclass(frozen=True)
class Case:
    text: str
    facts: tuple[tuple[str, ...], ...]
    also: tuple[tuple[str, ...], ...]


def cases(half: str) -> Iterator[Case]:
    """The sentences of one half: "dev" or "heldout"."""
    for case in json.loads((CASES / f"{half}.json").read_text("utf-8")):
        facts, also = ([tuple([f] if isinstance(f, str) else f) for f in case.get(key, ())] for key in ("facts", "also"))
        yield Case(case["text"], tuple(facts), tuple(also))


def words(part: str) -> list[str]:
    return re.findall(r"[\w$%€£-]+|'s", part.lower().replace("’", "'"))


def overlap(built: Sequence[str], gold: Sequence[str], optional: Sequence[str]) -> float:
    """F1 of two bags of words; words that may be missing count for neither side."""
    left, free, hits = list(gold), list(optional), 0
    rest = []
    for word in built:
        if word in left:
            left.remove(word)
            hits += 1
        else:
            rest.append(word)
    extra = 0
    for word in rest:
        if word in free:
            free.remove(word)
        elif word not in DETERMINERS:
            extra += 1
    missed = sum(word not in DETERMINERS for word in left)
    return 2 * hits / max(1, 2 * hits + extra + missed)


def split(part: str) -> tuple[list[str], list[str]]:
    """The words that must be there and those that may."""
    return words(re.sub(r"\[[^]]*\]", " ", part)), words(" ".join(re.findall(r"\[([^]]*)\]", part)))


def loosely(built: tuple[str, str, str], gold: str) -> bool:
    theirs = [split(part) for part in gold.split(" | ")]
    ours = [words(part) for part in built]
    must, may = (list(chain.from_iterable(part[i] for part in theirs)) for i in (0, 1))
    if overlap(list(chain.from_iterable(ours)), must, may) < WHOLE:
        return False
    return all(overlap(ours[i], *theirs[i]) >= END for i in (0, 2))


def strictly(built: tuple[str, str, str], gold: str) -> bool:
    for ours, part in zip(built, gold.split(" | "), strict=True):
        pattern = ""
        for piece, optional in ((p, p.startswith("[")) for p in re.findall(r"\[[^]]*\]|[^[]+", part)):
            inner = "".join(re.escape(w) + " " for w in words(piece) if w not in DETERMINERS)
            pattern += f"(?:{inner})?" if optional else inner
        if not re.fullmatch(pattern, "".join(w + " " for w in words(ours) if w not in DETERMINERS)):
            return False
    return True


@dataclass(frozen=True)
class Score:
    """right of built facts, found of the reader's."""

    built: int
    right: int
    gold: int
    found: int

    @property
    def precision(self) -> float:
        return self.right / max(1, self.built)

    @property
    def recall(self) -> float:
        return self.found / max(1, self.gold)

    def __str__(self) -> str:
        f1 = 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)
        return f"P {self.precision:.3f} ({self.right}/{self.built})  R {self.recall:.3f} ({self.found}/{self.gold})  F1 {f1:.3f}"


def score(half: Sequence[Case], built: Sequence[Sequence[tuple[str, str, str]]], same=loosely) -> Score:
    total = right = gold = found = 0
    for case, facts in zip(half, built, strict=True):
        total, gold = total + len(facts), gold + len(case.facts)
        right += sum(any(same(fact, form) for known in (*case.facts, *case.also) for form in known) for fact in facts)
        found += sum(any(same(fact, form) for fact in facts for form in known) for known in case.facts)
    return Score(total, right, gold, found)
