"""What the service counts, for Prometheus."""

import time

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from .service import Service

CONTENT_TYPE = CONTENT_TYPE_LATEST
BUCKETS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100)


class Metrics:
    """The counters of one application."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._registry = CollectorRegistry()
        self._requests = Counter("kg_requests", "Requests by route and status.", ("route", "status"), registry=self._registry)
        self._seconds = Histogram("kg_request_seconds", "Time from request to the end of the answer, by route.", ("route",),
                                  buckets=BUCKETS, registry=self._registry)
        self._bound: dict[tuple[str, int], tuple[Counter, Histogram]] = {}
        for name, text, value in (
            ("kg_busy_readers", "Queries at work.", lambda: service.busy),
            ("kg_query_timeouts", "Queries stopped at their deadline since the start.", lambda: service.timeouts),
            ("kg_cache_hits", "Answers given from the cache since the start.", lambda: service.cache.hits),
            ("kg_cache_misses", "Answers not found in the cache since the start.", lambda: service.cache.misses),
            ("kg_writes", "Writes acknowledged or failed since the start.", lambda: service.written),
        ):
            Gauge(name, text, registry=self._registry).set_function(value)

    def count(self, route: str, status: int, begun: float) -> None:
        """Notes a request that is done; `begun` is what time.perf_counter() said at its begin."""
        counters = self._bound.get((route, status))
        if counters is None:
            counters = self._bound[route, status] = self._requests.labels(route, str(status)), self._seconds.labels(route)
        counters[0].inc()
        counters[1].observe(time.perf_counter() - begun)

    def text(self) -> bytes:
        """All counters in Prometheus' text format."""
        return generate_latest(self._registry)
