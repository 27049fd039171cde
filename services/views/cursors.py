"""Places in an answer that goes on, as texts that clients hand back without reading them."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Generic, TypeVar

from pydantic import TypeAdapter

from libs.runtime.problems import Problem

T = TypeVar("T")


class Cursor(Generic[T]):
    """Writes and reads places of one shape."""

    def __init__(self, shape: TypeAdapter[T]) -> None:
        self._shape = shape

    def write(self, place: T) -> str:
        return urlsafe_b64encode(self._shape.dump_json(place)).decode().rstrip("=")

    def read(self, text: str) -> T:
        """Raises Problem 400 for what we did not write."""
        try:
            place = urlsafe_b64decode(text + "=" * (-len(text) % 4))
            if rb"\u0000" in place:
                raise ValueError("NUL")
            return self._shape.validate_json(place)
        except ValueError as broken:
            raise Problem(
                400,
                "This is no cursor of ours: begin again without one",
                ru="Это не наш курсор: начните без него",
            ) from broken
