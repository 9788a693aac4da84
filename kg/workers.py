"""Work spread over processes: answers come in order, and a process that dies is an error, not a wait without end.

spaCy's `n_process` and `multiprocessing.Pool` hang where a worker is killed; ProcessPoolExecutor tells.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from typing import TypeVar

from .errors import WorkerLost

Task = TypeVar("Task")
Answer = TypeVar("Answer")
AHEAD = 3
"""Tasks a process that are handed out: one it does, and others that wait for it while the first answer is late."""


def spread(tasks: Iterable[Task], work: Callable[[Task], Answer], jobs: int) -> Iterator[Answer]:
    """`work` of each task, in the order of the tasks, done by `jobs` processes; `tasks` is read as they are done.

    work, tasks and answers are pickled: `work` is a function of a module. Raises WorkerLost where a process dies, and
    what `work` raises.

    >>> list(spread(["b", "a"], str.upper, jobs=2))
    ['B', 'A']
    """
    # Spawned, not forked: this process has threads of spaCy's libraries and of the store.
    pool = ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_settle)
    pending: deque[Future[Answer]] = deque()
    try:
        for task in tasks:
            pending.append(pool.submit(work, task))
            if len(pending) == jobs * AHEAD:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    except BrokenProcessPool as error:
        raise WorkerLost(f"one of {jobs} processes ended before its work was done: it was killed, or there was too little "
                         "memory. What was built before is kept; go on with fewer --jobs.") from error
    finally:
        pool.shutdown(cancel_futures=True)


def _settle() -> None:
    """Ctrl-C is the parent's to answer, and nobody works for a parent that is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None
    threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
