"""Half-open stretches of time [begin, end) in whole seconds."""

from collections.abc import Iterable

Span = tuple[int, int]


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same time without overlaps, in order; stretches that touch become one."""
    result: list[Span] = []
    for begin, end in sorted(spans):
        if result and begin <= result[-1][1]:
            result[-1] = result[-1][0], max(end, result[-1][1])
        elif begin < end:
            result.append((begin, end))
    return result


def shortened(spans: Iterable[Span], cut: int) -> list[Span]:
    """The same time without its last `cut` seconds."""
    kept: list[Span] = []
    for begin, end in reversed(merged(spans)):
        taken = min(cut, end - begin)
        cut -= taken
        if begin < end - taken:
            kept.append((begin, end - taken))
    return kept[::-1]


def common(first: Iterable[Span], second: Iterable[Span]) -> list[Span]:
    """The time that lies in both."""
    others = merged(second)
    return merged(
        (max(begin, opens), min(end, closes)) for begin, end in first for opens, closes in others
    )
