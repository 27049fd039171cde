"""`vakhta start NAME`: start again what was stopped."""

import typer

from cli.home import Home

app = typer.Typer(add_completion=False)


@app.command()
def start(name: str) -> None:
    """Start again a service, one of its replicas (intake-1), kafka, postgres or mail."""
    from cli import steering
    from cli.teller import Teller

    steering.start(Home(), Teller(), name)
