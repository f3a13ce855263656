"""Figures for Prometheus: how long stages and requests take, what is refused, how sure answers are, how parts stand.

Labels hold names of routes, stages and states, of which there are few. Never a word of a brief, a name or an id.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, GCCollector, Histogram, PlatformCollector, ProcessCollector
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.probing import Probing
from api.readiness import Readiness, State
from api.running import Running
from index.watching import watched_by
from matcher.matcher import product_version

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})


class Metrics:
    """The figures of one server. It watches its requests; batches beside them are told by the queue."""

    def __init__(self, running: Running, readiness: Readiness, probing: Probing | None) -> None:
        self.registry = CollectorRegistry()
        self._stages = Histogram(
            "midlands_match_stage_seconds",
            "Time that a stage of matching takes, without the stages within it.",
            ["stage"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self._requests = Histogram(
            "midlands_match_request_seconds",
            "Time from a request's first byte to its answer's last.",
            ["method", "route", "status"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self._refusals = Counter(
            "midlands_match_refusals",
            "Requests that were answered with a problem.",
            ["route", "status"],
            registry=self.registry,
        )
        self._outcomes = {
            "answer": Counter(
                "midlands_match_answers", "Shortlists, by how sure they are.", ["confidence"], registry=self.registry
            ),
            "error": Counter(
                "midlands_match_errors", "Errors that requests met, by kind.", ["kind"], registry=self.registry
            ),
        }
        for name in ("read", "encode", "find", "decide", "explain"):
            self._stages.labels(name)  # there from the beginning, so that a rate has something to start from
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        self.registry.register(_Standings(running, readiness, probing))

    def stage(self, name: str, seconds: float) -> None:
        self._stages.labels(name).observe(seconds)

    def outcome(self, of: str, which: str) -> None:
        self._outcomes[of].labels(which).inc()

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request was answered."""
        self._requests.labels(method, route, str(status)).observe(seconds)
        if status >= 400:
            self._refusals.labels(route, str(status)).inc()


class _Standings(Collector):
    """How things stand at the moment when they are asked for."""

    def __init__(self, running: Running, readiness: Readiness, probing: Probing | None) -> None:
        self._running = running
        self._readiness = readiness
        self._probing = probing

    def collect(self) -> Iterator[Metric]:
        yield InfoMetricFamily("midlands_match", "What runs here.", value={"version": product_version()})
        standing = GaugeMetricFamily(
            "midlands_match_check", "How a part stands: 1 well, 0.5 degraded, 0 failed.", labels=["check"]
        )
        for check in self._readiness.checks():
            standing.add_metric([check.name], {State.OK: 1.0, State.DEGRADED: 0.5, State.FAILED: 0.0}[check.state])
        yield standing
        if self._running.loaded:
            now = self._running.standing
            yield GaugeMetricFamily(
                "midlands_match_opportunities", "Opportunities in the catalogue.", value=len(now.matcher.catalogue)
            )
            yield GaugeMetricFamily(
                "midlands_match_matching_sequence",
                "The change of the records that matching stands on.",
                value=now.sequence,
            )
        seen = self._probing.seen if self._probing else None
        if seen is None:
            return
        if seen.state is not None:
            yield GaugeMetricFamily(
                "midlands_match_records_sequence", "The last change of the catalogue's records.", value=seen.state[0]
            )
        if seen.snapshot_written is not None:
            age = max(time.time() - seen.snapshot_written, 0.0)
            yield GaugeMetricFamily(
                "midlands_match_snapshot_age_seconds", "Since the snapshot on the disk was written.", value=age
            )
        if seen.free is not None:
            yield GaugeMetricFamily(
                "midlands_match_disk_free_bytes", "Room on the home folder's disk.", value=seen.free
            )
        queue = GaugeMetricFamily(
            "midlands_match_batch_briefs", "Briefs of batches that are not answered yet.", labels=["state"]
        )
        for state, count in ({"open": 0, "taken": 0} | dict(seen.queue)).items():
            queue.add_metric([state], count)
        yield queue


class Measured:
    """Times every request, and has what happens within it told to the figures."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 500
        begun = time.perf_counter()

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            with watched_by(self._metrics):
                await self._app(scope, receive, sending)
        finally:
            method = scope["method"] if scope["method"] in METHODS else "other"
            self._metrics.request(method, _route(scope), status, time.perf_counter() - begun)


def _route(scope: Scope) -> str:
    """The route's template; what fits none is one kind, or made-up addresses would fill the memory."""
    path = getattr(scope.get("route"), "path", None)
    return path if isinstance(path, str) and path else "none"
