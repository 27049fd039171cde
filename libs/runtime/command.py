"""What `python -m libs.runtime` does: prepare a desk, or serve one of its services."""

import argparse
import gc
import sys
from importlib import import_module

import uvicorn
import uvloop
from pydantic import ValidationError

from libs.runtime.app import create_app
from libs.runtime.prepare import prepare
from libs.runtime.replica import Replica
from libs.runtime.service import Service
from libs.runtime.settings import PrepareSettings
from libs.runtime.telemetry import start_logging, start_tracing

SERVICES = ("intake", "entitlement", "sla_clock", "routing", "notification", "views")
KEPT_ALIVE = 75
"""Seconds that an idle connection stays open: longer than clients keep theirs, for a request on
a connection that is just being closed fails on their side."""


def service_named(name: str) -> Service:
    """The declaration in `services/<name>/main.py`."""
    service: Service = import_module(f"services.{name}.main").service
    return service


def main() -> None:
    arguments = _parse()
    try:
        if arguments.action == "prepare":
            services = [service_named(name) for name in SERVICES]
            uvloop.run(prepare(services, PrepareSettings()))  # type: ignore[call-arg]
        else:
            serve(arguments.service, arguments.host, arguments.port)
    except (ValidationError, ValueError, OSError) as error:
        sys.exit(f"{arguments.action}: {error}")


def serve(name: str, host: str, port: int) -> None:
    """Run one replica until SIGTERM; then it finishes what is in hand, within ten seconds."""
    service = service_named(name)
    settings = service.settings()  # type: ignore[call-arg]
    start_logging(name)
    tracing = start_tracing(name, settings.traces, settings.trace_ratio)
    app = create_app(Replica(service, settings))
    collect_garbage_rarely()
    uvicorn.run(
        app,
        host=host,
        port=port,
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=5,
        timeout_keep_alive=KEPT_ALIVE,
        proxy_headers=False,
        backlog=1024,
    )
    tracing.shutdown()


def collect_garbage_rarely() -> None:
    """Collect from now on, but what is loaded by now stays: no need to look through it again."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    gc.enable()


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m libs.runtime")
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("prepare", help="create roles, schemas and topics; may be repeated")
    serving = actions.add_parser("serve", help="run one replica of a service")
    serving.add_argument("service", choices=SERVICES)
    serving.add_argument("--host", default="127.0.0.1")
    serving.add_argument("--port", type=int, default=8000)
    return parser.parse_args()
