"""Traces that follow a ticket, metrics and logs: ids and counts, never what people typed."""

import json
import logging
import random
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import structlog
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.sdk.trace.sampling import ALWAYS_ON
from opentelemetry.trace import INVALID_SPAN, Span, SpanKind, get_current_span
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY = CollectorRegistry()
REQUESTS = Histogram(
    "vakhta_request_seconds", "Requests", ["method", "route", "status"], registry=REGISTRY
)
HANDLING = Histogram("vakhta_deliver_seconds", "Batches taken in", ["service"], registry=REGISTRY)
TAKEN_IN = Counter("vakhta_events_taken_in", "Events taken in", ["service"], registry=REGISTRY)
CONSUMER_LAG = Gauge(
    "vakhta_consumer_lag_events", "Not yet read of a shard", ["service", "shard"], registry=REGISTRY
)
RELAY_LAG = Gauge(
    "vakhta_relay_lag_events",
    "Not yet published of a shard",
    ["service", "shard"],
    registry=REGISTRY,
)
RELAYED = Counter("vakhta_events_relayed", "Events published", ["service"], registry=REGISTRY)
CLOCK_LATENESS = Histogram(
    "vakhta_tick_lateness_seconds",
    "From the due instant to its decision",
    ["service"],
    registry=REGISTRY,
)
PARKED = Gauge("vakhta_parked_keys", "Keys set aside", ["service", "kind"], registry=REGISTRY)
ALIENS = Counter("vakhta_alien_records", "Records not ours", ["service"], registry=REGISTRY)
SHARDS_HELD = Gauge("vakhta_shards_held", "Shards of this replica", ["service"], registry=REGISTRY)
SHARDS_CLOSED = Gauge(
    "vakhta_shards_closed", "Shards that lost their past", ["service"], registry=REGISTRY
)

FULL_TRACES = 16 * 1024 * 1024
KEPT_TRACES = 3
SAMPLED = tuple("13579bdf")
"""The last digit of a sampled `traceparent`: odd, whatever the other flags say."""


class _Traced:
    """Whether this process traces at all: who reads the log anew adds nothing to old traces. And
    which share of the requests that bring no trace of their own is traced."""

    by_us = False
    share = 1.0


_propagator = TraceContextTextMapPropagator()
_tracer = trace.get_tracer("vakhta")


class FileSpanExporter(SpanExporter):
    """Spans as JSON lines in a file, for a desk on one machine without a collector.

    A file that has grown large is put aside, and of those the newest few are kept.
    """

    def __init__(self, folder: Path, service: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / f"{service}.jsonl"

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        with self._path.open("a") as file:
            file.writelines(json.dumps(_span(span)) + "\n" for span in spans)
            is_full = file.tell() >= FULL_TRACES
        if is_full:
            self._put_aside()
        return SpanExportResult.SUCCESS

    def _put_aside(self) -> None:
        # Every replica of the service writes into this file: another one may have been quicker.
        with suppress(FileNotFoundError):
            self._path.rename(self._path.with_suffix(f".{time.time_ns()}.jsonl"))
        for oldest in sorted(self._path.parent.glob(f"{self._path.stem}.*.jsonl"))[:-KEPT_TRACES]:
            oldest.unlink(missing_ok=True)


def _span(span: ReadableSpan) -> dict[str, Any]:
    context, parent = span.get_span_context(), span.parent
    return {
        "trace_id": f"{context.trace_id:032x}" if context else None,
        "span_id": f"{context.span_id:016x}" if context else None,
        "parent_id": f"{parent.span_id:016x}" if parent else None,
        "service": span.resource.attributes.get("service.name"),
        "name": span.name,
        "start": span.start_time,
        "end": span.end_time,
        "attributes": dict(span.attributes or {}),
    }


def start_tracing(service: str, destination: str, ratio: float) -> TracerProvider:
    """Export spans to `file:FOLDER`, to an OTLP endpoint, or (empty) nowhere."""
    _Traced.by_us = True
    _Traced.share = ratio if destination else 0.0
    provider = TracerProvider(
        resource=Resource.create({"service.name": service}),
        sampler=ALWAYS_ON,  # `span` has left out already what is not to be recorded
    )
    if destination.startswith("file:"):
        exporter: SpanExporter = FileSpanExporter(Path(destination.removeprefix("file:")), service)
        provider.add_span_processor(BatchSpanProcessor(exporter, schedule_delay_millis=500))
    elif destination:
        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=destination)))
    trace.set_tracer_provider(provider)
    return provider


@contextmanager
def span(name: str, kind: SpanKind, parent: str | None, **attributes: Any) -> Iterator[Span]:
    """A span under a remote parent, given as a `traceparent`, or (None) a new root.

    Under a parent that is not sampled, of roots beyond the share that is traced, and where no
    tracing was started, nothing is recorded, at no cost.
    """
    if not _is_sampled(parent):
        yield INVALID_SPAN
        return
    context = _propagator.extract({"traceparent": parent}) if parent else None
    with _tracer.start_as_current_span(name, context, kind, attributes) as started:
        yield started


def _is_sampled(parent: str | None) -> bool:
    if not _Traced.by_us:
        return False
    return random.random() < _Traced.share if parent is None else parent.endswith(SAMPLED)


def traceparent() -> str:
    """The current span as a W3C `traceparent`; empty where nothing is recorded."""
    if get_current_span() is INVALID_SPAN:
        return ""
    carrier: dict[str, str] = {}
    _propagator.inject(carrier)
    return carrier.get("traceparent", "")


def start_logging(service: str) -> None:
    """JSON lines on standard output, each with the service's name."""
    logging.basicConfig(stream=sys.stdout, level=logging.WARNING, format="%(message)s")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    structlog.contextvars.bind_contextvars(service=service)
