"""Which keys may stand where in an edition or in dated facts."""

from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from libs.regulation.lines import Path

Model = type[BaseModel]


class Keys:
    """The keys of a kind of document, all of them and those of each of its tables."""

    def __init__(self, model: Model) -> None:
        self.model = model

    @cached_property
    def anywhere(self) -> set[str]:
        """All keys, wherever they stand."""
        found, left = set[Model](), [self.model]
        while left:
            model = left.pop()
            if model not in found:
                found.add(model)
                fields = model.model_fields.values()
                left += [inner for each in fields for inner in _models(each.annotation)]
        return {key for model in found for key in model.model_fields}

    def at(self, path: Path) -> set[str]:
        """The keys of the table to which these lead; none where it names its keys itself."""
        models = {self.model}
        for part in path:
            if isinstance(part, str):
                fields = [model.model_fields.get(part) for model in models]
                models = {inner for each in fields if each for inner in _models(each.annotation)}
        return {key for model in models for key in model.model_fields}


@cache
def keys_of(model: Model) -> Keys:
    return Keys(model)


def _models(annotation: Any) -> Iterator[Model]:
    """The models in an annotation such as `tuple[Plan, ...] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) is not Mapping:
        for inner in get_args(annotation):
            yield from _models(inner)
    else:
        yield from _models(get_args(annotation)[1])
