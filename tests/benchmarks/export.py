"""How long a large graph takes to be written in every format, and how much memory that needs.

    python tests/benchmarks/export.py [TRIPLES] [FORMAT ...]

The graph is an invented one made by kg's own mapping (world.py), kept on disk; each format is written by a process of its own.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import world

import kg
from kg.export import FORMATS


def measure(store: str, name: str, folder: str) -> None:
    """One export in this process; prints seconds on the clock and of the processor, megabytes written and the peak of memory."""
    begun = time.perf_counter()
    with kg.open(store) as graph:
        path = graph.save(Path(folder, f"graph-{name}"), format=name)
    size = sum(file.stat().st_size for file in ([path] if path.is_file() else path.iterdir()))
    # Not getrusage, whose peak a process inherits from the one that started it.
    lines = Path("/proc/self/status").read_text().splitlines()
    peak = next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
    clock, processor = time.perf_counter() - begun, time.process_time()
    print(f"{name:12} {clock:7.1f} s, {processor:7.1f} s of CPU {size / 1e6:9.1f} MB {peak:7.0f} MB of memory", flush=True)


def main(triples: int, names: list[str]) -> None:
    """Makes the graph, then writes it in each format."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder, "world.kg")
        print(f"{triples:,} triples, {world.build(store, triples):,} documents")
        for name in names or FORMATS:
            command = [sys.executable, __file__, "--measure", str(store), name, folder]
            subprocess.run(command, check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(*sys.argv[2:])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000, sys.argv[2:])
