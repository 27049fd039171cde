"""What a process is told by its environment."""

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from libs.runtime.broker import Broker


class Settings(BaseSettings):
    """Environment of a serving process; a service that is told more has a class of its own.

    Raises a ValidationError that names what is missing.
    """

    model_config = SettingsConfigDict(env_prefix="VAKHTA_")

    runtime_database_url: str
    api_database_url: str
    kafka_bootstrap: str = Field(validation_alias="KAFKA_BOOTSTRAP")
    topic_prefix: str = "vakhta"
    secret: SecretStr
    operator_key: SecretStr
    services: dict[str, list[str]] = {}
    traces: str = ""
    trace_ratio: float = 1.0
    max_body_bytes: int = 256 * 1024
    connections: int = 6

    @property
    def broker(self) -> Broker:
        return Broker(self.kafka_bootstrap, self.topic_prefix)


class PrepareSettings(BaseSettings):
    """Environment of the one-off preparation of databases and topics."""

    model_config = SettingsConfigDict(env_prefix="VAKHTA_")

    database_url: str = Field(validation_alias="DATABASE_URL")
    kafka_bootstrap: str = Field(validation_alias="KAFKA_BOOTSTRAP")
    topic_prefix: str = "vakhta"
    roles_password: SecretStr
    shards: int = 16
    replication: int = 1

    @property
    def broker(self) -> Broker:
        return Broker(self.kafka_bootstrap, self.topic_prefix)
