"""Several reasons of one decision, said as one."""

from libs.events.base import Because


def joined(first: Because, *others: Because) -> Because:
    """A reason with what else led to the decision: its rules, words and facts."""
    if not others:
        return first
    parts = (first, *others)
    return first.model_copy(
        update={
            "rules": tuple(dict.fromkeys(rule for each in parts for rule in each.rules)),
            "assumed": tuple(dict.fromkeys(name for each in parts for name in each.assumed)),
            "ru": " ".join(each.ru for each in parts),
            "en": " ".join(each.en for each in parts),
            "facts": {name: fact for each in parts for name, fact in each.facts.items()},
        }
    )
