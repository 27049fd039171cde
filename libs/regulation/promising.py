"""What a promise may say by itself and no desk can keep, in sentences with their remedies."""

from collections.abc import Iterator

from libs.regulation.clocks import ClockClause, NoPromise
from libs.regulation.edition import Edition
from libs.regulation.errors import Problem
from libs.regulation.lines import Path
from libs.regulation.overlaps import SPOKEN


def promising(edition: Edition) -> Iterator[Problem]:
    """Promises that cannot be kept, or that the edition takes back elsewhere."""
    yield from _promises(edition)
    yield from _agreed(edition)
    yield from _contradicted_promises(edition)


def _promises(edition: Edition) -> Iterator[Problem]:
    with_levels = {plan.slug for plan in edition.plans if plan.levels}
    for number, promise in enumerate(edition.promises):
        path: Path = ("promises", number)
        if promise.limit == "by_level" and promise.plans and not with_levels & {*promise.plans}:
            plans = ", ".join(promise.plans)
            yield Problem(
                (*path, "limit"),
                f"{plans} has no levels; name a plan that has, or a limit",
                f"у {plans} нет уровней; назовите план, у которого они есть, или сам срок",
            )
        if promise.usual and promise.limit != "agreed":
            yield Problem(
                (*path, "usual"),
                'it is proposed only where limit = "agreed"; write that, or remove it',
                'предлагается только при limit = "agreed"; напишите это или уберите',
            )
        written = ", ".join(name for name in promise.channels if name not in SPOKEN)
        if promise.starts == "pick_up" and written:
            yield Problem(
                (*path, "starts"),
                f'nobody picks up by {written}; write starts = "receipt" for it',
                f'по каналам {written} трубку не снимают; для них напишите starts = "receipt"',
            )


def _agreed(edition: Edition) -> Iterator[Problem]:
    """Only the time of a solution is agreed with the contact, and once, on the request."""
    for number, promise in enumerate(edition.promises):
        if promise.limit != "agreed":
            continue
        if promise.name != "resolution":
            yield Problem(
                ("promises", number, "limit"),
                "only the time of a solution is agreed; write { amount, unit } here, or name = "
                '"resolution"',
                "согласуется только срок решения; напишите здесь { amount, unit } или name = "
                '"resolution"',
            )
        if promise.occasions != ("first",):
            yield Problem(
                ("promises", number, "occasions"),
                'the time is agreed once, on the request; write occasions = ["first"]',
                'срок согласуется один раз, по обращению; напишите occasions = ["first"]',
            )


def _contradicted_promises(edition: Edition) -> Iterator[Problem]:
    for number, promise in enumerate(edition.promises):
        for other, nothing in enumerate(edition.no_promises):
            if _denies(nothing, promise):
                yield Problem(
                    ("promises", number),
                    f"no_promises {other + 1} says that nothing is promised to these requests; "
                    "take the plans or kinds out of one",
                    f"no_promises {other + 1} говорит, что этим обращениям ничего не обещано; "
                    "уберите plans или kinds из одного из них",
                )


def _denies(nothing: NoPromise, promise: ClockClause) -> bool:
    """Whether all requests that a promise is made for are said to have none."""
    if nothing.topics or nothing.uncovered or promise.name not in nothing.clocks:
        return False
    pairs = ((nothing.plans, promise.plans), (nothing.kinds, promise.kinds))
    return all(not all_ or (some and set(some) <= set(all_)) for all_, some in pairs)
