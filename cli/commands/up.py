"""`vakhta up`: the whole desk on this machine."""

from typing import Annotated

import typer

from cli.home import Home

app = typer.Typer(add_completion=False)


@app.command()
def up(
    replicas: Annotated[int, typer.Option(min=1, max=8, help="Of each service.")] = 1,
    port: Annotated[int | None, typer.Option(help="Of the first service; else 8101.")] = None,
    detach: Annotated[bool, typer.Option(help="Go back to the shell when it is ready.")] = False,
) -> None:
    """Start the desk: Postgres, Kafka, all services, a demo world; stay until Ctrl-C."""
    from cli.detached import up_detached
    from cli.teller import Teller
    from cli.up import up

    if detach:
        up_detached(Home(), Teller(), replicas, port)
    else:
        up(Home(), Teller(), replicas=replicas, first_port=port)
