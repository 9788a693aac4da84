"""Work in several processes: the same result, and no wait without end."""

import operator
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import kg
from kg.errors import WorkerLost
from kg.workers import spread


def test_answers_come_in_the_order_of_the_tasks():
    assert list(spread(range(40), operator.neg, jobs=3)) == [-number for number in range(40)]


def test_tasks_are_read_as_they_are_needed():
    read = []
    answers = spread((read.append(number) or number for number in range(100)), operator.neg, jobs=2)
    next(answers)
    answers.close()
    assert 0 < len(read) < 10


def test_an_error_of_the_work_is_raised():
    with pytest.raises(ZeroDivisionError):
        list(spread([1, 0], float(1).__truediv__, jobs=2))


def test_a_worker_that_dies_is_an_error():
    with pytest.raises(WorkerLost, match="fewer --jobs"):
        list(spread([9], os._exit, jobs=2))


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="asks /proc whether a process lives")
def test_workers_end_with_their_parent(tmp_path):
    told = tmp_path / "worker"
    script = ("import subprocess, sys\nfrom kg.workers import spread\n"
              "if __name__ == '__main__':\n    list(spread([['sh', '-c', sys.argv[1]]], subprocess.run, jobs=1))\n")
    (tmp_path / "parent.py").write_text(script, encoding="utf-8")
    work = f"echo $PPID > {told}.new; mv {told}.new {told}; exec sleep 30"
    parent = subprocess.Popen([sys.executable, tmp_path / "parent.py", work], stderr=subprocess.DEVNULL)
    while not told.exists():
        assert parent.poll() is None
        time.sleep(0.05)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    worker = Path("/proc", told.read_text("ascii").strip())
    for _ in range(200):
        if not worker.exists() or "\nState:\tZ" in worker.joinpath("status").read_text("ascii"):
            return
        time.sleep(0.05)
    pytest.fail("the worker lives on")


@pytest.mark.model
def test_a_build_by_two_processes_gives_the_same(tmp_path):
    for number in range(40):
        text = f"Rebels killed {number + 2} soldiers near Strelsau on Monday, General Ana Petrov said."
        (tmp_path / f"{number:02}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    saved, reports = [], []
    for jobs in (1, 2):
        with pytest.warns(UserWarning, match="left out"), kg.build(tmp_path, jobs=jobs) as graph:
            graph.save(tmp_path / f"{jobs}.nq")
            saved.append((tmp_path / f"{jobs}.nq").read_bytes())
            reports.append(graph.report)
        (tmp_path / f"{jobs}.nq").unlink()
    one, two = reports
    assert saved[0] == saved[1] and b"Petrov" in saved[0]
    assert (one.documents, one.words, list(map(str, one.failures))) == (two.documents, two.words, list(map(str, two.failures)))
    assert one.documents == 40 and len(one.failures) == 1 and list(one.gaps) == list(two.gaps)
