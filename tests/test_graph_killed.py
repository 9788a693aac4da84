"""A document is taken out, or built anew, by a process that is killed (-9) before each line of the store's code in its turn:
what is left is the graph before or the graph after, byte by byte, and doing it again gives the graph after."""

import io
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import factories
import pytest
from conftest import ROOT, fill

import kg
from kg import ontology, rdf
from kg.export import write
from kg.graph import Graph

STORE = str(ROOT / "kg" / "store")
TALKS = "1987-05-20-talks"
FIRST, SECOND = factories.story()
CHANGED = replace(SECOND, relations=SECOND.relations[:2], events=())
"""The second document as a later version of its text has it: most of what it said is gone."""


def retract(graph: Graph) -> None:
    if any(document.name == TALKS for document in graph.documents()):
        graph.retract(TALKS)


def rebuild(graph: Graph) -> None:
    graph.store.replace([(rdf.document_iri(CHANGED.document), rdf.quads(CHANGED, ontology=ontology.load()))])


STEPS: dict[str, tuple[Callable[[Graph], None], list]] = {"retract": (retract, [FIRST]), "rebuild": (rebuild, [FIRST, CHANGED])}
"""What is done -> the function that does it, and what a graph afterwards holds."""


def content(folder: Path) -> tuple[bytes, bytes]:
    """The document graphs and the default graph of a store, as files."""
    with kg.open(folder) as graph:
        made = io.BytesIO(), io.BytesIO()
        write(graph, made[0], "nquads")
        write(graph, made[1], "ntriples")
        return made[0].getvalue(), made[1].getvalue()


def work(folder: Path, step: Callable[[Graph], None], last: int) -> None:
    """Does the step and is killed before it comes to a line of the store's code that is the `last`-th new one."""
    seen: set[tuple[str, int]] = set()

    def count(frame, event, _):
        if not frame.f_code.co_filename.startswith(STORE):
            return None
        if event == "line":
            seen.add((frame.f_code.co_filename, frame.f_lineno))
        if len(seen) == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return count

    with kg.open(folder, write=True) as graph:
        graph.ontology, graph.names  # noqa: B018  (read before the lines are counted)
        sys.settrace(count)
        step(graph)
        sys.settrace(None)


def in_a_process(action: Callable[[], object]) -> int:
    """The exit status of a copy of this process that does something; a signal's number is negative."""
    child = os.fork()
    if not child:
        status = 1
        try:
            action()
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def check(folder: Path, step: Callable[[Graph], None], before: tuple, after: tuple) -> None:
    """What a killed process left is one of the two, and the step leads from it to the second."""
    assert content(folder) in (before, after)
    with kg.open(folder, write=True) as graph:
        step(graph)
    assert content(folder) == after


def main(name: str, folder: Path) -> None:
    """Kills at every line, until there is none left; prints how many there were."""
    step, left = STEPS[name]
    # No store may be open in this process: a copy of it would write with the other's threads.
    assert not in_a_process(lambda: (fill(folder / "before.kg", [FIRST, SECOND]), fill(folder / "after.kg", left)))
    ends = [folder / "before", folder / "after"]
    for end in ends:
        assert not in_a_process(lambda end=end: end.write_bytes(repr(content(end.with_suffix(".kg"))).encode()))
    before, after = (eval(end.read_bytes()) for end in ends)
    number, status = 0, -signal.SIGKILL
    while status:
        number += 1
        shutil.copytree(folder / "before.kg", folder / "now.kg")
        status = in_a_process(lambda last=number: work(folder / "now.kg", step, last))
        assert status in (0, -signal.SIGKILL), f"the process failed at line {number}"
        assert not in_a_process(lambda: check(folder / "now.kg", step, before, after)), f"what is left at line {number} is wrong"
        shutil.rmtree(folder / "now.kg")
    print(number - 1)


@pytest.mark.parametrize("name", STEPS)
def test_a_kill_between_any_two_steps(tmp_path, name):
    done = subprocess.run([sys.executable, __file__, name, str(tmp_path)], capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 20, "it was killed at all the lines that there are"


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
