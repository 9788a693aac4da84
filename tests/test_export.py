"""Every export read back by its own format's reader, and compared with the graph."""

import io
import os

import pyoxigraph as ox
import pytest
import rdflib

from kg.errors import StoreError, UsageError
from kg.export import FORMATS, format_of, order, write
from kg.export.rdf import SYNTAXES as TRIPLES

QUADS = {"trig": ox.RdfFormat.TRIG, "nquads": ox.RdfFormat.N_QUADS}


def exported(graph, name) -> bytes:
    stream = io.BytesIO()
    write(graph, stream, name)
    return stream.getvalue()


@pytest.mark.parametrize("name", TRIPLES)
def test_default_graph(story, name):
    found = {quad.triple for quad in ox.parse(exported(story, name), format=TRIPLES[name])}
    assert found == {quad.triple for quad in story.store.quads(ox.DefaultGraph())}


@pytest.mark.parametrize("name", QUADS)
def test_document_graphs(story, name):
    assert set(ox.parse(exported(story, name), format=QUADS[name])) == set(story.store.quads())


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own JSON-LD reader uses it
@pytest.mark.parametrize(("name", "rdflib_name"), list(zip(TRIPLES, ("turtle", "nt", "json-ld", "xml"), strict=True)))
def test_rdflib_reads_the_same(story, name, rdflib_name):
    found = rdflib.Graph().parse(data=exported(story, name), format=rdflib_name)
    assert len(found) == len(set(story.store.quads(ox.DefaultGraph())))


@pytest.mark.parametrize("name", [*TRIPLES, *QUADS])
def test_the_same_bytes_every_time(story, name):
    assert len({exported(story, name) for _ in range(4)}) == 1


@pytest.mark.parametrize("name", ["ntriples", "nquads"])
def test_lines_are_sorted(story, name):
    lines = exported(story, name).decode().splitlines()
    assert lines == sorted(lines, key=lambda line: (line.rpartition(" <")[2] if name == "nquads" else "", line))


def test_sorting_on_disk_is_sorting_in_memory(story):
    triples = [quad.triple for quad in story.store.quads(ox.DefaultGraph())]
    assert list(order.lines(triples, run=100)) == list(order.lines(triples)) == sorted(f"{t} .\n" for t in triples)
    assert list(order.triples(triples, run=len(triples))) == sorted(triples, key=str)


@pytest.mark.parametrize("ending", sorted({ending for format in FORMATS.values() for ending in format.endings}))
def test_saving_by_ending(story, tmp_path, ending):
    path = story.save(tmp_path / f"graph{ending}")
    assert path.read_bytes() == exported(story, format_of(path).name)
    assert [p.name for p in tmp_path.iterdir()] == [path.name], "nothing else is left behind"


def test_unknown_formats(story, tmp_path):
    with pytest.raises(UsageError, match=r"graph\.doc: the ending tells no format.*\.ttl"):
        story.save(tmp_path / "graph.doc")
    with pytest.raises(UsageError, match="There is no format 'excel'"):
        story.save(tmp_path / "graph.ttl", format="excel")
    assert not list(tmp_path.iterdir())


def test_unwritable_places(story, tmp_path):
    with pytest.raises(StoreError, match="cannot be written"):
        story.save(tmp_path / "no" / "graph.ttl")
    (tmp_path / "folder.ttl").mkdir()
    with pytest.raises(StoreError, match="cannot be written"):
        story.save(tmp_path / "folder.ttl")


def test_a_failed_export_leaves_the_old_file(story, tmp_path, monkeypatch):
    path = tmp_path / "graph.nt"
    path.write_text("old")

    def broken(*_):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("kg.export.rdf.order.lines", broken)
    with pytest.raises(StoreError, match="No space left"):
        story.save(path)
    assert path.read_text() == "old" and len(list(tmp_path.iterdir())) == 1


def test_an_empty_graph(tmp_path):
    import kg.store
    with kg.store.open(tmp_path / "empty.kg", create=True) as store:
        graph = kg.Graph(store)
        for name in (*TRIPLES, *QUADS):
            assert list(ox.parse(exported(graph, name), format=(TRIPLES | QUADS)[name])) == []
