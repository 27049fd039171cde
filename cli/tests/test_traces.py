"""Traces in files: as many as are worth keeping, read as one."""

import pytest
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor

from cli.traces import read_spans
from cli.trouble import Trouble
from libs.runtime import telemetry
from libs.runtime.telemetry import FileSpanExporter

FULL, KEPT = 2_000, 3


@pytest.fixture
def tracer(tmp_path, monkeypatch):
    """Writes each span at once into small files."""
    monkeypatch.setattr(telemetry, "FULL_TRACES", FULL)
    monkeypatch.setattr(telemetry, "KEPT_TRACES", KEPT)
    provider = TracerProvider(resource=Resource.create({"service.name": "intake"}))
    provider.add_span_processor(SimpleSpanProcessor(FileSpanExporter(tmp_path, "intake")))
    return provider.get_tracer("tests")


def traced(tracer, name, *steps):
    """The id of a trace of one piece of work and its steps."""
    with tracer.start_as_current_span(name) as whole:
        for step in steps:
            tracer.start_span(step).end()
    return f"{whole.get_span_context().trace_id:032x}"


def test_a_trace_that_lies_in_several_files_is_read_whole(tracer, tmp_path):
    steps = [f"step {number}" for number in range(10)]
    trace_id = traced(tracer, "submission", *steps)

    spans = read_spans(tmp_path, trace_id)

    assert len(list(tmp_path.glob("*.jsonl"))) > 1
    assert [span.name for span in spans] == ["submission", *steps]


def test_traces_never_take_more_room_than_a_few_files(tracer, tmp_path):
    first = traced(tracer, "the first one")
    for number in range(100):
        last = traced(tracer, f"submission {number}")

    sizes = [path.stat().st_size for path in tmp_path.iterdir()]

    assert len(sizes) <= KEPT + 1
    assert max(sizes) < 2 * FULL
    assert read_spans(tmp_path, last)
    with pytest.raises(Trouble, match="were they removed"):
        read_spans(tmp_path, first)


def test_two_replicas_that_find_the_file_full_at_once_lose_nothing(tracer, tmp_path):
    quicker, slower = FileSpanExporter(tmp_path, "intake"), FileSpanExporter(tmp_path, "intake")
    trace_id = traced(tracer, "submission")

    quicker._put_aside()
    slower._put_aside()

    assert read_spans(tmp_path, trace_id)
