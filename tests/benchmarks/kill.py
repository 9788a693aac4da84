"""Kills a writing program at random moments and checks the store each time: python tests/benchmarks/kill.py [TIMES]"""

import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
import killed


def main(times: int = 50) -> None:
    chance, done = random.Random(1), 0
    for seed in range(times):
        with tempfile.TemporaryDirectory() as folder:
            done += killed.kill(Path(folder) / "s", seed, wait=chance.uniform(0.02, 1.5))
    print(f"{times} kills after {done} acknowledged writes: none lost, no half document, every default graph the exact union")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
