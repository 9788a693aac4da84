"""How good are open facts? Precision and recall on both halves of the reader's sentences; run by hand.

    python tests/benchmarks/openfacts.py [--errors]

"dev" was looked at while the rules were made, "heldout" was not. Loosely: most words agree, and both ends; strictly: each of
the three parts has exactly the reader's words, but for articles and what the reader put in brackets.
"""

import argparse
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2])]

from openfacts import cases, loosely, score, strictly  # noqa: E402

from kg import annotate, ontology  # noqa: E402
from kg.extract.openfacts.facts import open_facts  # noqa: E402


def main(errors: bool) -> None:
    nlp, lexicon = annotate.pipeline(), ontology.load().lexicon
    for half in ("dev", "heldout"):
        sentences = list(cases(half))
        built = []
        for case, doc in zip(sentences, nlp.pipe(case.text for case in sentences), strict=True):
            built.append([(fact.subject, fact.relation, fact.object) for fact in open_facts(doc.sents, lexicon=lexicon)])
            if errors:
                known = [form for forms in (*case.facts, *case.also) for form in forms]
                wrong = [fact for fact in built[-1] if not any(loosely(fact, form) for form in known)]
                missed = [forms for forms in case.facts if not any(loosely(fact, form) for fact in built[-1] for form in forms)]
                print(case.text, *(f"wrong   {' | '.join(fact)}" for fact in wrong), *(f"missed  {forms[0]}" for forms in missed),
                      sep="\n    ")
        print(f"{half:8} loosely   {score(sentences, built, loosely)}")
        print(f"{half:8} strictly  {score(sentences, built, strictly)}")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--errors", action="store_true", help="print what is wrong and what was missed")
    main(arguments.parse_args().errors)
