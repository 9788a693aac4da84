"""What is written is so: every command stands in the README and ends its help in an example, every public name is explained,
and the examples of the README run."""

import doctest
import inspect
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer

import kg
import kg.cli

sys.path.insert(0, str(Path(__file__).parent.parent / "scripts"))
import make_api

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = typer.main.get_command(kg.cli.app).commands


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.M | re.S)


def kg_lines(text: str) -> list[str]:
    """The command lines of kg in a block of shell commands or of a session."""
    return [match for line in text.splitlines() for match in re.findall(r"(?:^\$ |^|[|&] *|/)(kg (?!-builder)[^|&#>]*)", line)]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_help_ends_in_an_example(name):
    done = subprocess.run([sys.executable, "-m", "kg", name, "--help"], capture_output=True, text=True, check=True)
    lines = done.stdout.strip().splitlines()
    assert lines[-1].strip().startswith("Example: ") and f"kg {name}" in lines[-1]
    assert len(lines) > 5 and not done.stderr


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_stands_in_the_readme(name):
    assert re.search(rf"^\| `kg {name}\b", README, re.M), f"the README's table of commands lacks kg {name}"


@pytest.mark.parametrize("line", [line for block in (*blocks("sh"), *blocks("console")) for line in kg_lines(block)])
def test_command_lines_of_the_readme_parse(line):
    words = shlex.split(line)
    command = COMMANDS.get(words[1])
    if command is None:
        assert words[1].startswith("-"), line
        return
    context = command.make_context(words[1], words[2:], resilient_parsing=False)
    assert context.command is command


@pytest.mark.parametrize("example", [command.epilog for command in COMMANDS.values()], ids=list(COMMANDS))
def test_examples_of_the_help_parse(example):
    for line in kg_lines(re.sub(r"^Example: ", "", example, flags=re.M)):
        words = shlex.split(line)
        COMMANDS[words[1]].make_context(words[1], words[2:])


@pytest.fixture(scope="module")
def with_the_relation(tmp_path_factory):
    """The ontology with what the README adds to it, written as it says."""
    from kg import ontology
    from kg.resources import folder
    own = tmp_path_factory.mktemp("ontology")
    schema, words = blocks("turtle")
    for name, added in (("kg.ttl", schema), ("lexicon.ttl", words)):
        (own / name).write_text((folder("ontology") / name).read_text(encoding="utf-8") + added, encoding="utf-8")
    return ontology.load(own)


def on_page(page: str, language: str = "turtle") -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", (ROOT / "docs" / page).read_text(encoding="utf-8"), re.M | re.S)


def test_the_triples_of_the_data_model_are_real():
    import pyoxigraph as ox

    from kg.terms import PREFIXES
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    with kg.demo() as graph:
        held = {quad.triple for quad in graph.store.quads(ox.DefaultGraph())}
        told = [quad.triple for block in on_page("data-model.md")
                for quad in ox.parse(head + block, format=ox.RdfFormat.TURTLE, base_iri=f"{kg.BASE}document/")]
        assert len(told) > 25 and not [triple for triple in told if triple not in held]
        (asked,) = on_page("data-model.md", "sparql")
        assert {row.killed for row in graph.query(asked)} == {4, 2}


def test_the_entries_of_the_page_on_words_work(tmp_path):
    from kg import ontology
    from kg.resources import folder
    (tmp_path / "kg.ttl").write_bytes((folder("ontology") / "kg.ttl").read_bytes())
    lexicon = (folder("ontology") / "lexicon.ttl").read_text(encoding="utf-8") + "".join(on_page("words.md"))
    (tmp_path / "lexicon.ttl").write_text(lexicon, encoding="utf-8")
    known = ontology.load(tmp_path).lexicon
    assert [entry.means for entry in known.frames["verb", "helm"]] == ["leads"]
    assert [entry.means for entry in known.frames["verb", "torpedo"]] == ["Attack"]
    assert known.frames["verb", "torpedo"][0].slots["agent"]


def test_every_page_is_named_and_links_lead_somewhere():
    pages = {path.name for path in (ROOT / "docs").iterdir()}
    assert {name for name in pages if f"docs/{name}" not in README} == set()
    for path in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\(((?!https?:)[^)#]+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_every_export_stands_on_its_page():
    from kg.export import FORMATS
    page = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
    assert [name for name in FORMATS if page.count(f"`{name}`") < 2] == []


@pytest.mark.model
@pytest.mark.parametrize(("sentence", "status"), [
    ("Meridian Steel acquired Harbour Shipping.", "certain affirmed"),
    ("Harbour Shipping was taken over by Meridian Steel.", "certain affirmed"),
    ("Meridian Steel, the owner of Harbour Shipping, closed a yard.", "certain affirmed"),
    ("Meridian Steel may acquire Harbour Shipping.", "possible affirmed"),
    ("Meridian Steel denied that it owns Harbour Shipping.", "certain negated"),
])
def test_the_relation_of_the_readme_works(with_the_relation, nlp, sentence, status):
    from kg import annotate, gazetteer
    from kg.pipeline import extract
    from kg.read.text import article
    document = article(sentence + " Both are companies.", identifier="a")
    ((_, doc),) = annotate.annotate([document], nlp)
    found = extract(document, doc, ontology=with_the_relation, gazetteer=gazetteer.load())
    names = {entity.key: entity.name for entity in found.entities}
    told = {(names[r.subject], names[r.object], f"{r.status.certainty} {r.status.polarity}") for r in found.relations
            if r.predicate == "owns"}
    assert told == {("Meridian Steel", "Harbour Shipping", status)}


def test_python_examples_of_the_readme():
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    examples = [block for block in blocks("python") if ">>>" in block]
    assert examples
    test = doctest.DocTestParser().get_doctest("\n".join(examples), {}, "README.md", "README.md", 0)
    output = []
    runner.run(test, out=output.append)
    assert not runner.failures, "".join(output)


def shown(commands: list[str], folder: Path) -> str:
    """A session: each command line and all that it prints, without the time that it took."""
    environment = {**os.environ, "COLUMNS": "130", "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    told = []
    for command in commands:
        done = subprocess.run(command, shell=True, cwd=folder, env=environment, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=True, stdin=subprocess.DEVNULL)
        told += [f"$ {command}", *(re.sub(r" in \d+\.\d s$", " in 3 s", line) for line in done.stdout.splitlines()), ""]
    return "\n".join(told).rstrip() + "\n"


@pytest.mark.model
def test_the_session_of_the_readme_is_real(tmp_path):
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    (session,) = blocks("console")
    real = shown([line.removeprefix("$ ") for line in session.splitlines() if line.startswith("$ ")], tmp_path)
    if os.environ.get("KG_UPDATE_GOLDEN") == "1":
        (ROOT / "README.md").write_text(README.replace(session, real), encoding="utf-8")
        session = real
    assert session == real, "write it anew with KG_UPDATE_GOLDEN=1 pytest tests/test_docs.py"


@pytest.mark.model
def test_every_rule_is_explained(seed_graph):
    from kg.rules import RULES
    assert {claim.rule for claim in seed_graph.claims()} <= set(RULES), "add what is missing to kg/rules.py"


PUBLIC = [(f"kg.{name}", getattr(kg, name)) for name in kg.__all__ if callable(getattr(kg, name))]
PUBLIC += [(f"{name}.{member}", value) for name, cls in PUBLIC if inspect.isclass(cls) for member, value in make_api.members(cls)]


@pytest.mark.parametrize(("name", "value"), [pytest.param(*pair, id=pair[0]) for pair in PUBLIC])
def test_every_public_name_is_explained(name, value):
    text = inspect.getdoc(value)
    assert text and text.split("\n")[0].rstrip().endswith((".", ":")), f"{name} has no docstring that begins with a sentence"


def test_the_reference_is_up_to_date():
    made = make_api.reference()
    if os.environ.get("KG_UPDATE_GOLDEN") == "1":
        make_api.TARGET.write_text(made, encoding="utf-8")
    assert make_api.TARGET.read_text(encoding="utf-8") == made, "write it anew with: python scripts/make_api.py"


@pytest.mark.parametrize("name", ["build", "demo", "open", *(f"Graph.{name}" for name, _ in make_api.members(kg.Graph))])
def test_everything_has_an_example_in_the_reference(name):
    section = make_api.reference().split(f"\n### {name.removeprefix('Graph.') if '.' in name else 'kg.' + name}\n")[1]
    assert ">>> " in section.partition("\n##")[0], f"{name} has no example"


def test_every_format_stands_in_the_readme():
    from kg.export import FORMATS
    from kg.read.formats import FORMATS as READERS
    inputs, exports = README.split("| export |")
    missing = [ending for ending in READERS if f"`{ending}`" not in inputs]
    for format in FORMATS.values():
        endings = " ".join(f"`{ending}`" for ending in format.endings) or "a folder"
        if f"| `{format.name}` | {endings} | {format.purpose} |" not in exports:
            missing.append(format.name)
    assert not missing


def test_the_levels_of_the_readme_are_those_that_are_tested():
    from test_layers import LEVELS
    rows = re.findall(r"^\| (\d) \| (.+?) \|", README, re.M)
    assert [(int(level), set(re.findall(r"`(\w+)`", names))) for level, names in rows] == list(enumerate(LEVELS))
