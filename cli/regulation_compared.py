"""What differs between two editions, in sentences."""

import json
from pathlib import Path

from cli.language import Language
from cli.regulation_files import read_edition
from libs.regulation.comparison import SENTENCES, sentence
from libs.regulation.differences import differences


def compare(before: Path, after: Path, language: Language, *, as_json: bool) -> None:
    """Print the differences of two files. Raises Trouble where one of them is not sound."""
    found = differences(read_edition(before), read_edition(after))
    if as_json:
        print(json.dumps([each._asdict() for each in found], ensure_ascii=False, indent=2))
        return
    for each in found:
        print(sentence(each, language))
    if not found:
        print(SENTENCES[language]["none"])
