"""The types hold: mypy finds nothing in the package."""

import subprocess
import sys

import pytest
from conftest import ROOT


def test_mypy_finds_nothing():
    pytest.importorskip("mypy", reason="mypy is not installed")
    done = subprocess.run([sys.executable, "-m", "mypy"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
