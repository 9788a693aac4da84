"""How fast does kg build, beside the language pipeline alone on the same texts, and how much memory does it take?

    python tests/benchmarks/build.py [--rounds N] [--profile]

Texts: the newswire sentences of CoNLL04 (../shared/eval, no part of the project), joined into some 200 articles. Both sides
read the same documents with the same loaded pipeline, in turns of two, in one process; the best counts. Peak memory is
that of child processes that build 100 and 1,000 articles into a store on disk.
"""

import argparse
import cProfile
import gc
import pstats
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

import conll04  # noqa: E402

from kg import annotate, pipeline, store  # noqa: E402
from kg.model import Document  # noqa: E402
from kg.read.text import article  # noqa: E402

SENTENCES = 6
"""Sentences an article, three of them a paragraph."""


def articles(number: int | None = None) -> list[Document]:
    """The articles: all there are, some 200, or `number` of them, the same texts coming again as often as it takes."""
    sentences = [document.text for part in ("train", "dev") for document, *_ in conll04.sentences(part, None)]
    groups = [sentences[i : i + SENTENCES] for i in range(0, len(sentences), SENTENCES)]
    texts = ["\n\n".join(" ".join(group[i : i + 3]) for i in range(0, len(group), 3)) for group in groups]
    chosen = [texts[i % len(texts)] for i in range(number or len(texts))]
    return [article(text, identifier=f"article-{i:05}") for i, text in enumerate(chosen)]


def alone(documents: list[Document]) -> None:
    """What the language pipeline does without kg."""
    for _ in annotate.pipeline().pipe((document.text for document in documents), batch_size=annotate.BATCH):
        pass


def built(documents: list[Document]) -> None:
    with tempfile.TemporaryDirectory() as folder, store.open(Path(folder) / "graph.kg", create=True) as opened:
        report = pipeline.build(documents, store=opened)
    if report.failures:
        raise SystemExit("\n".join(map(str, report.failures)))


def timed(work: Callable[[list[Document]], None], documents: list[Document]) -> tuple[float, float]:
    """Seconds on the wall and of the processor."""
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    work(documents)
    return time.perf_counter() - wall, time.process_time() - cpu


def speed(rounds: int) -> None:
    documents = articles()
    split = annotate.pipeline().make_doc
    words = sum(not (token.is_punct or token.is_space) for document in documents for token in split(document.text))
    print(f"{len(documents)} articles, {words:,} words")
    seconds: dict[str, list[tuple[float, float]]] = {"nlp.pipe": [], "kg build": []}
    alone(documents[:20])
    built(documents[:20])
    for _ in range(rounds):
        # Each twice: the first finds its memory given back to the system, which costs some 80,000 page faults again.
        for _ in range(2):
            seconds["nlp.pipe"].append(timed(alone, documents))
        for _ in range(2):
            seconds["kg build"].append(timed(built, documents))
    best = {name: [min(taken) for taken in zip(*pairs, strict=True)] for name, pairs in seconds.items()}
    for name, (wall, cpu) in best.items():
        print(f"{name:10}{words / wall:10,.0f} words/s  ({wall:.2f} s, processor {cpu:.2f} s)")
    wall, cpu = (best["nlp.pipe"][i] / best["kg build"][i] for i in (0, 1))
    print(f"ratio {wall:.2f} (by processor time {cpu:.2f})")


def peak(number: int) -> float:
    """Megabytes that a process takes at most which builds `number` articles."""
    done = subprocess.run([sys.executable, __file__, "--articles", str(number)], capture_output=True, text=True, check=True)
    return float(done.stdout)


def profile() -> None:
    documents = articles()
    built(documents[:20])
    profiler = cProfile.Profile()
    profiler.runcall(built, documents)
    stats = pstats.Stats(profiler)
    stats.sort_stats("tottime").print_stats(30)
    stats.sort_stats("cumtime").print_stats(r"kg/(extract|resolve|rdf|store|pipeline|annotate|gazetteer)", 70)


def parts() -> Iterator[str]:
    for number in (100, 1000):
        yield f"peak memory, {number:5,} articles: {peak(number):6.0f} MB"


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--profile", action="store_true", help="tell what the time of a build goes to instead")
    arguments.add_argument("--articles", type=int, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.articles:
        built(articles(given.articles))
        # Not ru_maxrss: that begins with the memory of the parent process.
        (line,) = (line for line in Path("/proc/self/status").read_text("ascii").splitlines() if line.startswith("VmHWM"))
        print(int(line.split()[1]) / 1024)
    elif given.profile:
        profile()
    else:
        speed(given.rounds)
        print(*parts(), sep="\n")
