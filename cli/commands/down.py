"""`vakhta down`: end the desk of this folder."""

import typer

from cli.home import Home

app = typer.Typer(add_completion=False)


@app.command()
def down() -> None:
    """End the desk from another shell, and what a killed one has left behind."""
    from cli.steering import end_desk
    from cli.teller import Teller

    end_desk(Home(), Teller())
