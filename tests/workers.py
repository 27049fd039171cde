"""How the workers of one run share its tests: a file at a time, each in its order.

The files that ask something of one desk go to one worker, which starts that desk once.
"""

import pytest
from xdist.scheduler import LoadFileScheduling

ONE_DESK = ("cli/tests/test_commands.py", "cli/tests/test_desk.py")


class ByFile(LoadFileScheduling):
    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return ONE_DESK[0] if file in ONE_DESK else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByFile:
    config.option.loadscopereorder = False
    return ByFile(config, log)
