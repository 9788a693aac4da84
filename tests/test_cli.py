"""The command line as a user meets it: what it prints and where, its exit status, and one clear line for whatever is wrong."""

import csv
import io
import json
import os
import pty
import signal
import subprocess
import sys
import time

import factories
import pytest
from conftest import ROOT, fill

from kg import cli
from kg import store as stores

ARTICLE = (
    "date 1974-06-03\nMARDEN (NNA) - The Harbour Brigade, a rebel group backed by Osteria, attacked the port of Telmark on "
    "Sunday, killing three soldiers.\n"
)


@pytest.fixture
def kg(capfdbinary):
    """Runs a command line in this process: (exit status, stdout, stderr)."""
    def run(*arguments: object) -> tuple[int, str, str]:
        try:
            status = cli.run([str(argument) for argument in arguments])
        finally:
            sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return status, out.decode(), err.decode()
    return run


def process(*arguments: object, **options) -> subprocess.CompletedProcess:
    """Runs a command line as a process of its own."""
    streams = {"capture_output": True} if "stdout" not in options else {"stderr": subprocess.PIPE}
    return subprocess.run([sys.executable, "-m", "kg", *map(str, arguments)], text=True, timeout=120, **streams, **options)


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "harbour.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def one_line(err: str) -> str:
    """The only line of an error message."""
    assert err.count("\n") == 1 and err.startswith("kg: ") and "Traceback" not in err, err
    return err.removeprefix("kg: ").strip()


# ---- asking

def test_query_lists_the_questions(kg):
    status, out, err = kg("query")
    assert status == 0 and out.splitlines()[0].split() == ["question", "what", "it", "answers", "parameters"]
    assert "attacks" in out and "Dead and wounded by agent" in out and "kg query NAME" in err


def test_query_as_a_table(kg, small_store):
    status, out, err = kg("query", "leaders", "--param", "led=Northern Front", "--store", small_store)
    assert status == 0 and err == "1 row\n"
    assert [line.split("  ")[0] for line in out.splitlines()] == ["leader", "Ana Petrov"]
    assert not any(line.endswith(" ") for line in out.splitlines())


def test_query_formats(kg, small_store):
    _, out, err = kg("query", "kinds", "-s", small_store, "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert rows[0] == {"kind": "Person", "number": "3", "example": "Ana Petrov"} and not err
    _, out, _ = kg("query", "kinds", "-s", small_store, "-f", "json")
    assert json.loads(out)["results"]["bindings"][0]["kind"]["value"] == "Person"
    _, out, _ = kg("query", "kinds", "-s", small_store, "-f", "tsv")
    assert out.splitlines()[0] == "?kind\t?number\t?example"
    _, out, _ = kg("query", "kinds", "-s", small_store, "-f", "xml")
    assert out.startswith("<?xml") and "Ana Petrov" in out


def test_query_from_file_and_stdin(kg, small_store, tmp_path, monkeypatch):
    sparql = "SELECT ?name { ?x a kg:Person ; rdfs:label ?name } ORDER BY ?name"
    path = tmp_path / "people.rq"
    path.write_text(sparql, encoding="utf-8")
    expected = "name\nAna Petrov\nOskar Lindt\nRupert Holm\n"
    assert kg("query", path, "-s", small_store)[:2] == (0, expected)
    assert kg("query", sparql, "-s", small_store)[:2] == (0, expected)
    monkeypatch.setattr(sys, "stdin", io.StringIO(sparql))
    assert kg("query", "-", "-s", small_store)[:2] == (0, expected)


@pytest.mark.parametrize(("sparql", "parameters", "answer"), [
    ("SELECT ?n { ?n kg:killed ?number }", ["number=4"], "1 row"),
    ("SELECT ?e { ?e kg:date ?day }", ["day=1987-05-13"], "1 row"),
    ("SELECT ?e { ?e kg:leads ?led }", ["led=id:northern-front"], "1 row"),
    ("SELECT ?e { ?e rdfs:label ?name }", ["name=Ana Petrov"], "1 row"),
])
def test_parameters_of_a_query_by_their_form(kg, small_store, sparql, parameters, answer):
    status, _, err = kg("query", sparql, "-s", small_store, *(word for p in parameters for word in ("-p", p)))
    assert status == 0 and err.strip() == answer


def test_ask_and_construct(kg, small_store):
    assert kg("query", "ASK { ?x a kg:Person }", "-s", small_store)[:2] == (0, "yes\n")
    status, out, _ = kg("query", "CONSTRUCT { ?a kg:leads ?b } { ?a kg:leads ?b }", "-s", small_store, "-f", "ntriples")
    assert status == 0 and out.count("\n") == 1 and out.startswith("<https://w3id.org/kg-builder/id/ana-petrov>")


def test_show(kg, small_store):
    status, out, _ = kg("show", "front", "-s", small_store)
    assert status == 0 and out.startswith("Northern Front (ArmedGroup)\n")
    for part in ("also called: Front", "  Ruritania backs Northern Front", "(possible, says Oskar Lindt)", "militia  1987-05-14"):
        assert part in out
    status, out, _ = kg("show", "rocket attack on Camp Zenda", "-s", small_store)
    assert status == 0 and "rocket attack on Camp Zenda killed 4" in out and "agent Northern Front (probable)" in out
    _, out, _ = kg("show", "Hentzau", "-s", small_store)
    assert "1987-05-12  rocket attack on Camp Zenda (MissileAttack); in Hentzau; 4 killed; 9 injured" in out


def test_explain(kg, small_store):
    status, out, _ = kg("explain", "Ruritania", "backs", "Front", "-s", small_store)
    assert status == 0 and out.count("Ruritania backs Northern Front\n") == 2
    assert "status      certain, negated, says foreign ministry" in out
    assert "[The foreign ministry in Strelsau denied that Ruritania arms the Northern Front.] Grauland opposes the Front." in out
    claim = next(line.split()[1] for line in out.splitlines() if line.startswith("  claim"))
    assert kg("explain", claim, "-s", small_store)[1] == out.split("\n\n")[0] + "\n"
    assert kg("explain", "Ruritania", "backs", "-s", small_store)[1] == out


@pytest.mark.parametrize(("statement", "words"), [
    (("killed", "4"), "killed four Grauland soldiers"), (("date", "1987-05-12"), "Tuesday's rocket attack"),
    (("injured", "9"), "wounded nine"),
])
def test_explain_numbers_and_dates(kg, small_store, statement, words):
    status, out, _ = kg("explain", "rocket attack on Camp Zenda", *statement, "-s", small_store)
    assert status == 0 and " ".join(("rocket attack on Camp Zenda", *statement)) == out.splitlines()[0] and words in out


@pytest.mark.parametrize(("words", "status", "message"), [
    (["query", "atacks"], 1, "There is no saved question 'atacks'. Near it: attacks"),
    (["query", "no.rq"], 1, "no.rq: cannot be read as a query: No such file"),
    (["query", "SELECT ?x { ?x"], 1, "The query cannot be read at line 1"),
    (["query", "SELECT * { SERVICE <http://x.org/> { ?s ?p ?o } }"], 1, "SERVICE is refused"),
    (["query", "INSERT DATA { <urn:a> <urn:b> 1 }"], 1, "The query cannot be read"),
    (["query", "attacks", "-f", "yaml"], 2, "There is no result format 'yaml'. There are: table, csv"),
    (["query", "attacks", "-f", "turtle"], 2, "The answer is a table"),
    (["query", "DESCRIBE id:ana-petrov", "-f", "csv"], 2, "The answer is a graph"),
    (["query", "attacks", "-p", "since=May"], 2, "'May' is no day. Write it as"),
    (["query", "attacks", "-p", "since"], 2, "write it as NAME=VALUE"),
    (["query", "attacks", "-p", "who=x"], 2, "has no parameter 'who'. It has: agent"),
    (["query", "attacks", "-p", "agent=Petrof"], 1, "Nothing here is called 'Petrof'. Near it: Ana Petrov"),
    (["show", "Petrof"], 1, "Near it: Ana Petrov"),
    (["explain", "Ana Petrov", "leads", "Northern", "Front"], 2, "A statement has three parts"),
    (["explain", "Ana Petrov", "leads", "Hentzau"], 1, "No document states: Ana Petrov leads Hentzau"),
    (["explain", "rocket attack on Camp Zenda", "killed", "many"], 2, "'many' is no whole number"),
    (["explain", "rocket attack on Camp Zenda", "date", "May"], 2, "'May' is no day"),
    (["explain", "Ana Petrov", "leeds", "Front"], 1, "There is no property 'leeds'. Near it: leads"),
    (["export"], 2, "--out FILE, or --format NAME"),
    (["export", "-f", "excel"], 2, "There is no format 'excel'. There are: turtle"),
    (["export", "-o", "graph.doc"], 2, "graph.doc: the ending tells no format"),
    (["export", "-o", "/nowhere/graph.ttl"], 1, "/nowhere/graph.ttl: cannot be written"),
    (["retract", "nope"], 1, "There is no document 'nope'"),
    (["serve", "--port", "99999"], 2, "--port"),
    (["show"], 2, "Missing argument 'NAME'. See: kg show --help"),
    (["attack"], 2, "No such command 'attack'"),
    (["query", "--formt", "csv"], 2, "No such option: --formt"),
])
def test_wrong_questions(kg, own_store, monkeypatch, words, status, message):
    monkeypatch.setenv("KG_STORE", str(own_store))
    found, out, err = kg(*words)
    assert found == status and message in one_line(err) and not out


@pytest.mark.parametrize("command", [
    ["query", "attacks"], ["show", "x"], ["explain", "x"], ["check"], ["serve"], ["retract", "x"], ["export", "-f", "ttl"],
])
def test_stores_that_are_none(kg, tmp_path, command):
    status, out, err = kg(*command, "--store", tmp_path / "no.kg")
    assert status == 1 and "there is no store here. Make one with: kg build" in one_line(err) and not out
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("x")
    status, _, err = kg(*command, "--store", tmp_path / "full")
    assert status == 1 and "is a folder, but no store" in one_line(err)
    status, _, err = kg(*command, "--store", tmp_path / "full" / "letter.txt")
    assert status == 1 and "is a file" in one_line(err)


# ---- writing

def test_export_to_file_and_stdout(kg, small_store, tmp_path):
    status, out, err = kg("export", "-s", small_store, "-o", tmp_path / "g.nt")
    assert (status, out, err) == (0, "", f"Written to {tmp_path / 'g.nt'}.\n")
    assert kg("export", "-s", small_store, "-f", "nt")[:2] == (0, (tmp_path / "g.nt").read_text(encoding="utf-8"))
    assert kg("export", "-s", small_store, "-o", "-", "-f", "nt")[1] == (tmp_path / "g.nt").read_text(encoding="utf-8")
    status, out, _ = kg("export", "--format", "list")
    assert status == 0 and "turtle" in out and ".ttl" in out


def limited(*arguments: object, size: int, **options) -> subprocess.CompletedProcess:
    """Runs a command line that may write no file of more than `size` bytes, as on a disk that is full."""
    script = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size})); from kg.cli import main; main()"
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.run(command, text=True, capture_output=True, timeout=120, **options)


@pytest.mark.parametrize("words", [["-o", "g.ttl"], ["-o", "g.db"], ["-f", "brat", "-o", "brat"]])
def test_a_full_disk_leaves_no_half_file(small_store, tmp_path, words):
    done = limited("export", "-s", small_store, *words, size=300, cwd=tmp_path)
    assert done.returncode == 1 and f"{words[-1]}: cannot be written: " in one_line(done.stderr)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")
@pytest.mark.parametrize("words", [["export", "-f", "nquads"], ["query", "attacks"]])
def test_an_output_that_is_full(small_store, words):
    with open("/dev/full", "w") as full:
        done = process(*words, "-s", small_store, stdout=full)
    assert done.returncode == 1 and one_line(done.stderr) == "standard output: No space left on device."


@pytest.mark.model
def test_a_store_on_a_full_disk_keeps_what_it_has(article, own_store):
    before = stores.open(own_store, read_only=True)
    held = set(before.quads())
    before.close()
    done = limited("build", article, "-s", own_store, size=1000)
    assert done.returncode == 1 and "the disk is full. What was acknowledged is safe" in one_line(done.stderr)
    with stores.open(own_store, read_only=True) as after:
        assert set(after.quads()) == held


@pytest.mark.parametrize(("words", "message"), [
    (["--out", "no/g.ttl"], "no/g.ttl: cannot be written: there is no folder no"),
    (["--report", "no/seen.csv"], "no/seen.csv: cannot be written: there is no folder no"),
    (["--out", "taken.ttl"], "taken.ttl: cannot be written: it is a folder"),
])
def test_where_nothing_can_be_written_is_told_before_the_work(kg, article, tmp_path, monkeypatch, words, message):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "taken.ttl").mkdir()
    status, _, err = kg("build", article, *words)
    assert status == 1 and message in one_line(err) and not (tmp_path / "graph.kg").exists()


def test_events_that_are_not_certain(kg, tmp_path):
    store = fill(tmp_path / "g.kg", [factories.abroad()])
    plain, every = (kg("export", "-s", store, "-f", "acled", *more)[1] for more in ([], ["--claimed"]))
    assert "#event=shelling" not in plain and "#event=shelling" in every
    assert kg("show", "shelling of Cusco", "-s", store)[1].startswith("shelling of Cusco (MissileAttack, possible)\n")


def test_retract(kg, own_store):
    status, out, err = kg("retract", "1987-05-20-talks", "-s", own_store)
    assert status == 0 and "1987-05-20-talks is retracted: 9 facts lost their support." in err
    assert "Grauland opposes Northern Front\n" in out
    assert kg("query", "documents", "-s", own_store, "-f", "csv")[1].count("\n") == 2


def test_check(kg, own_store):
    status, out, err = kg("check", "-s", own_store)
    assert status == 0 and not out and "Shapes and rules: no violations." in err
    with stores.open(own_store) as store:
        store.update("""INSERT { GRAPH ?g { ?claim <https://w3id.org/kg-builder/ontology#certainty> <urn:sure> } ?claim
            <https://w3id.org/kg-builder/ontology#certainty> <urn:sure> } WHERE { GRAPH ?g { ?claim a
            <https://w3id.org/kg-builder/ontology#Claim> } }""")
    status, out, err = kg("check", "-s", own_store)
    assert status == 4 and "claim" in out and "breaks the ontology or its shapes" in err


# ---- building

@pytest.mark.model
def test_build_ends_with_a_summary(kg, article, tmp_path):
    status, out, err = kg("build", article, "--store", tmp_path / "g.kg", "--out", tmp_path / "g.ttl")
    assert status == 0 and not out
    lines = err.splitlines()
    assert lines[0].startswith("1 document built: ") and lines[1] == "The graph now holds 1 document:"
    assert [line.split()[0] for line in lines[2:6]] == ["entities", "relations", "events", "claims"]
    assert "1 backs" in lines[3] and "asserted" in lines[5] and "only claimed" in lines[5] and "denied" in lines[5]
    assert lines[6] == f"Written to {tmp_path / 'g.ttl'}." and lines[7].startswith("Try: kg query --store")
    assert (tmp_path / "g.ttl").read_text(encoding="utf-8").startswith("@prefix")
    assert kg("query", "backing", "-s", tmp_path / "g.kg")[1].splitlines()[1].split("  ")[0] == "Osteria"


@pytest.mark.model
def test_build_from_stdin_into_a_file_alone(article, tmp_path):
    done = process("build", "-", "--out", "g.nq", "--date", "1974-06-09", input=ARTICLE, cwd=tmp_path)
    assert done.returncode == 0 and not done.stdout and "Try:" not in done.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["g.nq", "harbour.txt"], "no store is left"
    assert "document/stdin" in (tmp_path / "g.nq").read_text(encoding="utf-8")


BAD = {
    "missing.txt": (None, "there is no such file or folder"),
    "empty.txt": (b"", "the file is empty"),
    "blank.txt": (b" \n\n\t\n", "nothing but white space"),
    "binary.txt": (bytes(range(256)) * 8, "binary file"),
    "zero.txt": (b"The Harbour Brigade\0attacked.", "binary file"),
    "program.exe": (b"MZ\x90\x00" * 99, "program.exe: "),
    "huge.txt": (b"The Harbour Brigade attacked the port.\n" * 540_000, "MB"),
    "date.txt": (b"date 5 Marh 2024\nThe Harbour Brigade attacked.", "is not a date. Write it as"),
}
"""File -> its bytes, and what must be said of it."""


@pytest.mark.model
def test_documents_that_fail(kg, article, tmp_path):
    for name, (content, _) in BAD.items():
        if content is not None:
            (tmp_path / name).write_bytes(content)
    status, out, err = kg("build", article, *(tmp_path / name for name in BAD), "--store", tmp_path / "g.kg")
    assert status == 3 and not out and "Traceback" not in err
    for name, (_, reason) in BAD.items():
        lines = [line for line in err.splitlines() if line.startswith(f"kg: {tmp_path / name}")]
        assert len(lines) == 1 and reason in lines[0], (name, err)
    assert f"1 document built, {len(BAD)} failed" in err
    status, _, err = kg("build", tmp_path / "missing.txt", "--store", tmp_path / "none.kg")
    assert status == 1 and "no such file" in one_line(err)


@pytest.mark.model
def test_latin_1_is_read(kg, tmp_path):
    (tmp_path / "old.txt").write_bytes("President Karel Dvořák met René Dupré in Köln.".encode("latin-1", "ignore"))
    status, _, err = kg("build", tmp_path / "old.txt", "--store", tmp_path / "g.kg")
    assert status == 0, err
    assert "René Dupré" in kg("query", "SELECT ?text { ?document nif:isString ?text }", "-s", tmp_path / "g.kg", "-f", "csv")[1]


@pytest.mark.model
@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file(kg, article, tmp_path):
    article.chmod(0)
    status, _, err = kg("build", article, "--store", tmp_path / "g.kg")
    assert status == 1 and "ermission denied" in one_line(err)


@pytest.mark.parametrize(("words", "status", "message"), [
    (["--model", "en_nope"], 1, "en_nope: no such spaCy pipeline is installed. Installed: "),
    (["--date", "tomorrow"], 2, "'tomorrow' is no day. Write it as 2024-03-05"),
    (["--out", "graph.doc"], 2, "graph.doc: the ending tells no format. Use one of .ttl"),
    (["--base", "nope"], 2, "'nope' is no absolute IRI"),
])
def test_wrong_options_of_build(kg, article, tmp_path, words, status, message):
    found, _, err = kg("build", article, "--store", tmp_path / "g.kg", *words)
    assert found == status and message in one_line(err)


def test_a_locked_store(kg, article, own_store):
    holder = subprocess.Popen(
        [sys.executable, "-c", f"import kg.store; s = kg.store.open({str(own_store)!r}); print('open', flush=True); input()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout.readline() == "open\n"
        status, _, err = kg("build", article, "--store", own_store)
        assert status == 1 and "another process has this store open for writing" in one_line(err)
        assert kg("query", "leaders", "--store", own_store)[0] == 0, "reading goes on beside a writer"
    finally:
        holder.communicate("\n", timeout=30)


@pytest.mark.model
def test_report_of_what_was_not_mapped(kg, article, tmp_path):
    status, _, _ = kg("build", article, "--store", tmp_path / "g.kg", "--report", tmp_path / "seen.csv")
    rows = list(csv.reader((tmp_path / "seen.csv").read_text(encoding="utf-8").splitlines()))
    assert status == 0 and rows[0] == ["count", "why", "pos", "lemma", "slots", "example"]
    assert all(len(row) == 6 and int(row[0]) > 0 for row in rows[1:])


# ---- the process

def test_a_closed_pipe_is_quiet(small_store):
    with subprocess.Popen([sys.executable, "-m", "kg", "export", "-f", "nquads", "-s", str(small_store)], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as running:
        running.stdout.read(10)
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode != 0


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")
@pytest.mark.parametrize("command", [["query", "attacks"], ["export", "-f", "nt"]])
def test_a_full_disk(small_store, command):
    with open("/dev/full", "w") as full:
        done = process(*command, "-s", small_store, stdout=full)
    assert done.returncode == 1 and "No space left on device" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.model
def test_interrupted(tmp_path):
    for number in range(60):
        (tmp_path / f"{number}.txt").write_text(ARTICLE * 20, encoding="utf-8")
    running = subprocess.Popen([sys.executable, "-m", "kg", "build", str(tmp_path), "--store", str(tmp_path / "g.kg")],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while not (tmp_path / "g.kg").exists():  # then it is at work, however slow the machine is
        assert running.poll() is None, running.communicate()
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=60)
    assert running.returncode == 130 and "interrupted" in one_line(err)


def on_a_terminal(*arguments: object, **environment: str) -> str:
    """What a command line prints on a terminal, stdout and stderr."""
    reader, writer = pty.openpty()
    running = subprocess.Popen([sys.executable, "-m", "kg", *map(str, arguments)], stdout=writer, stderr=writer, stdin=writer,
                               env={**os.environ, "TERM": "xterm", "COLUMNS": "80", **environment})
    os.close(writer)
    shown = b""
    with os.fdopen(reader, "rb", buffering=0) as terminal:
        try:
            while piece := terminal.read(4096):
                shown += piece
        except OSError:  # the other end is closed
            pass
    assert running.wait(30) == 0
    return shown.decode()


def test_a_terminal_gets_a_table_that_fits(small_store):
    shown = on_a_terminal("query", "attacks", "--store", small_store)
    assert "\x1b[1m" in shown and "depot" in shown
    plain = on_a_terminal("query", "attacks", "--store", small_store, NO_COLOR="1")
    assert "\x1b" not in plain and max(map(len, plain.splitlines())) <= 80


def test_help_version_and_module(kg):
    status, out, err = kg("--help")
    assert status == 0 and out.rstrip().splitlines()[-1].strip().startswith("Example:") and not err
    status, out, err = kg()
    assert status == 2 and not out and "Commands:" in err
    status, out, _ = kg("--version")
    assert status == 0 and out.startswith("kg 0.")
    assert process("--version", cwd=ROOT).stdout == out


def test_the_command_line_starts_fast(small_store):
    begun = time.perf_counter()
    process("query", "leaders", "-s", small_store)
    assert time.perf_counter() - begun < 3
