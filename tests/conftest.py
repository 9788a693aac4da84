"""Fixtures that all tests share. The language pipeline and the seed's graph are made once a session."""

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
sys.path.insert(0, str(Path(__file__).parent))
os.environ.setdefault("COLUMNS", "130")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the gold data, beside the repository; the tests that need it skip where it is missing."""
    folder = ROOT.parent / "shared"
    if not (folder / "eval").is_dir():
        pytest.skip(f"{folder} is not here: the gold data is no part of the project")
    return folder


@pytest.fixture(scope="session")
def nlp():
    """The language pipeline, loaded once."""
    from kg.annotate import pipeline
    return pipeline()


@pytest.fixture
def store(tmp_path):
    """An empty store of its own for one test."""
    import kg.store
    with kg.store.open(tmp_path / "test.kg", create=True) as opened:
        yield opened


def fill(folder: Path, extractions: list | None = None) -> Path:
    """A store at `folder` that holds some extractions, by default the invented story of factories.py."""
    import factories

    import kg.store
    from kg import ontology, rdf
    told = factories.story() if extractions is None else extractions
    with kg.store.open(folder, create=True) as opened:
        opened.replace([(rdf.document_iri(e.document), rdf.quads(e, ontology=ontology.load())) for e in told])
    return folder


@pytest.fixture(scope="session")
def small_store(tmp_path_factory) -> Path:
    """The invented story of factories.py as a store on disk, for reading only."""
    return fill(tmp_path_factory.mktemp("story") / "story.kg")


@pytest.fixture(scope="session")
def story(small_store):
    """The invented story as a Graph, for reading only."""
    import kg
    with kg.open(small_store) as graph:
        yield graph


@pytest.fixture
def own_store(tmp_path) -> Path:
    """The invented story as a store that the test may change."""
    return fill(tmp_path / "own.kg")


@pytest.fixture(scope="session")
def seed_graph(tmp_path_factory):
    """The graph of seeds/, built by the real pipeline."""
    import kg
    with kg.build([SEEDS], store=tmp_path_factory.mktemp("seed") / "seed.kg") as graph:
        yield graph
