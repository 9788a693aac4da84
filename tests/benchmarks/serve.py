"""kg serve against oxigraph serve and rdflib-endpoint, on one graph made by kg's own mapping, in one run.

    python tests/benchmarks/serve.py [--triples 100000] [--seconds 2] [--rounds 2] [--clients 1,8,32] [--without rdflib]

Needs `wrk` (Debian: apt-get install wrk) and, for the others, `pip install oxigraph rdflib-endpoint`. Each figure is the median
of the rounds; kg and oxigraph take turns in each, so that what else the machine does meets both; rdflib-endpoint, which works on
long after its clients have gone, comes last. Ratios are to oxigraph serve; behind them stand the microseconds of a processor that
a request takes, which depend less on what else the machine does. "uncached" means that no two requests are the same text,
"repeated" that all are.
"""

import argparse
import contextlib
import itertools
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import psutil
import world

sys.path.insert(0, str(Path(__file__).parents[1]))
from serving import TOKEN, WRITING, free_port

PREFIXES = ("PREFIX kg: <https://w3id.org/kg-builder/ontology#> PREFIX id: <https://w3id.org/kg-builder/id/> "
            "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> ")
QUERIES = {
    "look-up": "SELECT ?p ?o { id:person-7 ?p ?o }",
    "join": "SELECT ?event ?date ?name { ?event kg:location id:town-1 ; kg:date ?date ; kg:agent ?who . ?who rdfs:label ?name }",
    "aggregate": "SELECT ?who (COUNT(?e) AS ?n) (SUM(?k) AS ?dead) { ?e kg:agent ?who ; kg:killed ?k } "
                 "GROUP BY ?who ORDER BY DESC(?dead) LIMIT 20",
    "claims": "SELECT ?s ?p (COUNT(*) AS ?n) { ?c a kg:Claim ; rdf:subject ?s ; rdf:predicate ?p } "
              "GROUP BY ?s ?p ORDER BY DESC(?n) LIMIT 20",
}
LARGE = "SELECT ?s ?p ?o ?x { ?s ?p ?o VALUES ?x { %s } }"
RUNS = itertools.count()
"""Numbers of the measurements: what one has asked, no other may ask."""
PAUSE, PAUSES = 0.3, 100
"""Seconds between looks at whether a server is done with what it does for clients that have gone, and how many looks at most."""
JSON = {"accept": "application/sparql-results+json"}
SCRIPT = """
local part = 0
function setup(thread) thread:set("part", part) part = part + 1 end
local made, write = 0, {write}
function request()
  made = made + 1
  if write > 0 and made % write == 0 then
    local text = "INSERT DATA {{ <urn:s" .. part .. "> <urn:p> " .. made .. " }}"
    local head = {{ ["Content-Type"] = "application/sparql-update", ["Authorization"] = "Bearer {token}" }}
    return wrk.format("POST", "{update}", head, text)
  end
  local tail = {vary} and ("%20%23{run}-" .. part .. "-" .. made) or ""
  return wrk.format("GET", "{path}" .. tail, {{ ["Accept"] = "application/sparql-results+json" }})
end
"""


def serve_kg(folder: Path, nquads: Path, port: int, *, writing: bool) -> list[str]:
    options = f"port={port}, token={TOKEN if writing else None!r}, limits=Limits(timeout=300)"
    script = f"from kg.server.app import run; from kg.server.limits import Limits; run({str(folder)!r}, {options})"
    return [sys.executable, "-c", script]


def serve_oxigraph(folder: Path, nquads: Path, port: int, *, writing: bool) -> list[str]:
    place = folder.with_name(f"oxigraph-{folder.name}")
    if not place.exists():
        subprocess.run(["oxigraph", "load", "-l", str(place), "-f", str(nquads)], check=True, capture_output=True)
        subprocess.run(["oxigraph", "optimize", "-l", str(place)], check=True, capture_output=True)
    return ["oxigraph", "serve" if writing else "serve-read-only", "-l", str(place), "-b", f"127.0.0.1:{port}"]


def serve_rdflib(folder: Path, nquads: Path, port: int, *, writing: bool) -> list[str]:
    # The default graph alone, which is all that is asked: it loads a million quads of documents in ten minutes.
    triples = nquads.with_suffix(".nt")
    world.dump_default(folder, triples)
    script = (f"import rdflib, uvicorn; from rdflib_endpoint import SparqlEndpoint; g = rdflib.Graph(); "
              f"g.parse({str(triples)!r}, format='nt'); "
              f"uvicorn.run(SparqlEndpoint(graph=g, path='/sparql', enable_update=True), port={port}, log_level='error')")
    return [sys.executable, "-c", script]


SERVERS = {"kg": (serve_kg, "/sparql", "/sparql"), "oxigraph": (serve_oxigraph, "/query", "/update"),
           "rdflib": (serve_rdflib, "/sparql", "/sparql")}


@contextlib.contextmanager
def running(name: str, folder: Path, nquads: Path, *, writing: bool = False) -> Iterator[tuple[str, psutil.Process]]:
    """The address of a server and its process."""
    port = free_port()
    command = SERVERS[name][0](folder, nquads, port, writing=writing)
    process = psutil.Popen(command, stderr=subprocess.DEVNULL, cwd=Path(__file__).parents[2])
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(9000):
            with contextlib.suppress(httpx.TransportError):
                httpx.get(address + SERVERS[name][1], params={"query": "ASK {}"}, headers=JSON).raise_for_status()
                break
            time.sleep(0.1)
        yield address, process
    finally:
        process.terminate()
        process.wait(20)


def load(
    name: str, address: str, process: psutil.Process, query: str, *, clients: int, seconds: int, vary: bool, write: int = 0,
) -> tuple[float, float, str]:
    """Requests a second, microseconds of a processor for each, and the latency of half and of 99 % of them, by wrk."""
    _, path, update = SERVERS[name]
    text = f"{path}?query={quote(PREFIXES + query, safe='')}"
    script = SCRIPT.format(run=next(RUNS), path=text, update=update, token=TOKEN, vary="true" if vary else "false", write=write)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        # A script makes wrk slower: it is there only where requests differ.
        what = ["-s", file.name, address] if vary or write else ["-H", f"Accept: {JSON['accept']}", address + text]
        command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "20s", "--latency", *what]
        before = worked(process)
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        spent = worked(process) - before
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    if failed:
        raise RuntimeError(f"{name}: {failed[1]} requests failed: {query}")
    half, most = (re.search(rf"{share}%\s+(\S+)", said.partition("Latency Distribution")[2])[1] for share in (50, 99))
    done = int(re.search(r"(\d+) requests in", said)[1])
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1]), spent / max(1, done) * 1e6, f"{half} / {most}"


def worked(process: psutil.Process) -> float:
    """Seconds of a processor that a server and its children have had, those that have ended too."""
    times = []
    for one in [process, *process.children(recursive=True)]:
        with contextlib.suppress(psutil.Error):
            times.append(one.cpu_times())
    return sum(one.user + one.system + one.children_user + one.children_system for one in times)


def settle(process: psutil.Process) -> None:
    """Waits until a server rests: what is under way when wrk leaves is not to be the next one's burden."""
    for _ in range(PAUSES):
        before = worked(process)
        time.sleep(PAUSE)
        if worked(process) - before < PAUSE / 10:
            return


def memory(process: psutil.Process) -> float:
    """Megabytes that a server and its children hold; what they share counts once."""
    with contextlib.suppress(psutil.Error):
        return sum(one.memory_full_info().pss for one in [process, *process.children(recursive=True)]) / 1e6
    return 0


def download(name: str, address: str, process: psutil.Process, copies: int) -> tuple[float, float, float, float]:
    """Megabytes of a large answer, seconds until it begins and ends, and the megabytes that the server holds at most."""
    peak, done = [memory(process)], threading.Event()

    def watch() -> None:
        while not done.wait(0.02):
            peak.append(memory(process))

    watcher = threading.Thread(target=watch)
    watcher.start()
    size, first, begun = 0, 0.0, time.perf_counter()
    query = LARGE % " ".join(map(str, range(copies)))
    with httpx.stream("GET", address + SERVERS[name][1], params={"query": query}, headers=JSON, timeout=600) as answer:
        for chunk in answer.iter_raw():
            first = first or time.perf_counter() - begun
            size += len(chunk)
    total = time.perf_counter() - begun
    done.set()
    watcher.join()
    return size / 1e6, first, total, max(peak)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--triples", type=int, default=100_000)
    asked.add_argument("--seconds", type=int, default=2)
    asked.add_argument("--rounds", type=int, default=2)
    asked.add_argument("--clients", default="1,8,32")
    asked.add_argument("--large", type=int, default=100, metavar="MB")
    asked.add_argument("--without", default="", metavar="SERVERS")
    asked.add_argument("--only", default="reads,large,mixed", metavar="PARTS")
    options = asked.parse_args()
    for tool in ("wrk", "oxigraph"):
        if shutil.which(tool) is None:
            sys.exit(f"{tool} is not installed; see the top of this file.")
    names = [name for name in SERVERS if name not in options.without.split(",")]
    clients = [int(number) for number in options.clients.split(",")]
    with tempfile.TemporaryDirectory(prefix="kg-serve-") as made:
        folder, nquads = Path(made) / "world.kg", Path(made) / "world.nq"
        documents = world.build(folder, options.triples)
        triples = world.dump(folder, nquads)
        print(f"{triples:,} triples in {documents:,} documents\n\nrequests a second (p50 / p99), ratio to oxigraph serve")
        with contextlib.ExitStack() as stack:
            servers = {name: stack.enter_context(running(name, folder, nquads)) for name in names}
            if "reads" in options.only:
                slow = {name: servers[name] for name in servers if name == "rdflib"}
                native = reads({name: servers[name] for name in servers if name not in slow}, clients, options, {})
                reads(slow, clients, options, native)
            print("\na large answer, one client: MB, seconds to the first byte, in all, MB of memory at most")
            copies = max(1, round(options.large * 1e6 / (triples * 330)))
            for name in [name for name in names if name != "rdflib" and "large" in options.only]:
                size, first, total, held = download(name, *servers[name], copies)
                print(f"  {name:10} {size:7.0f} MB {first:7.3f} s {total:7.2f} s {held:7.0f} MB")
        if "mixed" not in options.only:
            return
        print("\nmixed, 5 % writes: requests a second")
        mixed = {}
        for name in [name for name in names if name != "rdflib"]:
            with running(name, folder, nquads, writing=True) as (address, process):
                httpx.post(address + SERVERS[name][2], content="INSERT DATA {}",
                           headers=WRITING | {"content-type": "application/sparql-update"}).raise_for_status()
                for number in clients:
                    rate, spent, latency = load(
                        name, address, process, QUERIES["look-up"], clients=number, seconds=options.seconds, vary=True, write=20)
                    mixed[name, number] = rate, spent
                    print(f"  {number:3} clients {name:10} {rate:9.0f} ({latency}) {spent:.0f} us", flush=True)
        for number in clients:
            (ours, our_time), (native, native_time) = mixed["kg", number], mixed["oxigraph", number]
            print(f"  {number:3} clients: kg / oxigraph = {ours / native:.2f}, by processor time {native_time / our_time:.2f}")


def reads(servers: dict, clients: list[int], options: argparse.Namespace, native: dict) -> dict:
    """Measures the queries, each uncached and, for some, repeated; `native` are oxigraph's rates, which it returns too."""
    runs = [("look-up", False), ("claims", False), *((kind, True) for kind in QUERIES)]
    for kind, vary in runs:
        # A query of 50 ms with 32 clients at once says nothing in two seconds.
        for number in [number for number in clients if kind != "claims" or number <= 8]:
            found: dict[str, list[tuple[float, float]]] = {name: [] for name in servers}
            latency = {}
            for _ in range(options.rounds):
                for name, (address, process) in servers.items():
                    if name == "rdflib" and kind == "claims" and number > 1:
                        continue
                    rate, spent, latency[name] = load(
                        name, address, process, QUERIES[kind], clients=number, seconds=options.seconds, vary=vary)
                    found[name].append((rate, spent))
                    settle(process)
            cells = []
            for name, values in found.items():
                if values:
                    rate, spent = (statistics.median(column) for column in zip(*values, strict=True))
                    if name == "oxigraph":
                        native[kind, vary, number] = max(rate, 0.01)
                    cells.append((name, rate, latency[name], spent))
            shown = [f"{name} {rate:8.0f} ({late}) {rate / native.get((kind, vary, number), rate):.2f} {spent:.0f} us"
                     for name, rate, late, spent in cells]
            if shown:
                print(f"  {kind:10} {'uncached' if vary else 'repeated':9} {number:3} clients  {'  '.join(shown)}", flush=True)
    return native


if __name__ == "__main__":
    main()
