"""What one request may cost."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may cost.

    timeout      seconds that a query may take, its transfer included
    update_timeout, extract_timeout  seconds that a write may take, and the reading of a document
    query        characters of a query or update;  body  bytes of a document or graph that is sent
    result       bytes of an answer;  memory  megabytes that a query may take beyond what an idle process has
    concurrent   queries at work at once, 0 for one more than there are processors;  waiting  queries that may wait for those
    cache        bytes of answers that are kept
    """

    timeout: float = 30
    update_timeout: float = 300
    extract_timeout: float = 600
    query: int = 1_000_000
    body: int = 100_000_000
    result: int = 2_000_000_000
    memory: int = 2_000
    concurrent: int = 0
    waiting: int = 256
    cache: int = 32_000_000
