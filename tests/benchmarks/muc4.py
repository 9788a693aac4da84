"""Are the event rules general? Recall and precision of roles on the reports of terrorism of MUC-4; run by hand.

    python tests/benchmarks/muc4.py [--train] [--limit N] [--errors]

The sample is the 200 texts of the development part (`--train`: the 1,300 texts that may be looked at). They are all in
lower case, and are read as they are: names are hard to find in them, so the figures are a floor.

A template counts as found where the text yields an event of a matching class. A filler is right where its head word is
that of a gold string of the role. Per role:

recall     the share of gold fillers that some event of the graph has in that role. MUC-4 keeps things (target) and people
           (victim) apart, kg who was aimed at and who was harmed: a gold filler of either is found in target or victim.
precision  of the fillers that the graph's attacks and kidnappings have in that role, the share that is right; people in
           target or victim are MUC-4's victims, all else its targets. Templates exist for terrorism alone: soldiers killed in
           combat, bombs long ago and what is only feared count as wrong here and are not. It says how far graph and
           templates are about the same, and falls when the graph tells more; it is no precision of reading. Of 36 victims
           "not in gold", drawn by lot from the first 300 training texts, some 30 are told by their text just so: soldiers and
           guerrillas killed in combat, deeds long past, people beside the one whom the template names.
aligned    the same over the events that have at least one right filler in another role, so that they are about an incident
           of the templates: an upper bound of what the reading gets wrong, as the templates leave out fillers too.

The gold data lies in ../shared/eval/muc4 and is no part of the project.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from kg import annotate, gazetteer, ontology, pipeline  # noqa: E402
from kg.model import Document, Entity, Extraction, Span  # noqa: E402
from kg.ontology import Ontology  # noqa: E402

GOLD = ROOT.parent / "shared" / "eval" / "muc4" / "dev.jsonl"
TRAIN = GOLD.with_name("train.jsonl")
ROLES = {
    "perpetrator": (("PerpInd", "PerpOrg"), ("agent",)), "target": (("Target",), ("target", "victim")),
    "victim": (("Victim",), ("victim", "target")), "weapon": (("Weapon",), ("instrument",)),
}
"""Role of the table -> roles of the gold data, roles of kg."""
INCIDENTS = ("Attack", "Kidnapping")
SHARED = {"target", "victim"}
PEOPLE = ("Person", "PersonGroup", "ArmedGroup", "SecurityForce")
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


def texts(limit: int | None, path: Path = GOLD) -> Iterator[tuple[Document, dict]]:
    for line in path.read_text("utf-8").splitlines()[:limit]:
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


def fillers(extraction: Extraction, terms: Ontology) -> list[tuple[bool, dict[str, dict[str, set[str]]]]]:
    """Of each event whether it is an incident, and role of the table -> name and head words of its fillers."""
    entities = {entity.key: entity for entity in extraction.entities}
    found = []
    for event in extraction.events:
        told: dict[str, dict[str, set[str]]] = {name: {} for name in ROLES}
        for role in event.roles:
            for name, (_, ours) in ROLES.items():
                if role.predicate in ours and role.status.polarity == "affirmed" and role.object in entities:
                    told[name][entities[role.object].name] = heads(entities[role.object])
        found.append((any(terms.is_a(event.cls, cls) for cls in INCIDENTS), told))
    return found


def people(extraction: Extraction, terms: Ontology) -> set[str]:
    """The names of those who may be a victim."""
    return {entity.name for entity in extraction.entities if any(terms.is_a(entity.cls, cls) for cls in PEOPLE)}


def extractions(documents: Iterable[Document]) -> Iterator[Extraction]:
    failures: list = []
    nlp, terms, world = annotate.pipeline(), ontology.load(), gazetteer.load()
    for extraction, _ in pipeline.extractions(documents, nlp, terms, world, failures=failures):
        yield extraction
    for failure in failures:
        print(failure, file=sys.stderr)


def main(limit: int | None, errors: bool, path: Path = GOLD) -> None:
    gold = {document.identifier: (document, facts) for document, facts in texts(limit, path)}
    terms = ontology.load()
    total, hit, built, right, near, near_right = (Counter() for _ in range(6))
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
        ours = fillers(extraction, terms)
        human = people(extraction, terms)
        wanted = {name: [({head(mention["text"]) for mention in fact["mentions"]}, fact["mentions"][0]["text"])
                         for fact in facts["facts"] if fact["p"] in roles] for name, (roles, _) in ROLES.items()}
        known = {name: set().union(*(words for words, _ in wanted[name])) for name in ROLES}
        for name in ROLES:
            told = set().union(*(words for _, event in ours for words in event[name].values()))
            for words, string in wanted[name]:
                total[name] += 1
                hit[name] += bool(words & told)
                if errors and not words & told:
                    print(f"MISSED      {name:12}{document.identifier}: {string}")
            kept = [{filler: words for filler, words in event[name].items()
                     if name not in ("target", "victim") or (filler in human) == (name == "victim")} for _, event in ours]
            incidents = {filler: words for (incident, _), fits in zip(ours, kept, strict=True) if incident
                         for filler, words in fits.items()}
            aligned = {filler: words for (incident, event), fits in zip(ours, kept, strict=True) if incident and any(
                words & known[other] for other in ROLES if ROLES[other][1][0] != ROLES[name][1][0] and {other, name} != SHARED
                for words in event[other].values()) for filler, words in fits.items()}
            built[name] += len(incidents)
            right[name] += sum(bool(words & known[name]) for words in incidents.values())
            near[name] += len(aligned)
            near_right[name] += sum(bool(words & known[name]) for words in aligned.values())
            if errors:
                for filler in sorted(f for f, words in incidents.items() if not words & known[name]):
                    print(f"not in gold {name:12}{document.identifier}: {filler}")
    print(f"{'':18}{'gold':>6}{'found':>7}{'recall':>8}{'built':>7}{'precision':>11}{'aligned':>9}{'precision':>11}")
    for name in [*CLASSES, *ROLES]:
        precision = (f"{built[name]:7}{right[name] / max(1, built[name]):11.3f}{near[name]:9}"
                     f"{near_right[name] / max(1, near[name]):11.3f}") if name in ROLES else ""
        print(f"{name:18}{total[name]:6}{hit[name]:7}{hit[name] / max(1, total[name]):8.3f}{precision}")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--train", action="store_true", help="read the training part")
    arguments.add_argument("--limit", type=int, help="read the first N texts")
    arguments.add_argument("--errors", action="store_true", help="print what was missed and what is not in the gold data")
    given = arguments.parse_args()
    sample = TRAIN if given.train else GOLD
    if not sample.is_file():
        sys.exit(f"{sample} is not here: the gold data is no part of the project.")
    main(given.limit, given.errors, sample)
