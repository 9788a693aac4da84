"""What the server endures; each part ends with what it found, and raises where something is wrong.

    python tests/benchmarks/endure.py kill [TIMES]          killed with SIGKILL while it writes
    python tests/benchmarks/endure.py soak [REQUESTS]       64 clients, 5 % writes, 1 % runaway queries, every answer checked
    python tests/benchmarks/endure.py fuzz [QUERIES]        mutated queries of the W3C's suites
    python tests/benchmarks/endure.py schema [SECONDS]      schemathesis on the OpenAPI description (pip install schemathesis)
"""

import asyncio
import contextlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import httpx
import psutil
import pyoxigraph as ox

from kg import store as stores

sys.path.insert(0, str(Path(__file__).parents[1]))
import w3c
from serving import TOKEN, WRITING, children, serving

TURTLE = WRITING | {"content-type": "text/turtle"}
UPDATE = WRITING | {"content-type": "application/sparql-update"}
QUERY = {"content-type": "application/sparql-query"}
NUMBERS = " ".join(map(str, range(300)))
RUNAWAY = f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'VALUES ?v{i} {{ {NUMBERS} }}' for i in range(5))} }}"
MARKS = ["{", "}", "(", ")", "<", ">", '"', "'", "\\u0041", "\0", "\ud7ff", "^^", "@", "*" * 50]
WORDS = ["SERVICE", "LOAD", "9" * 60, "GRAPH ?g", "FROM <urn:g>", "GROUP_CONCAT(", "SELECT *", "\u202e"]
HOOKS = """
import schemathesis
for kind in ("application/sparql-query", "application/sparql-update", "text/turtle", "application/n-triples"):
    schemathesis.serializer(kind)(lambda context, value: str(value).encode("utf-8", "replace"))
"""
EACH = 20
"""Triples of a graph that is put."""


def kill(times: int = 50) -> None:
    """Every acknowledged write is there, no graph is there in part, the default graph is the union."""
    chance, acknowledged = random.Random(1), {}
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "killed.kg"
        stores.open(store, create=True).close()
        for run in range(times):
            before = set(children(os.getpid()))
            with serving(store) as client:
                (server,) = set(children(os.getpid())) - before
                alarm = threading.Timer(chance.uniform(0.01, 0.4), os.kill, (server, signal.SIGKILL))
                alarm.start()
                with contextlib.suppress(httpx.TransportError):
                    for number in range(100_000):
                        graph = f"urn:g{number % 7}"
                        body = " ".join(f"<urn:s{i}> <urn:p> {run * 100_000 + number} ." for i in range(EACH))
                        sent = client.put("/store", params={"graph": graph}, content=body, headers=TURTLE)
                        if sent.is_success:
                            acknowledged[graph] = run * 100_000 + number
                alarm.join()
            check(store, acknowledged)
    print(f"{times} kills while {len(acknowledged)} graphs were rewritten: no acknowledged write lost, none in part")


def check(store: Path, acknowledged: dict[str, int]) -> None:
    engine = unlocked(store)
    union = set()
    for name in engine.named_graphs():
        quads = list(engine.quads_for_pattern(None, None, None, name))
        values = {int(quad.object.value) for quad in quads}
        assert len(quads) == EACH and len(values) == 1, f"{name} is there in part: {len(quads)} triples of {values}"
        assert values.pop() >= acknowledged.get(name.value, -1), f"{name} has lost an acknowledged write"
        union |= {quad.triple for quad in quads}
    assert set(acknowledged) <= {name.value for name in engine.named_graphs()}
    default = {quad.triple for quad in engine.quads_for_pattern(None, None, None, ox.DefaultGraph())}
    assert default == union, "the default graph is not the union"


def unlocked(store: Path) -> ox.Store:
    """The store, as soon as the last process of the killed server has noticed its end."""
    for _ in range(100):
        with contextlib.suppress(OSError):
            return ox.Store(str(store))
        time.sleep(0.02)
    return ox.Store(str(store))


def soak(requests: int = 20_000, clients: int = 64) -> None:
    """No wrong answer, no process and no memory left behind."""
    with serving(":memory:", limits="timeout=1.5, waiting=500") as client:
        address = str(client.base_url)
        server = psutil.Process(max(children(os.getpid())))
        asyncio.run(soaked(address, requests // 10, clients))
        time.sleep(3)
        before, count = resident(server), len(server.children(recursive=True))
        begun = time.perf_counter()
        statuses = asyncio.run(soaked(address, requests, clients))
        seconds = time.perf_counter() - begun
        time.sleep(3)
        after, left = resident(server), server.children(recursive=True)
        assert len(left) == count, f"{count} processes before, now {[(one.pid, one.status(), one.create_time()) for one in left]}"
        places = len(list(Path(tempfile.gettempdir()).glob("kg-serve-*/store/snapshots/*")))
        print(f"{requests} requests of {clients} clients in {seconds:.0f} s, by status {statuses}; {count} processes, "
              f"{before:.0f} MB before, {after:.0f} MB after, {places} snapshots left")


async def soaked(address: str, requests: int, clients: int) -> dict[str, int]:
    chance, statuses, left = random.Random(2), {}, iter(range(requests))
    newest: dict[int, int] = {}

    async def work(who: int) -> None:
        # Each has a client of its own: one for all is slower than the server.
        async with httpx.AsyncClient(base_url=address, timeout=60) as client:
            await ask(client, who)

    async def ask(client: httpx.AsyncClient, who: int) -> None:
        for number in left:
            kind = chance.random()
            if kind < 0.05:
                # Some say what they change, which lets others be answered from an older snapshot, and some do not.
                known = who in newest and number % 3
                gone = f"DATA {{ <urn:c{who}> <urn:is> {newest[who]} }}" if known else f"WHERE {{ <urn:c{who}> <urn:is> ?o }}"
                text = f"DELETE {gone} ; INSERT DATA {{ <urn:c{who}> <urn:is> {number} }}"
                answer = await client.post("/sparql", content=text, headers=UPDATE)
                if answer.status_code == 204:
                    newest[who] = number
            elif kind < 0.06:
                patience = {"timeout": "0.4"} if number % 2 else {}
                answer = await client.get("/sparql", params={"query": f"{RUNAWAY} #{number}"} | patience)
                assert answer.status_code == 503, answer.text
            elif kind < 0.5:
                answer = await client.get("/sparql", params={"query": f"SELECT ?o {{ <urn:c{who}> <urn:is> ?o }}"})
                found = [int(row["o"]["value"]) for row in answer.json()["results"]["bindings"]] if answer.is_success else None
                # What this client wrote last, and nothing else: nobody else writes there.
                assert found is None or found == ([newest[who]] if who in newest else found), (found, newest.get(who))
            else:
                answer = await client.get("/sparql", params={"query": f"SELECT (({number} * 2) AS ?n) {{}}", "format": "csv"})
                assert not answer.is_success or answer.text.split() == ["n", str(number * 2)]
            assert answer.status_code in (200, 204, 503), (answer.status_code, answer.text)
            key = f"{'write' if kind < 0.05 else 'runaway' if kind < 0.06 else 'read'} {answer.status_code}"
            statuses[key] = statuses.get(key, 0) + 1

    await asyncio.gather(*(work(who) for who in range(clients)))
    return dict(sorted(statuses.items()))


def resident(server: psutil.Process) -> float:
    return sum(one.memory_info().rss for one in [server, *server.children(recursive=True)]) / 1e6


def fuzz(queries: int = 5_000) -> None:
    """No status but those of the protocol, whatever is asked."""
    texts = [path.read_text("utf-8", "replace") for path in sorted(w3c.SUITE.rglob("*.r[qu]"))]
    pieces = [re.findall(r"\w+|\s+|[^\w\s]", text) for text in texts]
    chance, statuses = random.Random(3), {}
    with serving(":memory:", limits="timeout=2, memory=500") as client:
        for _ in range(queries):
            text = mutated(chance, pieces)
            update = chance.random() < 0.2
            answer = client.post("/sparql", content=text.encode("utf-8", "replace"), headers=UPDATE if update else QUERY)
            allowed = (200, 204, 400, 403, 406, 503)
            assert answer.status_code in allowed, (answer.status_code, answer.text, text)
            assert not re.search(r'Traceback|File "|/work/|site-packages', answer.text), answer.text
            if answer.status_code == 503:
                print("503:", answer.text.strip(), "|", text[:200].replace("\n", " "))
            statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
        assert client.get("/sparql?query=ASK{}").status_code == 200
    print(f"{queries} mutated queries, by status {dict(sorted(statuses.items()))}")


def mutated(chance: random.Random, pieces: list[list[str]]) -> str:
    text = list(chance.choice(pieces))
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        at = chance.randrange(len(text) + 1)
        match chance.randrange(6):
            case 0:
                del text[at : at + chance.randint(1, 4)]
            case 1:
                text[at:at] = chance.choice(pieces)[: chance.randint(1, 12)]
            case 2:
                text[at:at] = [chance.choice(MARKS)]
            case 3:
                text[at:at] = text[: chance.randint(0, len(text))]
            case 4:
                chance.shuffle(text) if len(text) < 40 else text.reverse()
            case _:
                text[at:at] = [chance.choice(WORDS)]
    return "".join(text)[:20_000]


def schema(seconds: int = 90) -> None:
    """No answer that the description does not promise: it promises no 500, but 503 for what would take too long."""
    if shutil.which("schemathesis") is None:
        sys.exit("schemathesis is not installed: pip install schemathesis")
    with serving(":memory:") as client, tempfile.NamedTemporaryFile("w", suffix=".py") as hooks:
        hooks.write(HOOKS)
        hooks.flush()
        command = ["schemathesis", "run", f"{client.base_url}/openapi.json", "--header", f"Authorization: Bearer {TOKEN}",
                   "--max-time", str(seconds), "--seed", "4", "--exclude-path-regex", "^/documents$",
                   "--suppress-health-check", "filter_too_much", "--checks", "status_code_conformance"]
        sys.exit(subprocess.run(command, env=os.environ | {"SCHEMATHESIS_HOOKS": hooks.name}).returncode)


if __name__ == "__main__":
    parts = {"kill": kill, "soak": soak, "fuzz": fuzz, "schema": schema}
    if len(sys.argv) < 2 or sys.argv[1] not in parts:
        sys.exit(__doc__)
    parts[sys.argv[1]](*map(int, sys.argv[2:]))
