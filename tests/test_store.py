"""What every store must do: one suite, run on each of them."""

import datetime
import subprocess
import sys
import textwrap
from decimal import Decimal

import factories
import killed
import pyoxigraph as ox
import pytest
import servers
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg.store
from kg import ontology, rdf
from kg.errors import NotFound, QueryError, QueryRefused, StoreError, StoreLocked
from kg.model import Period
from kg.store.probe import STAND_IN
from kg.store.version import stored

DEFAULT = ox.DefaultGraph()
A, B, C = (ox.NamedNode(f"https://example.org/document/{name}") for name in "abc")


def quad(graph: ox.NamedNode, words: str) -> ox.Quad:
    """A quad from "subject predicate object"; an object in quotes or a number is a literal."""
    subject, predicate, value = words.split(" ", 2)
    if value.isdigit():
        term = ox.Literal(int(value))
    else:
        term = ox.Literal(value[1:-1]) if value[0] == '"' else ox.NamedNode(f"urn:{value}")
    return ox.Quad(ox.NamedNode(f"urn:{subject}"), ox.NamedNode(f"urn:{predicate}"), term, graph)


def document(graph: ox.NamedNode, *statements: str) -> tuple[ox.NamedNode, list[ox.Quad]]:
    return graph, [quad(graph, words) for words in statements]


def triples(quads) -> set[str]:
    return {str(q.triple).replace("urn:", "") for q in quads}


def nquads(store) -> bytes:
    """Default graph and document graphs as bytes, in the order in which the store gives them."""
    return b"--\n".join(ox.serialize(list(quads), format=ox.RdfFormat.N_QUADS) for quads in (store.quads(), store.quads(DEFAULT)))


def assert_union(store) -> None:
    """The contract: a triple stands in the default graph, once, iff a document graph holds it."""
    default = [str(q.triple) for q in store.quads(DEFAULT)]
    assert len(default) == len(set(default))
    assert set(default) == {str(q.triple) for q in store.quads()}


@pytest.fixture(scope="session")
def oxigraph_server(tmp_path_factory):
    with servers.oxigraph(tmp_path_factory.mktemp("oxigraph")) as url:
        yield url


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory):
    with servers.virtuoso(tmp_path_factory.mktemp("virtuoso")) as url:
        yield url


@pytest.fixture(params=["folder", "memory", "oxigraph", "virtuoso"])
def any_store(request, tmp_path):
    """An empty store of each kind: in a folder, in a temporary one, on a server, on a server whose default graph is a view."""
    if request.param in ("folder", "memory"):
        location = tmp_path / "any.kg" if request.param == "folder" else ":memory:"
    else:
        location = request.getfixturevalue(f"{request.param}_server")
    with kg.store.open(location, create=True) as store:
        for graph in store.graphs():  # what the test before left on the server
            store.update(f"DROP SILENT GRAPH {graph}")
        if request.param in ("oxigraph", "virtuoso"):
            store.update(f"DROP SILENT GRAPH {STAND_IN}" if request.param == "virtuoso" else "CLEAR DEFAULT")
        yield store


# Replace and retract


def test_an_empty_store(any_store):
    assert any_store.graphs() == () and list(any_store.quads()) == [] and list(any_store.quads(DEFAULT)) == []
    assert not any_store.read_only


def test_graphs_and_their_union(any_store):
    assert any_store.replace([document(B, "x p y", "x p z"), document(A, "x p y", 'x name "X"')]) == 0
    assert any_store.graphs() == (A, B)
    assert triples(any_store.quads(A)) == {"<x> <p> <y>", '<x> <name> "X"'}
    assert {q.graph_name for q in any_store.quads(A)} == {A}
    assert len(list(any_store.quads())) == 4
    assert triples(any_store.quads(DEFAULT)) == {"<x> <p> <y>", "<x> <p> <z>", '<x> <name> "X"'}
    assert_union(any_store)


def test_content_as_text(any_store):
    text = b'<urn:x> <urn:p> <urn:y> .\n<urn:x> <urn:name> "a .\\n b" .\n'
    any_store.replace([(A, text)])
    assert triples(any_store.quads(A)) == triples(any_store.quads(DEFAULT)) == {"<x> <p> <y>", '<x> <name> "a .\\n b"'}
    any_store.replace([(A, b"<urn:x> <urn:p> <urn:y> .\n")])
    assert triples(any_store.quads(A)) == triples(any_store.quads(DEFAULT)) == {"<x> <p> <y>"}


def test_replace_is_exact(any_store):
    any_store.replace([document(A, "x p y", "x p z"), document(B, "x p y")])
    assert any_store.replace([document(A, "x p z", "x p w"), document(C, "c p c")]) == 1
    assert triples(any_store.quads(A)) == {"<x> <p> <z>", "<x> <p> <w>"}
    assert triples(any_store.quads(DEFAULT)) == {"<x> <p> <y>", "<x> <p> <z>", "<x> <p> <w>", "<c> <p> <c>"}
    any_store.replace([document(A, "x p w")])
    assert triples(any_store.quads(DEFAULT)) == {"<x> <p> <y>", "<x> <p> <w>", "<c> <p> <c>"}
    assert_union(any_store)


def test_a_statement_that_moves_to_another_document_in_one_batch_stays(any_store):
    any_store.replace([document(A, "x p y"), document(B, "b p b")])
    any_store.replace([document(A, "a p a"), document(B, "x p y")])
    assert triples(any_store.quads(DEFAULT)) == {"<x> <p> <y>", "<a> <p> <a>"}


def test_the_last_content_of_a_graph_in_a_batch_holds(any_store):
    any_store.replace([document(A, "x p y"), document(B, "b p b"), document(A, "x p z")])
    assert triples(any_store.quads(A)) == {"<x> <p> <z>"} and triples(any_store.quads(DEFAULT)) == {"<x> <p> <z>", "<b> <p> <b>"}


def test_a_graph_without_quads_is_gone(any_store):
    any_store.replace([document(A, "x p y"), document(B, "b p b")])
    any_store.replace([document(A), document(C)])
    assert any_store.graphs() == (B,) and triples(any_store.quads(DEFAULT)) == {"<b> <p> <b>"}


def test_retract_tells_what_lost_its_support(any_store):
    any_store.replace([document(A, "x p y", "x p z", "a p a"), document(B, "x p y"), document(C, "x p z")])
    lost = any_store.retract(A)
    assert lost.graph == A and [str(t) for t in lost.lost] == ["<urn:a> <urn:p> <urn:a>"]
    assert any_store.graphs() == (B, C)
    assert {str(t).replace("urn:", "") for t in any_store.retract(C).lost} == {"<x> <p> <z>"}
    assert triples(any_store.quads(DEFAULT)) == {"<x> <p> <y>"}


def test_retracting_what_is_not_there_is_an_error(any_store):
    with pytest.raises(NotFound, match="document/a"):
        any_store.retract(A)


def test_literals_come_back_as_they_were(any_store):
    texts = ["", " ", "a\nb\r\nc\td", 'say "no"', "back\\slash", "naïve 🚀", "\u2028 \x7f", "<urn:x> .\n", f"ends {A} .", "it's"]
    values = [*texts, 0, -7, True, Decimal("0.25"), datetime.date(1987, 5, 12), Period("1987-05"), Period("1987")]
    quads = [ox.Quad(ox.NamedNode(f"urn:{n}"), ox.NamedNode("urn:p"), rdf.to_term(value), A) for n, value in enumerate(values)]
    any_store.replace([(A, quads)])
    assert set(any_store.quads(A)) == set(quads)
    any_store.replace([(A, [*quads, quad(A, "x p y")])])
    assert set(any_store.quads(A)) == {*quads, quad(A, "x p y")}
    assert_union(any_store)
    assert len(any_store.retract(A).lost) == len(quads) + 1


@pytest.mark.parametrize("wrong", [quad(B, "x p y"), ox.Quad(ox.BlankNode("b"), ox.NamedNode("urn:p"), ox.NamedNode("urn:o"), A),
                                   ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.BlankNode("b"), A)])
def test_quads_of_another_graph_and_blank_nodes_are_refused(any_store, wrong):
    with pytest.raises(ValueError, match="document/a"):
        any_store.replace([(A, [quad(A, "x p y"), wrong])])
    assert any_store.graphs() == ()


def test_the_story_is_the_same_in_any_order(any_store):
    told = [(rdf.document_iri(e.document), rdf.quads(e, ontology=ontology.load())) for e in factories.story()]
    any_store.replace(told)
    assert_union(any_store)
    first = nquads(any_store)
    for graph, _ in told:
        any_store.retract(graph)
    assert nquads(any_store) == b"--\n"
    for one in reversed(told):
        any_store.replace([one])
    assert nquads(any_store) == first


# Versions


def test_the_version_changes_with_every_write_and_only_then(any_store):
    seen = [any_store.version]
    for write in (
        lambda: any_store.replace([document(A, "x p y")]),
        lambda: any_store.replace([document(A, "x p z"), document(B, "x p y")]),
        lambda: any_store.update("INSERT DATA { <urn:a> <urn:b> <urn:c> }"), lambda: any_store.retract(A),
        lambda: any_store.replace([document(A, "x p z")]),
    ):
        write()
        seen.append(any_store.version)
    assert len(set(seen)) == len(seen)
    any_store.replace([document(A, "x p z")])
    list(any_store.query("SELECT * { ?s ?p ?o }"))
    with pytest.raises(QueryError):
        any_store.update("INSERT DATA { oops }")
    any_store.flush()
    assert any_store.version == seen[-1]


# Queries and updates


@pytest.fixture
def filled(any_store):
    any_store.replace([document(A, "x p y", 'x name "X"', "x size 3"), document(B, "x p y", "y p z")])
    return any_store


def rows(solutions) -> list[tuple]:
    return sorted(tuple(term and term.value for term in row) for row in solutions)


def test_the_default_graph_counts_every_statement_once(filled):
    assert rows(filled.query("SELECT (COUNT(*) AS ?n) { ?s <urn:p> ?o }")) == [("2",)]
    assert rows(filled.query("SELECT ?g { GRAPH ?g { <urn:x> <urn:p> <urn:y> } }")) == [(A.value,), (B.value,)]


def test_forms_of_queries(filled):
    assert bool(filled.query("ASK { <urn:x> <urn:size> 3 }")) and not bool(filled.query("ASK { <urn:x> <urn:size> 4 }"))
    found = filled.query("SELECT ?o ?nothing ?s { ?s <urn:name> ?o }")
    assert [variable.value for variable in found.variables] == ["o", "nothing", "s"]
    assert [(row["o"], row["nothing"], row[2]) for row in found] == [(ox.Literal("X"), None, ox.NamedNode("urn:x"))]
    built = list(filled.query("CONSTRUCT { ?o <urn:q> ?s } WHERE { ?s <urn:p> ?o }"))
    assert {str(triple) for triple in built} == {"<urn:y> <urn:q> <urn:x>", "<urn:z> <urn:q> <urn:y>"}


def test_parameters(filled):
    x = ox.NamedNode("urn:x")
    assert rows(filled.query("SELECT ?o { ?s <urn:p> ?o }", parameters={"s": x})) == [("urn:y",)]
    assert rows(filled.query("SELECT ?s ?o { ?s <urn:name> ?o }", parameters={"o": "X"})) == [("urn:x", "X")]
    assert rows(filled.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", parameters={"s": x})) == [("3",)]
    assert bool(filled.query("ASK { ?s <urn:size> ?n FILTER(?n > ?least) }", parameters={"least": 2}))
    with pytest.raises(QueryError, match=r"no parameter \?nobody"):
        filled.query("ASK { ?s ?p ?o }", parameters={"nobody": 1})


def test_prefixes_and_graphs_of_a_query(filled):
    assert bool(filled.query("ASK { u:x u:p u:y }", prefixes={"u": "urn:"}))
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert rows(filled.query(count, default_graphs=[A])) == [("3",)]
    named = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    assert rows(filled.query(named, default_graphs=[], named_graphs=[B])) == [(B.value,)]


@pytest.mark.parametrize("sparql", ["SELEC * {}", "SELECT * { ?s ?p }", "ASK { e:x ?p ?o }", "?"])
def test_a_query_that_cannot_be_read(any_store, sparql):
    with pytest.raises(QueryError, match=r"line \d+, column \d+"):
        any_store.query(sparql)


def test_queries_that_would_leave_the_store_are_refused(any_store):
    with pytest.raises(QueryRefused):
        any_store.query("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    with pytest.raises(QueryRefused):
        any_store.update("LOAD <file:///etc/passwd>")


def test_updates(any_store):
    any_store.update("INSERT DATA { GRAPH <urn:g> { e:a e:b e:c } } ; DELETE WHERE { GRAPH <urn:h> { ?s ?p ?o } }",
                     prefixes={"e": "urn:"})
    assert triples(any_store.quads(ox.NamedNode("urn:g"))) == {"<a> <b> <c>"}
    with pytest.raises(QueryError, match=r"update cannot be read at line 2, column \d+"):
        any_store.update("INSERT DATA {\n oops }")


# Properties


VALUES = st.sampled_from(["x", "y", '"x"', '"y"', "1"])
STATEMENT = st.builds("{} {} {}".format, st.sampled_from("xyz"), st.sampled_from("pq"), VALUES)
CONTENT = st.lists(STATEMENT, min_size=1, max_size=6, unique=True)
NAMES = st.sampled_from([ox.NamedNode(f"https://example.org/document/{n}") for n in range(5)])
CONTENTS = st.dictionaries(NAMES, CONTENT, max_size=4)


@pytest.fixture(scope="module")
def two_stores():
    with kg.store.open(":memory:") as one, kg.store.open(":memory:") as other:
        yield one, other


def emptied(store):
    for graph in store.graphs():
        store.retract(graph)
    assert not list(store.quads(DEFAULT))
    return store


PROPERTY = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@PROPERTY
@given(CONTENTS, CONTENTS, st.randoms(use_true_random=False))
def test_building_and_retracting_leaves_no_trace(two_stores, first, second, chance):
    """Building A, B and retracting B gives byte for byte what building A alone gives, in any order."""
    alone, both = map(emptied, two_stores)
    second = {graph: content for graph, content in second.items() if graph not in first}
    alone.replace([document(graph, *content) for graph, content in first.items()])
    built = [document(graph, *content) for graph, content in [*first.items(), *second.items()]]
    chance.shuffle(built)
    cut = chance.randint(0, len(built))
    both.replace(built[:cut])
    both.replace(built[cut:])
    assert_union(both)
    retracted = list(second)
    chance.shuffle(retracted)
    for graph in retracted:
        both.retract(graph)
    assert nquads(both) == nquads(alone)


@PROPERTY
@given(st.lists(st.tuples(NAMES, st.just([]) | CONTENT), max_size=8))
def test_any_writes_leave_the_exact_union(two_stores, writes):
    """Replacing and retracting, in any order, leaves what building the last contents leaves; retractions tell what was lost."""
    fresh, worn = map(emptied, two_stores)
    state = {}
    for graph, content in writes:
        before = triples(worn.quads(DEFAULT))
        if content:
            worn.replace([document(graph, *content)])
            state[graph] = content
        elif state.pop(graph, None):
            lost = {str(triple).replace("urn:", "") for triple in worn.retract(graph).lost}
            assert lost == before - triples(worn.quads(DEFAULT))
        assert_union(worn)
    fresh.replace([document(graph, *content) for graph, content in state.items()])
    assert nquads(worn) == nquads(fresh)


# The folder


def test_a_store_is_there_after_it_was_closed(tmp_path):
    with kg.store.open(tmp_path / "a" / "b.kg", create=True) as store:
        store.replace([document(A, "x p y")])
        version, content = store.version, nquads(store)
        store.optimize()
    for read_only in (True, False):
        with kg.store.open(tmp_path / "a" / "b.kg", read_only=read_only) as store:
            assert (store.version, nquads(store), store.read_only) == (version, content, read_only)


def test_two_stores_with_the_same_history_have_one_version_and_others_not(tmp_path):
    def version(name, *words):
        with kg.store.open(tmp_path / name, create=True) as store:
            store.replace([document(A, *words)])
            return store.version
    assert version("one", "x p y") == version("two", "x p y") != version("three", "x p z")


def test_a_write_that_a_crash_interrupts_gives_a_version_of_its_own(tmp_path):
    with kg.store.open(tmp_path / "s", create=True) as store:
        store.replace([document(A, "x p y")])
        before = store.version
        store._version.begin(b"a write that never ends")
    with kg.store.open(tmp_path / "s", read_only=True) as store:
        assert store.version != before
    with kg.store.open(tmp_path / "s") as store:
        assert store.version != before and not store.version.endswith("+")


def test_a_version_that_is_read_while_it_is_written_is_none(tmp_path):
    with kg.store.open(tmp_path / "s", create=True) as store:
        store.replace([document(A, "x p y")])
        before, one = store.version, (tmp_path / "s" / "kg-version").read_bytes()
        store.replace([document(A, "x p z")])
        other = (tmp_path / "s" / "kg-version").read_bytes()
        assert stored(tmp_path / "s") == store.version
    torn = one[:9] + other[9:]
    for broken in (torn, other[:9], b"\xff" * 28):
        (tmp_path / "s" / "kg-version").write_bytes(broken)
        assert stored(tmp_path / "s") == ""
        with kg.store.open(tmp_path / "s", read_only=True) as store:
            assert store.version not in (before, "")
        with kg.store.open(tmp_path / "s") as store:
            assert store.version == stored(tmp_path / "s") != before


def test_a_temporary_store_is_removed():
    store = kg.store.open(":memory:")
    folder = store.folder
    assert folder.is_dir()
    store.close()
    assert not folder.exists()
    with pytest.raises(StoreError, match="closed"):
        store.graphs()
    store.close()


def test_a_backup_is_a_store(tmp_path):
    with kg.store.open(tmp_path / "s", create=True) as store:
        store.replace([document(A, "x p y")])
        store.backup(tmp_path / "copy")
        store.replace([document(B, "x p z")])
        with kg.store.open(tmp_path / "copy", read_only=True) as copy:
            assert copy.graphs() == (A,) and copy.version != store.version


def test_reading_only(tmp_path):
    with kg.store.open(tmp_path / "s", create=True) as store:
        store.replace([document(A, "x p y")])
        with kg.store.open(tmp_path / "s", read_only=True) as reader:
            assert reader.graphs() == (A,)
            for write in (
                lambda: reader.replace([document(B, "x p y")]), lambda: reader.retract(A), lambda: reader.update("CLEAR ALL"),
            ):
                with pytest.raises((StoreError, QueryRefused), match="read only"):
                    write()
            reader.flush()
            reader.optimize()
        assert store.graphs() == (A,)


def test_places_where_no_store_is(tmp_path):
    (tmp_path / "file").write_text("text")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "file").write_text("text")
    (tmp_path / "empty").mkdir()
    for name, create, message in [
        ("missing", False, "there is no store here"), ("empty", False, "there is no store here"),
        ("file", False, "is a file"), ("file", True, "is a file"), ("file/below", True, "cannot be made"),
        ("folder", False, "is a folder, but no store"), ("folder", True, "is a folder, but no store"),
    ]:
        with pytest.raises(StoreError, match=message):
            kg.store.open(tmp_path / name, create=create)
    assert not (tmp_path / "missing").exists()
    kg.store.open(tmp_path / "empty", create=True).close()


def test_a_broken_store(tmp_path):
    kg.store.open(tmp_path / "s", create=True).close()
    (tmp_path / "s" / "CURRENT").write_text("nonsense")
    with pytest.raises(StoreError, match="is broken"):
        kg.store.open(tmp_path / "s")


def test_a_store_that_another_has_open(tmp_path):
    script = "import sys, kg.store; store = kg.store.open(sys.argv[1], create=True); print('open', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", script, str(tmp_path / "s")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "open\n"
        with pytest.raises(StoreLocked, match="another process"):
            kg.store.open(tmp_path / "s")
        kg.store.open(tmp_path / "s", read_only=True).close()
        other.stdin.close()
    with kg.store.open(tmp_path / "s"), pytest.raises(StoreLocked, match="this process"):
        kg.store.open(tmp_path / "s")


def test_a_full_disk(tmp_path):
    """A limit on the size of files stands for the full disk: the write fails with one clear error, the rest stays."""
    with kg.store.open(tmp_path / "s", create=True) as store:
        store.replace([document(A, "x p y")])
    script = textwrap.dedent("""
        import resource, signal, sys
        import pyoxigraph as ox
        import kg.store
        from kg.errors import StoreError
        graph, p = ox.NamedNode("urn:g"), ox.NamedNode("urn:p")
        quads = [ox.Quad(ox.NamedNode(f"urn:{n * 7919}"), p, ox.Literal(str(n * 104729)), graph) for n in range(50_000)]
        with kg.store.open(sys.argv[1]) as store:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
            try:
                store.replace([(graph, quads)])
            except StoreError as error:
                print(error, flush=True)
    """)
    run = subprocess.run([sys.executable, "-c", script, str(tmp_path / "s")], capture_output=True, text=True)
    assert "the disk is full" in run.stdout, run.stderr
    with kg.store.open(tmp_path / "s") as store:
        assert store.graphs() == (A,)
        assert_union(store)


@pytest.mark.parametrize("seed", range(10))
def test_a_kill_leaves_no_half_document(tmp_path, seed):
    """Killed at some moment of a series of writes: every acknowledged one is there, no document is half there."""
    assert killed.kill(tmp_path / "s", seed, wait=0.05 + 0.07 * seed) > 0
