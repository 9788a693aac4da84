"""Are the relation rules general? Recall and precision on the newswire sentences of CoNLL04; run by hand.

    python tests/benchmarks/conll04.py [train|dev] [--limit N] [--errors]

A gold fact is found where a built, affirmed fact of a matching kind joins entities with mentions that overlap its two
names. Precision counts the built facts that join two gold entities of the sentence and could be one of the five
relations; as each sentence was annotated for the relation that it was picked for, and other true facts often were
not, it is a lower bound. The gold data lies beside the repository, in ../shared/eval/conll04, and is no part of the
project.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from kg import annotate, gazetteer, ontology, pipeline  # noqa: E402
from kg.model import Document, Extraction, Span  # noqa: E402

GOLD = ROOT.parent / "shared" / "eval" / "conll04"
ENDS = {
    "Work_For": ("Peop", "Org"), "Located_In": ("Loc", "Loc"), "OrgBased_In": ("Org", "Loc"), "Live_In": ("Peop", "Loc"),
    "Kill": ("Peop", "Peop"),
}
MEANS = {
    "Work_For": {"leads", "worksFor", "memberOf"}, "Located_In": {"locatedIn", "partOf"},
    "OrgBased_In": {"basedIn", "locatedIn", "partOf", "nationality"},
    "Live_In": {"nationality", "locatedIn", "basedIn", "leads", "worksFor"},
}
"""Gold relation -> ours. "President Havel of Czechoslovakia" is Live_In there, and leads here."""

TIGHT = {",", ".", ";", ":", "?", "!", ")", "-RRB-", "%"}
"""Tokens with no space before them, as are those that begin with an apostrophe."""
WRITTEN = {"`": "“", "``": "“", "''": "”", "_": "--", "-LRB-": "(", "-RRB-": ")"}

Fact = tuple[str, int, int]


def detokenise(tokens: Sequence[str]) -> tuple[str, list[Span]]:
    """The sentence as a newspaper prints it, and where each token lies in it."""
    text, spans, quoted = "", [], False
    for position, token in enumerate(tokens):
        after = tokens[position + 1] if position + 1 < len(tokens) else ""
        opens, closes = token in ("`", "``"), quoted and token in ("'", "''")
        word = "”" if closes else WRITTEN.get(token, token)
        doubled = (token == "`" and text.endswith("“")) or (token == "'" and not quoted and text.endswith("”"))
        tight = token in TIGHT or token.startswith("'") or text.endswith(("(", "“", "$"))
        if text and not tight and not doubled:
            text += " "
        spans.append(Span(len(text), len(text) + (0 if doubled else len(word))))
        text += "" if doubled else word
        quoted = True if opens else False if closes and after != "'" else quoted and not closes
    return text, spans


def sentences(part: str, limit: int | None) -> Iterator[tuple[Document, list[Span], set[Fact], list[str]]]:
    """Each sentence as a document with the spans of its gold entities, its gold facts and the entities' types."""
    for line in (GOLD / f"{part}.jsonl").read_text("utf-8").splitlines()[:limit]:
        gold = json.loads(line)
        text, tokens = detokenise(gold["tokens"])
        ends = [entity["tok"] for entity in gold["entities"]]
        names = [Span(tokens[first].start, tokens[last - 1].end) for first, last in ends]
        facts = {(fact["p"], fact["s"], fact["o"]) for fact in gold["facts"]}
        yield Document(gold["id"], text, (Span(0, len(text)),)), names, facts, [entity["type"] for entity in gold["entities"]]


def overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def built(extraction: Extraction, names: Sequence[Span], types: Sequence[str]) -> set[Fact]:
    """The affirmed facts of the extraction between gold entities, as facts of the gold's kinds."""
    spoken = {
        entity.key: [i for i, name in enumerate(names) if any(overlap(mention.span, name) for mention in entity.mentions)]
        for entity in extraction.entities
    }
    found: set[Fact] = set()

    def note(relation: str, subject: str, value: object) -> None:
        for s in spoken.get(subject, ()):
            for o in spoken.get(value, ()) if isinstance(value, str) else ():
                if s != o and (types[s], types[o]) == ENDS[relation]:
                    found.add((relation, s, o))

    for fact in extraction.relations:
        if fact.status.polarity == "affirmed":
            for relation, ours in MEANS.items():
                if fact.predicate in ours:
                    note(relation, fact.subject, fact.object)
    for event in extraction.events:
        roles = defaultdict(list)
        for role in event.roles:
            if role.status.polarity == "affirmed":
                roles[role.predicate].append(role.object)
        for agent in roles["agent"]:
            for victim in (*roles["victim"], *roles["target"]):
                if isinstance(agent, str):
                    note("Kill", agent, victim)
    return found


def extractions(documents: Iterable[Document]) -> Iterator[Extraction]:
    failures: list = []
    nlp, terms, world = annotate.pipeline(), ontology.load(), gazetteer.load()
    for extraction, _ in pipeline.extractions(documents, nlp, terms, world, failures=failures):
        yield extraction
    for failure in failures:
        print(failure, file=sys.stderr)


def main(part: str, limit: int | None, errors: bool) -> None:
    gold = {document.identifier: (document, *rest) for document, *rest in sentences(part, limit)}
    hit, missed, wrong = Counter(), Counter(), Counter()
    for extraction in extractions(document for document, *_ in gold.values()):
        document, names, facts, types = gold[extraction.document.identifier]
        ours = built(extraction, names, types)
        outcomes = (("found", facts & ours, hit), ("MISSED", facts - ours, missed), ("not in gold", ours - facts, wrong))
        for label, found, count in outcomes:
            for relation, s, o in sorted(found):
                count[relation] += 1
                if errors and label != "found":
                    subject, value = names[s].of(document.text), names[o].of(document.text)
                    print(f"{label:12}{relation:12}{subject} -> {value}\n    {document.text}")
    print(f"{'relation':14}{'gold':>6}{'found':>7}{'recall':>8}{'built':>7}{'precision':>11}")
    for relation in [*ENDS, None]:
        kinds = [relation] if relation else list(ENDS)
        found, lost, extra = (sum(count[kind] for kind in kinds) for count in (hit, missed, wrong))
        recall, precision = found / max(1, found + lost), found / max(1, found + extra)
        print(f"{relation or 'all':14}{found + lost:6}{found:7}{recall:8.3f}{found + extra:7}{precision:11.3f}")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("part", nargs="?", default="dev", choices=["dev", "train"])
    arguments.add_argument("--limit", type=int, help="read the first N sentences")
    arguments.add_argument("--errors", action="store_true", help="print what was missed and what is not in the gold data")
    given = arguments.parse_args()
    if not GOLD.is_dir():
        sys.exit(f"{GOLD} is not here: the gold data is no part of the project.")
    main(given.part, given.limit, given.errors)
