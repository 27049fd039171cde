"""Writes the JSON Schemas that editors check regulations and dated facts by: `make docs`."""

from pathlib import Path

from libs.regulation.documents import SCHEMAS

DOCS = Path(__file__).parents[2] / "docs"


def main() -> None:
    for name, schema in SCHEMAS.items():
        (DOCS / name).write_text(schema())


if __name__ == "__main__":
    main()
