"""Seen, not mapped: what the lexicon did not know, and what domain and range refused, by how often it was seen."""

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TextIO

from .errors import StoreError
from .model import Refusal

LONGEST = 200
"""Characters of an example."""
KINDS = 50_000
"""Kinds that are remembered; beyond, the rarest are forgotten, so that a build of any size keeps its memory."""

Kind = tuple[str, str, str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Gap:
    """One kind of statement that was seen and not mapped.

    why      "unknown": the lexicon has no entry for the predicate; "domain", "range": the entity's class does not fit
    slots    the two roles between which a relation would stand
    example  a sentence that has it, the shortest one
    """

    count: int
    why: str
    pos: str
    lemma: str
    slots: tuple[str, str]
    example: str


class Gaps:
    """The gaps of one build, counted as they are seen.

    >>> gaps = Gaps()
    >>> gaps.add([Refusal("tutor", "verb", ("subject", "object"), "unknown", 0, "Ana Petrov tutors the crown prince.")] * 2)
    >>> [(gap.count, gap.lemma, gap.example) for gap in gaps]
    [(2, 'tutor', 'Ana Petrov tutors the crown prince.')]
    """

    def __init__(self) -> None:
        self._counts: Counter[Kind] = Counter()
        self._examples: dict[Kind, str] = {}

    def add(self, refusals: Iterable[Refusal]) -> None:
        """Count each refusal, and keep its sentence where it is a better example than the one that is known."""
        for refusal in refusals:
            kind = (refusal.why, refusal.pos, refusal.lemma, refusal.slots)
            self._counts[kind] += 1
            known = self._examples.get(kind)
            if known is None or (len(refusal.example), refusal.example) < (len(known), known):
                self._examples[kind] = refusal.example
        if len(self._counts) > KINDS:
            self._forget()

    def _forget(self) -> None:
        for kind, _ in self._counts.most_common()[KINDS // 2 :]:
            del self._counts[kind], self._examples[kind]

    def __repr__(self) -> str:
        return f"<Gaps: {len(self)} kinds>"

    def __len__(self) -> int:
        return len(self._counts)

    def __iter__(self) -> Iterator[Gap]:
        """The most frequent first."""
        for kind, count in sorted(self._counts.items(), key=lambda pair: (-pair[1], pair[0])):
            yield Gap(count, *kind, trimmed(self._examples[kind]))

    def write(self, path: Path) -> None:
        """A table of all gaps, as JSON or CSV where the path ends so, else with tabs; "-" is standard output.

        Raises StoreError where the file cannot be written.
        """
        ending = path.suffix.lower()
        if str(path) == "-":
            self._write(sys.stdout, ending)
            return
        try:
            with open(path, "w", encoding="utf-8", newline="") as file:
                self._write(file, ending)
        except OSError as error:
            raise StoreError(f"{path}: cannot be written: {error.strerror}.") from error

    def _write(self, file: TextIO, ending: str) -> None:
        if ending == ".json":
            json.dump([asdict(gap) for gap in self], file, ensure_ascii=False, indent=1)
            file.write("\n")
            return
        writer = csv.writer(file, lineterminator="\n", delimiter="," if ending == ".csv" else "\t")
        writer.writerow(field.name for field in fields(Gap))
        for gap in self:
            writer.writerow((asdict(gap) | {"slots": " ".join(gap.slots)}).values())


def trimmed(sentence: str) -> str:
    """A sentence on one line, cut at a word where it is longer than LONGEST.

    >>> len(trimmed("word " * 100)), trimmed("Two  lines\\nhere.")
    (196, 'Two lines here.')
    """
    line = " ".join(sentence.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rpartition(" ")[0] + " …"
