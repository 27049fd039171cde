"""One desk for all that is tried on whole processes."""

import pytest

from tests.e2e.processes import UpDesk
from tests.servers import folder_for_servers


@pytest.fixture(scope="package")
async def up():
    """A running desk with the demo world."""
    with folder_for_servers() as folder:
        desk = UpDesk(folder)
        await desk.start()
        yield desk
        await desk.stop()
