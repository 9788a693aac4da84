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
    """One export in this process; prints seconds, megabytes written and the peak of memory in megabytes."""
    begun = time.perf_counter()
    with kg.open(store) as graph:
        path = graph.save(Path(folder, f"graph-{name}"), format=name)
    size = sum(file.stat().st_size for file in ([path] if path.is_file() else path.iterdir()))
    # Not getrusage, whose peak a process inherits from the one that started it.
    peak = next(int(line.split()[1]) / 1024 for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    print(f"{name:12} {time.perf_counter() - begun:7.1f} s {size / 1e6:9.1f} MB {peak:7.0f} MB of memory", flush=True)


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
