"""`python -m libs.events`: write the documents that are generated from the catalogue."""

from pathlib import Path

from libs.events.documents import asyncapi, page, schemas

DOCS = Path(__file__).parents[2] / "docs"


def main() -> None:
    folder = DOCS / "events"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.json"):
        old.unlink()
    for name, text in schemas().items():
        (folder / name).write_text(text)
    (DOCS / "events.md").write_text(page())
    (DOCS / "asyncapi.json").write_text(asyncapi())


if __name__ == "__main__":
    main()
