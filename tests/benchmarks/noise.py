"""Is the time of extraction linear in the length of a text, however odd? Each noisy text at n, 2n and 4n tokens; run by hand.

    python tests/benchmarks/noise.py [--tokens N] [KIND ...]

Printed are the seconds of the language pipeline and of the extraction, and by how much twice the text took longer; near 2 is
linear. Times below a tenth of a second say nothing and have no ratio.
"""

import argparse
import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2])]

from noise import GROWING  # noqa: E402

from kg import annotate, gazetteer, ontology, pipeline  # noqa: E402
from kg.model import Document, Span  # noqa: E402

LEAST = 0.1
"""Seconds below which a ratio says nothing."""


def seconds(text: str) -> tuple[float, float]:
    """Of the pipeline and of the extraction."""
    nlp, document = annotate.pipeline(), Document("noise", text, (Span(0, len(text)),))
    begun = time.process_time()
    ((_, doc),) = annotate.annotate([document], nlp)
    parsed = time.process_time()
    pipeline.extract(document, doc, ontology=ontology.load(), gazetteer=gazetteer.load())
    return parsed - begun, time.process_time() - parsed


def ratio(before: float, after: float) -> str:
    return f"x{after / before:.1f}" if before >= LEAST else "    "


def main(kinds: list[str], tokens: int) -> None:
    seconds(GROWING["sentences"](100))
    for kind in kinds or list(GROWING):
        taken = [seconds(GROWING[kind](number)) for number in (tokens, 2 * tokens, 4 * tokens)]
        parts = ("pipeline", [each[0] for each in taken]), ("extraction", [each[1] for each in taken])
        told = [f"{name} " + " ".join(f"{s:6.2f}" for s in each) + f"  {ratio(each[0], each[1])} {ratio(each[1], each[2])}"
                for name, each in parts]
        print(f"{kind:24}", "   ".join(told), flush=True)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("kinds", nargs="*", metavar="KIND", help="the texts to try, by default all")
    arguments.add_argument("--tokens", type=int, default=1000)
    given = arguments.parse_args()
    main(given.kinds, given.tokens)
