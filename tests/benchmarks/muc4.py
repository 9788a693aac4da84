"""Are the event rules general? Recall on the reports of terrorism of MUC-4; run by hand.

    python tests/benchmarks/muc4.py [--limit N] [--errors]

The sample is the 200 texts of the development part. They are all in lower case, and are read as they are: names are
hard to find in them, so the figures are a floor. A template counts as found where the text yields an event of a
matching class; a role filler where a built event has one in a matching role with the same head word as any of the
gold strings. Precision of a role: the share of its built fillers whose head word is that of a gold string of the
role. The gold data lies in ../shared/eval/muc4 and is no part of the project.
"""

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from kg import annotate, gazetteer, ontology, pipeline  # noqa: E402
from kg.model import Document, Entity, Extraction, Span  # noqa: E402

GOLD = ROOT.parent / "shared" / "eval" / "muc4" / "dev.jsonl"
ROLES = {
    "perpetrator": (("PerpInd", "PerpOrg"), ("agent",)), "target": (("Target",), ("target", "victim")),
    "victim": (("Victim",), ("victim", "target")), "weapon": (("Weapon",), ("instrument",)),
}
"""Role of the table -> roles of the gold data, roles of kg."""
CLASSES = {
    "attack": {"Attack"}, "bombing": {"Bombing", "MissileAttack", "Airstrike", "DroneStrike", "Attack"},
    "kidnapping": {"Kidnapping"}, "arson": {"Attack"}, "bombing / attack": {"Attack"},
}
"""Kind of incident -> classes of kg, each with all below it."""
OF = re.compile(r"\s+(?:of|from|at|in|on|for|near|with|who|that|and)\s")


def head(name: str) -> str:
    """The head word of a name: "members of the national guard" -> "member"."""
    words = re.findall(r"[\w'-]+", OF.split(name.lower().strip(), maxsplit=1)[0])
    return words[-1].removesuffix("'s").rstrip("s") if words else ""


def texts(limit: int | None) -> Iterator[tuple[Document, dict]]:
    for line in GOLD.read_text("utf-8").splitlines()[:limit]:
        gold = json.loads(line)
        spans, start = [], 0
        for gap in [*re.finditer(r"\s{3,}", gold["text"]), None]:
            end = gap.start() if gap else len(gold["text"])
            if gold["text"][start:end].strip():
                spans.append(Span(start, end))
            start = gap.end() if gap else end
        yield Document(gold["id"], gold["text"], tuple(spans)), gold


def heads(entity: Entity) -> set[str]:
    spoken = {mention.text for mention in entity.mentions if mention.kind != "pronoun"}
    return {head(name) for name in {entity.name, *entity.aliases, *spoken}} - {""}


def fillers(extraction: Extraction) -> dict[str, list[tuple[str, set[str]]]]:
    """Role of the table -> name and head words of each filler that the extraction has."""
    entities = {entity.key: entity for entity in extraction.entities}
    found: dict[str, dict[str, set[str]]] = defaultdict(dict)
    for event in extraction.events:
        for role in event.roles:
            for name, (_, ours) in ROLES.items():
                if role.predicate in ours and role.status.polarity == "affirmed" and role.object in entities:
                    found[name][entities[role.object].name] = heads(entities[role.object])
    return {name: sorted(found[name].items()) for name in ROLES}


def extractions(documents: Iterable[Document]) -> Iterator[Extraction]:
    failures: list = []
    nlp, terms, world = annotate.pipeline(), ontology.load(), gazetteer.load()
    for extraction, _ in pipeline.extractions(documents, nlp, terms, world, failures=failures):
        yield extraction
    for failure in failures:
        print(failure, file=sys.stderr)


def main(limit: int | None, errors: bool) -> None:
    gold = {document.identifier: (document, facts) for document, facts in texts(limit)}
    terms = ontology.load()
    total, hit, built, right = Counter(), Counter(), Counter(), Counter()
    for extraction in extractions(document for document, _ in gold.values()):
        document, facts = gold[extraction.document.identifier]
        classes = {event.cls for event in extraction.events}
        for template in facts["templates"]:
            kind = template["incident_type"]
            if kind in CLASSES:
                total[kind] += 1
                found = any(terms.is_a(cls, wanted) for cls in classes for wanted in CLASSES[kind])
                hit[kind] += found
                if errors and not found:
                    print(f"MISSED      {kind:12}{document.identifier}: events built: {sorted(classes)}")
        ours = fillers(extraction)
        for name, (roles, _) in ROLES.items():
            wanted = [{head(mention["text"]) for mention in fact["mentions"]} for fact in facts["facts"] if fact["p"] in roles]
            strings = [fact["mentions"][0]["text"] for fact in facts["facts"] if fact["p"] in roles]
            known = set().union(*(words for _, words in ours[name]))
            for words, string in zip(wanted, strings, strict=True):
                total[name] += 1
                hit[name] += bool(words & known)
                if errors and not words & known:
                    print(f"MISSED      {name:12}{document.identifier}: {string}")
            for filler, words in ours[name]:
                built[name] += 1
                correct = bool(words & set().union(*wanted))
                right[name] += correct
                if errors and not correct:
                    print(f"not in gold {name:12}{document.identifier}: {filler}")
    print(f"{'':18}{'gold':>6}{'found':>7}{'recall':>8}{'built':>7}{'precision':>11}")
    for name in [*CLASSES, *ROLES]:
        precision = f"{built[name]:7}{right[name] / max(1, built[name]):11.3f}" if name in ROLES else ""
        print(f"{name:18}{total[name]:6}{hit[name]:7}{hit[name] / max(1, total[name]):8.3f}{precision}")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--limit", type=int, help="read the first N texts")
    arguments.add_argument("--errors", action="store_true", help="print what was missed and what is not in the gold data")
    given = arguments.parse_args()
    if not GOLD.is_file():
        sys.exit(f"{GOLD} is not here: the gold data is no part of the project.")
    main(given.limit, given.errors)
