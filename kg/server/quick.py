"""Queries that are known to be quick are asked some at a time of a process: to wake a process costs as much as such a query.

What queries of the same shape took before says how quick one is. Where one is not as quick as its like, its process is killed,
and all that were asked together go to readers of their own: nothing is lost but time.
"""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from ..errors import KgError, QueryTimeout
from .evaluate import Query
from .pool import Worker
from .reply import Answered, Reply, raised

GRACE = 0.5
"""Seconds that queries which are asked together get before they are stopped for not being quick."""
SMALL = 16_384
"""Bytes of a quick query's answer at most."""
QUICK = 0.02
"""Seconds of a processor that a quick query takes at most."""
TOGETHER, TIME = 32, 0.002
"""Queries that are asked at once at most, and seconds of a processor that they should take together: then the waking is paid."""
WAITING = 1_000
"""Queries that may wait to be asked."""
SHAPES = 2_000
"""Shapes of queries whose time is remembered."""
SLOW = 3600.0
"""What is remembered as the time of a query whose answer is not small."""
VALUES = re.compile(r'''"(?:[^"\\\n]|\\.)*"|<[^<>\s]*>|\#[^\n]*|(?<=:)[\w.-]+|(?<![\w?$])(?<!LIMIT\ )(?<!OFFSET\ )\d+''')
"""What queries of one shape differ in: strings, IRIs, comments, local names, numbers that are no LIMIT."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A process that is taken for some queries.

    request  what it has to be told beside them;  version  of the store that it reads, None where it tells
    """

    worker: Worker
    request: dict[str, Any]
    version: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A query that waits until its deadline for its answer: None where it has to be asked alone."""

    query: Query
    shape: str
    deadline: float
    answer: "asyncio.Future[Answered | None]"


class Lane:
    """Asks quick queries of a process, some at a time, and of up to `most` processes where more wait than should.

    now    gives a process that is free, None where there is none;  later  waits for one until a deadline
    """

    def __init__(self, now: Callable[[], Taken | None], later: Callable[[float], Awaitable[Taken]], most: int) -> None:
        self._now, self._later, self._most = now, later, most
        self._times: OrderedDict[str, float] = OrderedDict()
        self._asked: list[Asked] = []
        self._busy = 0
        """Processes that are at work here, are waited for or are about to be taken."""
        self._taking: set[asyncio.Task[None]] = set()

    def ask(self, query: Query, deadline: float) -> "asyncio.Future[Answered | None] | None":
        """The answer that a query will have, or None, if its like was quick; else None at once, and where too many wait."""
        form = shape(query)
        if self._times.get(form, SLOW) > QUICK or len(self._asked) >= WAITING:
            return None
        loop = asyncio.get_running_loop()
        asked = Asked(query, form, deadline, loop.create_future())
        self._asked.append(asked)
        if not self._busy or (self._busy < self._most and self._some() < len(self._asked)):
            # Not now: others may come in the same turn of the loop.
            self._busy += 1
            loop.call_soon(self._next)
        return asked.answer

    def learn(self, query: Query, reply: Reply) -> None:
        """Remembers how long a query took that is done."""
        if reply.error is None:
            self._note(shape(query), reply.values["seconds"] if reply.size <= SMALL else SLOW)

    def _note(self, form: str, seconds: float) -> None:
        self._times[form] = seconds
        self._times.move_to_end(form)
        if len(self._times) > SHAPES:
            self._times.popitem(last=False)

    def _next(self) -> None:
        """Asks some of those who wait."""
        if not self._asked:
            self._busy -= 1
            return
        taken = self._now()
        if taken is None:
            task = asyncio.ensure_future(self._wait(self._asked[0].deadline))
            self._taking.add(task)
            task.add_done_callback(self._taking.discard)
        else:
            self._together(taken)

    async def _wait(self, deadline: float) -> None:
        try:
            taken = await self._later(deadline)
        except KgError:
            for one in self._taken():
                settle(one.answer, None)
            self._next()
        else:
            self._together(taken)

    def _some(self) -> int:
        """How many of those who wait are asked at once: as many as should take TIME."""
        number, seconds = 0, 0.0
        while number < min(len(self._asked), TOGETHER) and seconds < TIME:
            seconds += self._times.get(self._asked[number].shape, 0)
            number += 1
        return number

    def _taken(self) -> list[Asked]:
        """Those who are asked now."""
        number = self._some()
        asked, self._asked = self._asked[:number], self._asked[number:]
        return asked

    def _together(self, taken: Taken) -> None:
        asked = self._taken()
        queries = [one.query.fields() for one in asked]
        reply = taken.worker.ask({"do": "queries", "queries": queries, "limit": SMALL, **taken.request})
        reply.alarm = taken.worker.loop.call_later(GRACE, reply.stop, QueryTimeout("Not as quick as their like."))

        def done(ended: Reply) -> None:
            self._settle(ended, asked, ended.values.get("version", "") if taken.version is None else taken.version)
            self._next()

        reply.when_done = done

    def _settle(self, reply: Reply, asked: list[Asked], version: str) -> None:
        """Gives their answers to those who have one; the others go to readers of their own, which will tell what is wrong."""
        content, start = reply.content, 0
        answers = reply.values["answers"] if reply.error is None else [{"error": {"status": 503}}] * len(asked)
        for one, found in zip(asked, answers, strict=True):
            if "error" not in found:
                end = start + found["size"]
                self._note(one.shape, found["seconds"])
                settle(one.answer, Answered(found["format"], content[start:end], version))
                start = end
            elif "status" in found["error"]:
                self._times.pop(one.shape, None)
                settle(one.answer, None)
            else:
                settle(one.answer, raised(found["error"]))


def settle(answer: "asyncio.Future[Answered | None]", outcome: Answered | KgError | None) -> None:
    """Gives an answer to who waits for it, if somebody does."""
    if answer.done():
        return
    if isinstance(outcome, KgError):
        answer.set_exception(outcome)
    else:
        answer.set_result(outcome)


def shape(query: Query) -> str:
    """What is the same in queries that differ in what they ask about.

    >>> shape(Query("SELECT * { id:a ?p <urn:x> } LIMIT 5")) == shape(Query("SELECT * { id:b ?p <urn:y> } LIMIT 5"))
    True
    """
    return VALUES.sub("", query.text)
