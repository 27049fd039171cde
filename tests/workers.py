"""How the workers of one run share its tests: a file at a time, each in its order.

The files that ask something of one desk go to one worker, which starts that desk once. What takes
longest comes first, so that no worker is left with it at the end: above all what kills processes,
which mostly waits for them and runs beside all the rest.
"""

import pytest
from xdist.scheduler import LoadFileScheduling

KILLING = "tests/e2e/"
ONE_DESK = ("cli/tests/test_commands.py", "cli/tests/test_desk.py")
LONGEST = (KILLING, *ONE_DESK, "tests/contract/test_apis.py")


class ByFile(LoadFileScheduling):
    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        if file.startswith(KILLING):
            return KILLING
        return ONE_DESK[0] if file in ONE_DESK else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByFile:
    config.option.loadscopereorder = False
    return ByFile(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    turns = (turn for turn, place in enumerate(LONGEST) if item.nodeid.startswith(place))
    return next(turns, len(LONGEST))
