"""The levels of docs/design: a module imports only from lower ones, and reading never loads the builder's libraries."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import kg

PACKAGE = Path(kg.__file__).parent
LEVELS = [
    {"errors", "model", "resources", "rules"},
    {"ontology", "read", "gazetteer"},
    {"annotate", "extract", "mends", "resolve", "terms", "rdf", "store"},
    {"pipeline", "report", "graph", "export", "questions", "check", "component", "workers"},
    {"server"},
    {"cli"},
]
LEVEL = {name: level for level, names in enumerate(LEVELS) for name in names}
ONLY_IN = {"spacy": {"annotate", "extract", "mends", "resolve", "pipeline", "component"}, "fastapi": {"server"}, "typer": {"cli"}}


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE or path.stem not in ("__init__", "__main__"))


def part(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Names of the parts of kg, and of the other packages, that a module imports anywhere."""
    depth, found = len(path.relative_to(PACKAGE).parts), set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == depth:
            found |= {f"kg.{node.module.split('.')[0]}"} if node.module else {f"kg.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found |= {node.module if node.module.startswith("kg.") else node.module.split(".")[0]}
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_only_from_lower_levels(path):
    own = part(path)
    assert own in LEVEL, f"{own} has no level: give it one here, in design.md's order"
    for name in sorted(imports(path)):
        if name.startswith("kg."):
            other = name.split(".")[1]
            front_door = own == "cli" and other in kg.__all__
            assert other == own or front_door or LEVEL[other] <= LEVEL[own], f"{own} imports {other}, which is above it"
        assert own in ONLY_IN.get(name, {own}), f"{own} imports {name}, which belongs to {sorted(ONLY_IN[name])}"


HEAVY = ("spacy", "fastapi", "pandas", "networkx", "rdflib", "owlready2")


@pytest.mark.parametrize("script", [
    "import kg",
    "import kg, sys; kg.open(sys.argv[1]).entities()",
    "import kg.graph, kg.export.rdf, kg.questions",
])
def test_reading_loads_no_heavy_library(script, small_store):
    probe = f"{script}\nimport sys\nprint(*sorted(set({HEAVY!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", probe, str(small_store)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_serving_loads_no_language_pipeline():
    done = subprocess.run([sys.executable, "-c", "import kg.server.app, sys; print('spacy' in sys.modules)"],
                          capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
