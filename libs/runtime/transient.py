"""Which faults may pass by themselves."""

from asyncpg import DeadlockDetectedError, InterfaceError, PostgresConnectionError
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
    CannotConnectNowError,
    InsufficientResourcesError,
    OperatorInterventionError,
    DeadlockDetectedError,
    SerializationError,
    ShardClosed,
)
"""Faults that may pass: the whole batch is tried again and nothing is parked."""
