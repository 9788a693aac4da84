"""A program that writes to a store until it is killed, and the check of what it leaves behind.

    python killed.py FOLDER SEED    replaces and retracts graphs; prints the number of each step once it is acknowledged
"""

import random
import signal
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox

import kg.store

GRAPHS = [ox.NamedNode(f"https://example.org/document/{number}") for number in range(6)]
DEFAULT = ox.DefaultGraph()
State = dict[ox.NamedNode, frozenset[ox.Triple]]
Step = dict[ox.NamedNode, frozenset[ox.Triple]]
"""The new content of some graphs; no content is a retraction."""


def steps(seed: int):
    """An endless, repeatable story of writes: what one document holds, others hold too."""
    chance = random.Random(seed)
    shared = [ox.Triple(ox.NamedNode(f"urn:s{n}"), ox.NamedNode("urn:p"), ox.Literal(n)) for n in range(60)]
    while True:
        graphs = chance.sample(GRAPHS, chance.choice((1, 1, 2, 4)))
        if len(graphs) == 1 and chance.random() < 0.3:
            yield {graphs[0]: frozenset()}
        else:
            yield {graph: frozenset(own(graph, chance.randrange(200)) + chance.sample(shared, 30)) for graph in graphs}


def own(graph: ox.NamedNode, size: int) -> list[ox.Triple]:
    says = ox.NamedNode("urn:says")
    return [ox.Triple(ox.NamedNode(f"{graph.value}#{n}"), says, ox.Literal(f"word {n} " * 5)) for n in range(size)]


def after(state: State, step: Step) -> State:
    return {graph: triples for graph, triples in {**state, **step}.items() if triples}


def work(folder: str, seed: int) -> None:
    with kg.store.open(folder, create=True) as store:
        for number, step in enumerate(steps(seed)):
            for graph, triples in step.items():
                if not triples and graph in store.graphs():
                    store.retract(graph)
            filled = {graph: triples for graph, triples in step.items() if triples}
            store.replace([(graph, [ox.Quad(*triple, graph) for triple in triples]) for graph, triples in filled.items()])
            print(number, flush=True)


def kill(folder: Path, seed: int, wait: float) -> int:
    """Runs the program, kills it `wait` seconds after its first step, checks the store; returns the number of steps done."""
    command = [sys.executable, __file__, str(folder), str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        first = program.stdout.readline()
        try:
            program.wait(wait)
        except subprocess.TimeoutExpired:
            program.send_signal(signal.SIGKILL)
        lines = [first, *program.stdout.read().splitlines()]
    assert program.returncode == -signal.SIGKILL, f"the program ended by itself: {program.returncode}"
    done = int(lines[-1]) + 1
    check(folder, seed, done)
    return done


def check(folder: Path, seed: int, done: int) -> None:
    """The store opens, holds every acknowledged step, no half-written document, and the exact union."""
    told = steps(seed)
    state: State = {}
    for _ in range(done):
        state = after(state, next(told))
    following = next(told)
    for read_only in (True, False):
        with kg.store.open(folder, read_only=read_only) as store:
            held = {graph: frozenset(quad.triple for quad in store.quads(graph)) for graph in store.graphs()}
            for graph in GRAPHS:
                found = held.get(graph, frozenset())
                allowed = [state.get(graph, frozenset())] + ([following[graph]] if graph in following else [])
                assert found in allowed, f"{graph.value}: {len(found)} triples after step {done}, not {[len(a) for a in allowed]}"
            union = frozenset().union(*held.values())
            default = [quad.triple for quad in store.quads(DEFAULT)]
            assert len(default) == len(set(default)) and set(default) == union


if __name__ == "__main__":
    work(sys.argv[1], int(sys.argv[2]))
