"""`vakhta stop NAME`: end one program of a running desk."""

import typer

from cli.home import Home

app = typer.Typer(add_completion=False)


@app.command()
def stop(name: str) -> None:
    """End a service, one of its replicas (intake-1), kafka, postgres or mail."""
    from cli import steering
    from cli.teller import Teller

    steering.stop(Home(), Teller(), name)
