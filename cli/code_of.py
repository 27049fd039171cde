"""A service's own code, for work that a command does beside the service's processes."""

import logging

import structlog

from libs.runtime.command import service_named
from libs.runtime.service import Service


def code_of(name: str) -> Service:
    """The service. What its code would log, the command tells in its own words."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    return service_named(name)
