"""Are the relation rules general? Precision, recall and F1 on the newswire sentences of CoNLL04; run by hand.

    python tests/benchmarks/conll04.py [train|dev] [--limit N] [--errors given|exact|overlap]

Three ways to count, since it matters who finds the names:

given    The gold names and their types are put into the doc as its entities, as a user's own NER component would do; all
         after that is kg's. Built facts between two gold names count, by the gold types of their ends.
exact    End to end. A built fact is right where a mention of each end is, character for character, the gold name (a full
         stop at its end does not count: "Ohio." and "Ala." are cut at will there). Every built fact of the five kinds
         between two named entities counts for the precision, whether or not the gold data has names there.
overlap  End to end, lenient. A mention stands for the gold name that holds its head or overlaps it; only facts between
         two gold names count.

A built fact is an affirmed one, hedged or not ("convicted of killing" is Kill there). Each sentence was annotated for
the relation that it was picked for; other true facts often were not, so that the precision is a lower bound. The gold
data lies beside the repository, in ../shared/eval/conll04, and is no part of the project.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from spacy.tokens import Doc
from spacy.util import filter_spans

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from kg import annotate, gazetteer, ontology, pipeline  # noqa: E402
from kg.model import Document, Entity, Extraction, Span  # noqa: E402

GOLD = ROOT.parent / "shared" / "eval" / "conll04"
MODES = ("given", "exact", "overlap")
LABELS = {"Peop": "PERSON", "Org": "ORG", "Loc": "GPE"}
"""Gold type -> label of the spaCy entity that is put in; what is Other is left to the pipeline's own entities."""
CLASSES = {"Peop": "Person", "Org": "Organization", "Loc": "Place"}
ENDS = {
    "Work_For": ("Peop", "Org"), "Located_In": ("Loc", "Loc"), "OrgBased_In": ("Org", "Loc"), "Live_In": ("Peop", "Loc"),
    "Kill": ("Peop", "Peop"),
}
MEANS = {
    "Work_For": {"worksFor", "leads", "memberOf"}, "Located_In": {"locatedIn", "partOf"},
    "OrgBased_In": {"basedIn", "locatedIn"}, "Live_In": {"nationality", "basedIn", "locatedIn"},
}
"""Gold relation -> ours; Kill is an agent of an event with its victim."""

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


def given(doc: Doc, names: Sequence[Span], types: Sequence[str]) -> Doc:
    """The doc with the gold names as its entities; the pipeline's own stay where they do not touch one."""
    told = [doc.char_span(name.start, name.end, LABELS[cls], alignment_mode="expand")
            for name, cls in zip(names, types, strict=True) if cls in LABELS]
    gold = filter_spans(name for name in told if name is not None)
    free = [span for span in doc.ents if not any(span.start < name.end and name.start < span.end for name in gold)]
    doc.set_ents(gold + free)
    return doc


def overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def spoken(entity: Entity, names: Sequence[Span], doc: Doc, mode: str) -> list[int]:
    """The gold names that the entity's mentions stand for."""
    if mode == "exact":
        same = [(name.start, name.end - name.of(doc.text).endswith(".")) for name in names]
        ours = {(m.span.start, m.span.end - m.text.endswith(".")) for m in entity.mentions}
        return [i for i, name in enumerate(same) if name in ours]
    return [i for i, name in enumerate(names) if any(
        overlap(mention.span, name) and (mention.kind == "name" or name.start <= doc[mention.head].idx < name.end)
        for mention in entity.mentions)]


def stated(extraction: Extraction) -> Iterator[tuple[str, str, str]]:
    """What was built, as (gold relation, key of subject, key of object), whatever the ends are."""
    for fact in extraction.relations:
        if fact.status.polarity == "affirmed" and isinstance(fact.object, str):
            for relation, ours in MEANS.items():
                if fact.predicate in ours:
                    yield relation, fact.subject, fact.object
    for event in extraction.events:
        roles = defaultdict(list)
        for role in event.roles:
            if role.status.polarity == "affirmed" and isinstance(role.object, str):
                roles[role.predicate].append(role.object)
        for agent in roles["agent"]:
            for victim in (*roles["victim"], *roles["target"]):
                yield "Kill", agent, victim


def built(extraction: Extraction, doc: Doc, names: Sequence[Span], types: Sequence[str], mode: str, *,
          terms: ontology.Ontology) -> tuple[set[Fact], set[tuple[str, str, str]]]:
    """The built facts between gold names, as facts of the gold's kinds, and, in mode exact, those between other names."""
    entities = {entity.key: entity for entity in extraction.entities}
    stands = {key: spoken(entity, names, doc, mode) for key, entity in entities.items()}
    found: set[Fact] = set()
    others: set[tuple[str, str, str]] = set()
    for relation, subject, value in stated(extraction):
        ends = ENDS[relation]
        if mode == "exact":
            pair = (entities[subject], entities[value])
            if not all(entity.named and terms.is_a(entity.cls, CLASSES[end]) for entity, end in zip(pair, ends, strict=True)):
                continue
        facts = {(relation, s, o) for s in stands[subject] for o in stands[value] if s != o and (types[s], types[o]) == ends}
        found |= facts
        if mode == "exact" and not facts:
            others.add((relation, entities[subject].name, entities[value].name))
    return found, others


def score(part: str, limit: int | None, shown: str) -> dict[str, Counter[tuple[str, str]]]:
    """Per mode, how often each relation was found, missed and built wrongly: (outcome, relation) -> count."""
    nlp, terms, world = annotate.pipeline(), ontology.load(), gazetteer.load()
    counts: dict[str, Counter[tuple[str, str]]] = {mode: Counter() for mode in MODES}
    gold = {document.identifier: (document, names, facts, types) for document, names, facts, types in sentences(part, limit)}
    for read, doc in annotate.annotate([document for document, *_ in gold.values()], nlp):
        document, names, facts, types = gold[read.identifier]
        free = pipeline.extract(document, doc, ontology=terms, gazetteer=world)
        # The columns of the last doc are kept: a doc with other entities must be another object.
        settled = pipeline.extract(document, given(doc.copy(), names, types), ontology=terms, gazetteer=world)
        for mode, extraction in zip(MODES, (settled, free, free), strict=True):
            ours, others = built(extraction, doc, names, types, mode, terms=terms)
            for label, group in (("found", facts & ours), ("missed", facts - ours), ("wrong", ours - facts)):
                counts[mode].update((label, relation) for relation, *_ in group)
                if mode == shown and label != "found":
                    for relation, s, o in sorted(group):
                        show(label, relation, names[s].of(document.text), names[o].of(document.text), document)
            counts[mode].update(("wrong", relation) for relation, *_ in others)
            if mode == shown:
                for other in sorted(others):
                    show("wrong", *other, document)
    return counts


def show(label: str, relation: str, subject: str, value: str, document: Document) -> None:
    print(f"{label:8}{relation:12}{subject} -> {value}\n    {document.text}")


def main(part: str, limit: int | None, shown: str) -> None:
    for mode, counts in score(part, limit, shown).items():
        print(f"{mode:14}{'gold':>6}{'found':>7}{'built':>7}{'precision':>11}{'recall':>8}{'F1':>7}")
        for relation in [*ENDS, None]:
            kinds = [relation] if relation else list(ENDS)
            found, lost, extra = (sum(counts[label, kind] for kind in kinds) for label in ("found", "missed", "wrong"))
            precision, recall = found / max(1, found + extra), found / max(1, found + lost)
            f1 = 2 * precision * recall / max(1e-9, precision + recall)
            print(f"{relation or 'all':14}{found + lost:6}{found:7}{found + extra:7}{precision:11.3f}{recall:8.3f}{f1:7.3f}")
        print()


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("part", nargs="?", default="dev", choices=["dev", "train"])
    arguments.add_argument("--limit", type=int, help="read the first N sentences")
    arguments.add_argument("--errors", choices=MODES, default="", help="print what was missed and what was built wrongly")
    told = arguments.parse_args()
    if not GOLD.is_dir():
        sys.exit(f"{GOLD} is not here: the gold data is no part of the project.")
    main(told.part, told.limit, told.errors)
