"""Which faults may pass by themselves."""

from asyncpg import (
    DeadlockDetectedError,
    InterfaceError,
    InternalClientError,
    PostgresConnectionError,
)
from asyncpg.exceptions import (
    CannotConnectNowError,
    InsufficientResourcesError,
    OperatorInterventionError,
    SerializationError,
)

from libs.runtime.store import ShardClosed

TRANSIENT = (
    OSError,
    TimeoutError,
    PostgresConnectionError,
    InterfaceError,
    InternalClientError,  # what a connection that breaks in the middle of a step may say
    CannotConnectNowError,
    InsufficientResourcesError,
    OperatorInterventionError,
    DeadlockDetectedError,
    SerializationError,
    ShardClosed,
)
"""Faults that may pass: the whole batch is tried again and nothing is parked."""
