"""docs/rules.md: each rule with where it is kept, its tests, its events, and its state."""

from tests.rules.book import ELSEWHERE, RULES, SUPPORTED, UNPROVEN, is_proven, needs_no_proof

HEAD = """# The rules of the documents

Written by `make docs` from `regulations/rules`, the editions and the marks of the tests; do not
edit it. Kinds: **E** the desk enforces the rule: one test keeps it and one breaks it; **S** a tool
supports it: its symbol is named; **D** people read it: a test asserts the very text. ★ carries a
number. The events are those that named the rule as their reason while its tests ran.
"""


def page(places, proofs, events):
    """The whole page."""
    parts = [HEAD, _counts(proofs)]
    document = None
    for rule in RULES.values():
        if rule.document != document:
            document = rule.document
            parts.append(_heading(document))
        parts.append(_row(rule, places, proofs, events))
    return "\n".join(parts) + "\n"


def state(rule, marks):
    """How far a rule is proven, in words."""
    elsewhere = ELSEWHERE.get(rule.id)
    if needs_no_proof(rule):
        place = {"outside": "out of our hands", "page": "waits for the page"}[elsewhere["where"]]
        return f"{place}: {elsewhere['reason']}"
    if is_proven(rule, marks):
        return "proven"
    return f"not proven: {UNPROVEN.get(rule.id, 'nothing says why')}"


def _counts(proofs):
    states = [state(rule, set(proofs.get(rule.id, ()))) for rule in RULES.values()]
    counts = {word: sum(each.startswith(word) for each in states) for word in _STATES}
    return "\n".join(f"- {counts[word]} {word}" for word in _STATES)


_STATES = ("proven", "waits for the page", "out of our hands", "not proven")


def _heading(document):
    return (
        f"\n## {document.prefix}: {document.name}\n\n"
        "| rule | phrase | what the desk does | kept in | tests | events | state |\n"
        "|---|---|---|---|---|---|---|"
    )


def _row(rule, places, proofs, events):
    tests = proofs.get(rule.id, {})
    cells = (
        f"**{rule.id}** {rule.kind}{'★' if rule.carries_number else ''}",
        f"«{rule.phrase}»",
        rule.does,
        _lines(_kept_in(rule, places)),
        _lines(f"{mark}: {_test(test)}" for mark, test in _functions(tests)),
        _lines(events.get(rule.id, ())),
        state(rule, set(tests)),
    )
    return f"| {' | '.join(cell.replace('|', '¦') for cell in cells)} |"


def _kept_in(rule, places):
    for edition, path in dict.fromkeys(places.get(rule.id, ())):
        yield f"[{edition}](../regulations/{edition}.toml) `{path}`"
    if rule.id in SUPPORTED:
        yield f"`{SUPPORTED[rule.id]}`"
    if rule.id in ELSEWHERE and not needs_no_proof(rule):
        yield ELSEWHERE[rule.id]["reason"]


def _functions(tests):
    """The test functions under each mark, however many cases each has."""
    for mark, found in sorted(tests.items(), reverse=True):
        for test in sorted({each.partition("[")[0] for each in found}):
            yield mark, test


def _test(test):
    file, _, name = test.partition("::")
    return f"[{name.removeprefix('test_').replace('_', ' ')}](../{file})"


def _lines(parts):
    return "<br>".join(parts)
