"""What is built is the same to the byte: the seed's graph, the demo's, and in whatever order documents are built.

After a change that is meant to change the graph, write the golden files anew with KG_UPDATE_GOLDEN=1 pytest
tests/test_golden.py, and read their difference.
"""

import os
from pathlib import Path

import pytest

import kg
from kg.graph import DEMO

GOLDEN = Path(__file__).parent / "golden"
UPDATE = os.environ.get("KG_UPDATE_GOLDEN") == "1"

ARTICLES = {
    "harbour": "date 1974-06-03\nPort of Telmark reopens\n\nMARDEN (NNA) - The Harbour Brigade, a rebel group backed by Osteria, "
               "attacked the port of Telmark on Sunday, killing three soldiers, the Telmark army said.\n",
    "talks": "date 1974-06-05\nOsteria denies arming rebels\n\nMARDEN (NNA) - Osteria's Foreign Minister Lena Vost denied on "
             "Wednesday that her country arms the Harbour Brigade. Vost met President Karel Domin in Marden.\n",
    "answer": "date 1974-06-07\n\nIn response to the attack, Telmark launched an airstrike on a camp of the Harbour Brigade on "
              "Thursday. The strike may have killed its leader, Ivo Brandt.\n",
}


def compare(path: Path, made: bytes) -> None:
    if UPDATE:
        path.write_bytes(made)
    assert path.is_file(), f"{path} is missing. Write it with KG_UPDATE_GOLDEN=1"
    if made != path.read_bytes():
        golden, found = path.read_text(encoding="utf-8").splitlines(), made.decode().splitlines()
        lost, new = sorted(set(golden) - set(found)), sorted(set(found) - set(golden))
        pytest.fail(f"{path.name}: {len(lost)} lines lost, {len(new)} new. First lost: {lost[:3]}; first new: {new[:3]}")


def nquads(graph: kg.Graph, folder: Path) -> bytes:
    return graph.save(folder / "graph.nq").read_bytes()


@pytest.mark.model
def test_the_seed(seed_graph, tmp_path):
    compare(GOLDEN / "seed.nq", nquads(seed_graph, tmp_path))


def test_the_demo_is_the_story_of_the_tests(story, tmp_path):
    compare(DEMO, story.save(tmp_path / "demo.trig").read_bytes())


@pytest.mark.model
def test_the_order_of_documents_changes_nothing(tmp_path):
    for name, text in ARTICLES.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    paths = sorted(tmp_path.glob("*.txt"))
    made = []
    for number, order in enumerate((paths, paths[::-1], [paths[1], paths[0], paths[2], paths[1]])):
        with kg.build(order, store=tmp_path / f"{number}.kg") as graph:
            assert not graph.report.failures
            made.append((nquads(graph, tmp_path), graph.save(tmp_path / "graph.nt").read_bytes()))
    assert made[0] == made[1] == made[2]


@pytest.mark.model
def test_building_again_replaces(tmp_path):
    article = tmp_path / "harbour.txt"
    article.write_text(ARTICLES["harbour"], encoding="utf-8")
    with kg.build(article, store=tmp_path / "one.kg") as graph:
        first = nquads(graph, tmp_path)
    article.write_text(ARTICLES["answer"], encoding="utf-8")
    with kg.build(article, store=tmp_path / "one.kg") as graph:
        assert nquads(graph, tmp_path) != first
    article.write_text(ARTICLES["harbour"], encoding="utf-8")
    with kg.build(article, store=tmp_path / "one.kg") as graph:
        assert nquads(graph, tmp_path) == first
