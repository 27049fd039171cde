"""A desk that is up, as the commands that ask something of it reach it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import SecretStr

from cli.home import Home
from cli.programs import as_role, roles_password
from cli.steering import running_desk
from cli.trouble import Trouble
from libs.runtime.broker import Broker
from libs.runtime.settings import Settings


@dataclass(frozen=True)
class RunningDesk:
    """Where a desk's services (by name, the URLs of the replicas) and its servers are."""

    home: Home
    services: Mapping[str, Sequence[str]]
    database_url: str
    broker: Broker

    @property
    def operator_key(self) -> str:
        """The key that may do everything."""
        return self.home.secret("operator-key")

    def urls(self, service: str) -> Sequence[str]:
        """The replicas of a service. Raises Trouble for one that the desk does not have."""
        if service not in self.services:
            known = ", ".join(self.services)
            raise Trouble(
                f"there is no service {service}: there are {known}",
                f"сервиса {service} нет: есть {known}",
            )
        return self.services[service]

    def settings(self, service: str) -> Settings:
        """What the service's own processes are told, for work that is done beside them."""
        password = roles_password(self.database_url)
        roles = (f"{service}_runtime", f"{service}_api")
        runtime, api = (as_role(self.database_url, role, password) for role in roles)
        return Settings(
            runtime_database_url=runtime,
            api_database_url=api,
            KAFKA_BOOTSTRAP=self.broker.bootstrap,
            topic_prefix=self.broker.prefix,
            secret=SecretStr(self.home.secret("secret")),
            operator_key=SecretStr(self.operator_key),
            services={name: list(urls) for name, urls in self.services.items()},
        )


def desk_here() -> RunningDesk:
    """The desk of this folder. Raises Trouble where none is up."""
    home = Home()
    addresses = running_desk(home).addresses
    return RunningDesk(
        home=home,
        services={
            service: [addresses["replicas"][name] for name in replicas]
            for service, replicas in addresses["services"].items()
        },
        database_url=addresses["postgres"],
        broker=Broker(addresses["kafka"]),
    )
