"""`python -m cli` is the command `vakhta`."""

from cli.main import main

main()
