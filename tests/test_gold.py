"""The extraction as a whole against gold: floors that no change may fall through."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import kg

OWN = Path(__file__).parent / "gold"


def scored(shared: Path, gold: Path, to: Path) -> dict:
    with kg.build([str(path) for path in sorted(gold.glob("*.txt"))]) as graph:
        graph.save(to)
    script = shared / "eval" / "score.py"
    done = subprocess.run([sys.executable, script, to, gold, "--json"], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)["all"]


@pytest.mark.model
def test_own_gold(shared, tmp_path):
    figures = scored(shared, OWN, tmp_path / "own.nq")
    assert figures["facts"]["F1"] >= 0.66 and figures["relations"]["P"] >= 0.84
    assert figures["entities"]["found"] >= 0.92 and figures["unsafe"].startswith("0/")


@pytest.mark.model
def test_development_texts(shared, tmp_path):
    figures = scored(shared, shared / "eval" / "dev", tmp_path / "dev.nq")
    assert figures["facts"]["F1"] >= 0.72 and figures["status"] >= 0.9
    assert figures["entities"]["found"] >= 0.9 and figures["entities"]["typed"] >= 0.8 and figures["unsafe"].startswith("0/")
