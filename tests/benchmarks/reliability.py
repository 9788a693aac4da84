"""Does kg know how sure it can be? Claimed confidence against measured precision; makes the table of the confidences.

    python tests/benchmarks/reliability.py [--gold DIR]... [--write]

Every affirmed statement that kg builds from annotated texts is judged: right or not. --write puts the numbers, per property
and rule, into ontology/tables/confidence.tsv, from which kg takes its confidences; run it again when rules were changed. The
reliability table is honest: each article's statements are compared with confidences from all other texts, without its own.

Sources, beside the repository in ../shared/eval and no part of the project:
  dev, --gold DIR  articles with complete annotation (score.py's format): each statement is right or wrong
  conll04 (train)  sentences in which only some true facts are annotated; a fact between two annotated names that the
                   annotation lacks counts as UNLISTED right, as that share of a sample that was read by hand is true
  re3d             the same for press releases, by kind of relation
"""

import argparse
import csv
import importlib.util
import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pyoxigraph as ox

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

import conll04  # noqa: E402

from kg import annotate, gazetteer, ontology, pipeline, rdf  # noqa: E402
from kg.extract.confidence import Kind, Precisions, kind  # noqa: E402
from kg.model import Document, Extraction  # noqa: E402

EVAL = ROOT.parent / "shared" / "eval"
TABLE = ROOT / "ontology" / "tables" / "confidence.tsv"
UNLISTED = 0.7
"""How many of the statements that an incomplete annotation lacks are true all the same: of samples that were read by hand 44
of 60 (conll04) and 31 of 45 (re3d)."""
PARTLY = 0.3
"""What a statement from a source that is annotated in part counts for, beside 1 for an article's."""
BINS = 10


class Judged(NamedTuple):
    """One statement that was built: where, of which kind, whether it is right (between 0 and 1) and what that counts for."""

    document: str
    kind: Kind
    right: float
    weight: float = 1.0


def scorer(name: str) -> ModuleType:
    """A scoring script of ../shared/eval as a module."""
    spec = importlib.util.spec_from_file_location(name, EVAL / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def extractions(sources: Iterable[Path | Document]) -> Iterator[Extraction]:
    """What kg reads in each source; one that cannot be read ends the run."""
    failures: list = []
    nlp, terms, world = annotate.pipeline(), ontology.load(), gazetteer.load()
    for extraction, _ in pipeline.extractions(sources, nlp, terms, world, failures=failures):
        yield extraction
    if failures:
        raise failures[0]


# -- articles that are annotated in full


def articles(folder: Path) -> Iterator[Judged]:
    score, terms = scorer("score"), ontology.load()
    for extraction in extractions(sorted(folder.glob("*.txt"))):
        path = folder / f"{extraction.document.identifier}.json"
        store = ox.Store()
        store.bulk_extend(rdf.quads(extraction, ontology=terms))
        built = score.Built(store, rdf.document_iri(extraction.document))
        yield from article(extraction, json.loads(path.read_text("utf-8")), built, score)


def article(extraction: Extraction, gold: dict, built, score: ModuleType) -> Iterator[Judged]:
    """Each affirmed statement of an article, compared with its gold as score.py does."""
    names = {entity["id"]: {score.norm(name) for name in entity["names"]} - {""} for entity in gold["entities"]}
    graph = rdf.document_iri(extraction.document)
    iri = {entity.key: rdf.entity_iri(entity.key, graph) for entity in extraction.entities}
    called = {key: built.names.get(node, set()) for key, node in iri.items()}

    def same(key: str, wanted: str) -> bool:
        return bool(called.get(key, set()) & names.get(wanted, set()))

    for fact in extraction.relations:
        if fact.status.polarity == "affirmed":
            right = any(
                g.get("polarity", "affirmed") == "affirmed" and score.same_property(fact.predicate, g) and (
                    (same(fact.subject, g["s"]) and same(fact.object, g["o"]))
                    or (fact.predicate in score.SYMMETRIC and same(fact.subject, g["o"]) and same(fact.object, g["s"])))
                for g in gold["relations"])
            yield Judged(gold["doc"], kind(fact), right)

    def fits(role, event: dict) -> bool:
        value = role.object
        roles = {"target": ("target", "victim"), "victim": ("target", "victim")}.get(role.predicate, (role.predicate,))
        if event["type"] == "Meeting" and role.predicate in ("agent", "participant"):
            roles = ("agent", "participant")
        for name in roles:
            for filler in event["roles"].get(name, ()):
                others = event.get("role_alt", {}).get(name, {}).get(filler, ())
                if not isinstance(value, str):
                    if str(getattr(value, "value", value)) == str(filler):
                        return True
                elif twin.get(value) == filler or any(same(value, each) for each in (filler, *others)):
                    return True
        return False

    twin: dict[str, str] = {}
    events = [event for event in gold["events"] if event.get("polarity", "affirmed") == "affirmed"]
    pairs = []
    for number, event in enumerate(events):
        for ours in extraction.events:
            kinds = [event["type"], *event.get("type_alt", [])]
            if ours.status.polarity == "affirmed" and any(score.compatible(ours.cls, kind) or ours.cls == kind for kind in kinds):
                shared = sum(fits(role, event) for role in ours.roles)
                pairs.append((shared + 0.1 * (ours.cls == event["type"]), number, ours.key))
    aligned: dict[str, dict] = {}
    for _, number, key in sorted(pairs, key=lambda pair: -pair[0]):
        if key not in aligned and events[number]["id"] not in twin.values():
            aligned[key], twin[key] = events[number], events[number]["id"]
    for ours in extraction.events:
        for role in ours.roles:
            if role.status.polarity == "affirmed" and ours.status.polarity == "affirmed":
                yield Judged(gold["doc"], kind(role), ours.key in aligned and fits(role, aligned[ours.key]))


# -- texts that are annotated in part


def conll() -> Iterator[Judged]:
    gold = {document.identifier: (document, *rest) for document, *rest in conll04.sentences("train", None)}
    for extraction in extractions(document for document, *_ in gold.values()):
        _, names, facts, types = gold[extraction.document.identifier]
        spoken = {entity.key: {i for i, name in enumerate(names) if any(conll04.overlap(m.span, name) for m in entity.mentions)}
                  for entity in extraction.entities}
        for fact in extraction.relations:
            pairs = {(relation, s, o) for relation, ours in conll04.MEANS.items() if fact.predicate in ours
                     for s in spoken.get(fact.subject, ()) for o in spoken.get(str(fact.object), ())
                     if s != o and (types[s], types[o]) == conll04.ENDS[relation]}
            if pairs and fact.status.polarity == "affirmed":
                right = 1.0 if pairs & facts else UNLISTED
                yield Judged("conll04", kind(fact), right, PARTLY)


def re3d() -> Iterator[Judged]:
    score = scorer("re3d_score")
    for extraction in extractions(sorted((EVAL / "re3d").glob("*.txt"))):
        path = EVAL / "re3d" / f"{extraction.document.identifier}.gold.json"
        gold = json.loads(path.read_text("utf-8"))["relations"]
        listed = [(r["type"], tuple(r["source"][:2]), tuple(r["target"][:2])) for r in gold]
        annotated = {span for _, *ends in listed for span in ends}
        spoken = {entity.key: {span for span in annotated if any(score.overlap(m.span, span) * 2 >= min(
            m.span.end - m.span.start, span[1] - span[0]) for m in entity.mentions)} for entity in extraction.entities}
        for fact in extraction.relations:
            ends = spoken.get(fact.subject, set()), spoken.get(str(fact.object), set())
            wanted = score.KIND.get(fact.predicate)
            if wanted and all(ends) and fact.status.polarity == "affirmed":
                right = any(k == wanted and ((s in ends[0] and t in ends[1]) or (
                    wanted in score.SYMMETRIC and s in ends[1] and t in ends[0])) for k, s, t in listed)
                yield Judged("re3d", kind(fact), 1.0 if right else UNLISTED, PARTLY)


# -- the table, and how far it can be trusted


def precisions(judged: Iterable[Judged]) -> Precisions:
    counts: dict[Kind, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for one in judged:
        counts[one.kind][0] += one.right * one.weight
        counts[one.kind][1] += one.weight
    return Precisions({key: (right, built) for key, (right, built) in sorted(counts.items())})


def write(known: Precisions) -> None:
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(("ends", "property", "rule", "right", "built"))
        for key, (right, built) in known.counts.items():
            writer.writerow((*key, f"{right:.1f}", f"{built:.1f}"))


def claimed(judged: Sequence[Judged]) -> list[tuple[float, float]]:
    """(confidence from all other texts, right) of each statement of the articles."""
    whole = defaultdict(list)
    for one in judged:
        whole[one.document].append(one)
    found = []
    for document in sorted({one.document for one in judged if one.weight == 1.0}):
        others = precisions(one for name, ones in whole.items() if name != document for one in ones)
        found += [(others.of(one.kind), one.right) for one in whole[document]]
    return found


def reliability(pairs: Sequence[tuple[float, float]]) -> None:
    bins = defaultdict(list)
    for confidence, right in pairs:
        bins[min(int(confidence * BINS), BINS - 1)].append((confidence, right))
    print(f"{'confidence':>12}{'claims':>8}{'claimed':>9}{'measured':>10}")
    error = 0.0
    for i in range(BINS):
        if bins[i]:
            mean, right = (sum(pair[k] for pair in bins[i]) / len(bins[i]) for k in (0, 1))
            error += abs(mean - right) * len(bins[i]) / len(pairs)
            print(f"{i / BINS:6.1f} - {(i + 1) / BINS:.1f}{len(bins[i]):8}{mean:9.3f}{right:10.3f}")
        else:
            print(f"{i / BINS:6.1f} - {(i + 1) / BINS:.1f}{0:8}")
    rate = sum(right for _, right in pairs) / len(pairs)
    brier = sum((confidence - right) ** 2 for confidence, right in pairs) / len(pairs)
    loss = -sum(math.log(confidence if right else 1 - confidence) for confidence, right in pairs) / len(pairs)
    print(f"{len(pairs)} claims, {rate:.3f} right. Expected calibration error {error:.3f}; Brier score {brier:.3f} (a constant: "
          f"{rate * (1 - rate):.3f}); log loss {loss:.3f}")


def main(folders: Sequence[Path], store: bool) -> None:
    judged = [one for folder in folders for one in articles(folder)] + [*conll(), *re3d()]
    for source, number in sorted(Counter(one.document if one.weight < 1 else "articles" for one in judged).items()):
        print(f"{source}: {number} statements judged")
    reliability(claimed(judged))
    if store:
        write(precisions(judged))
        print(f"written: {TABLE}")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--gold", type=Path, action="append", default=[], help="another folder of annotated articles")
    arguments.add_argument("--write", action="store_true", help="write the table of confidences")
    given = arguments.parse_args()
    if not EVAL.is_dir():
        sys.exit(f"{EVAL} is not here: the gold data is no part of the project.")
    main([EVAL / "dev", *given.gold], given.write)
