"""What each service says of its own API; making it takes neither database nor broker."""

from functools import cache

from libs.runtime.app import create_app
from libs.runtime.command import service_named
from libs.runtime.replica import Replica
from tests.desk import OPERATOR_KEY


@cache
def app_of(name):
    """A service's app, with none of what it works on."""
    service = service_named(name)
    settings = service.settings(
        runtime_database_url="postgresql://nobody@127.0.0.1:1/none",
        api_database_url="postgresql://nobody@127.0.0.1:1/none",
        KAFKA_BOOTSTRAP="127.0.0.1:1",
        secret="a secret for tests",
        operator_key=OPERATOR_KEY,
    )
    return create_app(Replica(service, settings))


@cache
def document(name):
    """A service's OpenAPI document."""
    return app_of(name).openapi()


def paths(name):
    """What the addresses of its version answer to, without their prefix: path, methods."""
    for path, methods in document(name)["paths"].items():
        if path.startswith("/v1/"):
            yield path.removeprefix("/v1/"), methods
