"""One desk for all that is tried on whole processes."""

import tempfile
from pathlib import Path

import pytest

from tests.e2e.processes import UpDesk


@pytest.fixture(scope="package")
async def up():
    """A running desk with the demo world."""
    with tempfile.TemporaryDirectory(prefix="vakhta-e2e-") as folder:
        desk = UpDesk(Path(folder))
        await desk.start()
        yield desk
        await desk.stop()
